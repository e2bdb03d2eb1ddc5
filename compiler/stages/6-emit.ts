import { createHash, type Hash } from 'node:crypto';
import { impossible } from '../diagnostics/impossible.ts';
import type {
  Artifact,
  ArtifactDigest,
  Compiled,
  DigestedArtifact,
  EncodedArtifact,
  Target,
} from '../model/artifact.ts';
import type { Document } from '../model/document.ts';
import type { FilePiece } from '../text/file-pieces.ts';
import { writeSpacedJson } from '../text/json.ts';
import { unifyLineEnds } from '../text/line-ends.ts';
import { byCodeUnit } from '../text/order.ts';
import type { Source } from '../text/source.ts';

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
): Iterable<DigestedArtifact> {
  const lines = new Map<string, string>();
  for (const target of targets)
    for (const artifact of target(compiled)) {
      const { path } = artifact;
      if (lines.has(path) || path === manifestPath) impossible(`two artifacts are called ${path}`);
      const digested = digest(artifact);
      lines.set(path, describe(digested));
      yield digested;
    }
  for (const [path, kept] of compiled.kept?.artifacts ?? []) lines.set(path, describeDigest(kept));
  const head = [
    ...openManifest(version),
    ...(compiled.tenant ? [`  "tenant": ${JSON.stringify(compiled.tenant.name)}`] : []),
    `  "sources": ${JSON.stringify(digestPolicies(compiled.matrix.policy.documents, folder))}`,
  ];
  yield digest({ path: manifestPath, content: writeManifest(head, lines) });
}

const encoder = new TextEncoder();

/** Encodes and digests an artifact; the content of one that was made as bytes is decoded only if it is asked for. */
function digest(artifact: Artifact | EncodedArtifact): DigestedArtifact {
  const bytes = 'bytes' in artifact ? artifact.bytes : encoder.encode(artifact.content);
  return {
    path: artifact.path,
    bytes,
    sha256: sha256().update(bytes).digest('hex'),
    get content() {
      return artifact.content;
    },
  };
}

const describe = ({ bytes, sha256 }: DigestedArtifact): string =>
  describeDigest({ bytes: bytes.length, sha256 });

const describeDigest = ({ bytes, sha256 }: ArtifactDigest): string =>
  `{ "bytes": ${bytes}, "sha256": "${sha256}" }`;

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
  for (const artifact of artifacts) lines.set(artifact.path, describe(digest(artifact)));
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
    .map(
      (source) =>
        [source.path.startsWith(prefix) ? source.path.slice(prefix.length) : source.path, source] as const,
    )
    .sort(([a], [b]) => byCodeUnit(a, b));
  const hash = sha256();
  for (const [path, source] of relative) hash.update(`${path}\0`).update(contentOf(source)).update('\0');
  return hash.digest('hex');
}

/** Returns the text of a source with line ends of LF, without decoding it if that is not needed. */
const contentOf = (source: Source): FilePiece =>
  source.bytes ? unifyLineEnds(source.bytes) : source.text.replaceAll('\r\n', '\n');

const sha256 = (): Hash => createHash('sha256');
