import { createHash, type Hash } from 'node:crypto';
import { impossible } from '../diagnostics/impossible.ts';
import type { Artifact, ArtifactDigest, Compiled, EncodedArtifact, Target } from '../model/artifact.ts';
import type { Document } from '../model/document.ts';
import { writeSpacedJson } from '../text/json.ts';

/** The facts on a compilation that the manifest has and that cannot be read from the compilation itself. */
export interface EmitOptions {
  /** The version of the compiler. */
  readonly version: string;
  /** The policies folder; digests know paths only relative to it. */
  readonly folder: string;
}

/** The last artifact: what the others are, by digest. */
export const manifestPath = 'manifest.json';

/**
 * Runs the targets one file at a time and ends with the manifest, which holds the version of the compiler,
 * a digest of the policy files and size and digest of every artifact, also of those that are kept: nothing that changes
 * between two runs.
 */
export function* emit(
  compiled: Compiled,
  targets: readonly Target[],
  { version, folder }: EmitOptions,
): Iterable<EncodedArtifact> {
  const lines = new Map<string, string>();
  for (const target of targets)
    for (const artifact of target(compiled)) {
      const { path } = artifact;
      if (lines.has(path) || path === manifestPath) impossible(`two artifacts are called ${path}`);
      const encoded = encode(artifact);
      lines.set(path, describe(encoded));
      yield encoded;
    }
  for (const [path, digest] of compiled.kept?.artifacts ?? []) lines.set(path, describeDigest(digest));
  const head = [
    ...openManifest(version),
    ...(compiled.tenant ? [`  "tenant": ${JSON.stringify(compiled.tenant.name)}`] : []),
    `  "sources": ${JSON.stringify(digestPolicies(compiled.matrix.policy.documents, folder))}`,
  ];
  yield encode({ path: manifestPath, content: writeManifest(head, lines) });
}

const encoder = new TextEncoder();

const encode = (artifact: Artifact | EncodedArtifact): EncodedArtifact =>
  'bytes' in artifact ? artifact : { ...artifact, bytes: encoder.encode(artifact.content) };

const describe = ({ bytes }: EncodedArtifact): string =>
  describeDigest({ bytes: bytes.length, sha256: sha256().update(bytes).digest('hex') });

const describeDigest = ({ bytes, sha256: digest }: ArtifactDigest): string =>
  writeSpacedJson({ bytes, sha256: digest });

const openManifest = (version: string): readonly string[] => [
  `  "version": 1`,
  `  "compiler": ${writeSpacedJson({ name: 'plafond', version })}`,
];

function writeManifest(head: readonly string[], lines: ReadonlyMap<string, string>): string {
  const files = [...lines.keys()].sort().map((path) => `    ${JSON.stringify(path)}: ${lines.get(path)}`);
  return `{\n${head.join(',\n')},\n  "files": {\n${files.join(',\n')}\n  }\n}\n`;
}

/** Returns a manifest with some artifacts written anew; without a manifest, one of these alone. */
export function addToManifest(manifest: string, artifacts: readonly Artifact[], version: string): string {
  const [, written = ''] = /^\{\n([\s\S]*?),\n {2}"files": \{\n/.exec(manifest) ?? [];
  const lines = new Map<string, string>();
  for (const [, name = '', entry = ''] of manifest.matchAll(/^ {4}("(?:[^"\\\n]|\\.)*"): (\{[^\n]*?\}),?$/gm))
    lines.set(String(JSON.parse(name)), entry);
  for (const artifact of artifacts) lines.set(artifact.path, describe(encode(artifact)));
  return writeManifest(written === '' ? openManifest(version) : [written], lines);
}

/**
 * Digests path and text of every file that holds a document, each ended by a zero byte, in the order of paths. Line
 * ends are LF: a checkout with others is the same policy.
 */
export function digestPolicies(documents: readonly Document[], folder: string): string {
  const prefix = folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
  const sources = [...new Set(documents.map(({ source }) => source))];
  const relative = sources
    .map(({ path, text }) => ({ path: path.startsWith(prefix) ? path.slice(prefix.length) : path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const hash = sha256();
  for (const { path, text } of relative)
    hash.update(path).update('\0').update(text.replaceAll('\r\n', '\n')).update('\0');
  return hash.digest('hex');
}

const sha256 = (): Hash => createHash('sha256');
