import type { Totals } from '../../questions/evidence/totals.ts';
import { type Json, writeBlock, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/visible.ts';

/** Where a pack comes from: all that was told, and nothing that is not the same the next time. */
export interface Origin {
  /** The version of plafond. */
  readonly version: string;
  /** The command line, without the folder that was written. */
  readonly command: string;
  readonly policies: { readonly folder: string; readonly files: number; readonly sha256: string };
  /** The day on which waivers were judged. */
  readonly date: string;
  /** The only tenant; null: all of them. */
  readonly tenant: string | null;
  readonly since: { readonly revision: string; readonly commit: string } | null;
  /** The commit that is checked out; null outside a repository. `dirty`: it has other policies than these. */
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
}

/** What a manifest says of a file. `rows`: those of a table, its head not counted. */
export interface ListedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows?: number;
}

/** What `manifest.json` says. */
export interface PackManifest extends Omit<Origin, 'version'> {
  readonly version: 1;
  readonly compiler: { readonly name: 'plafond'; readonly version: string };
  readonly kind: 'evidence';
  readonly totals: Totals;
  readonly files: Readonly<Record<string, ListedFile>>;
}

/** The file of a pack that lists the others. */
export const packManifestPath = 'manifest.json';

/** The manifest as text: one fact on a line, one file on a line, files sorted by path. */
export function printManifest(
  { version, ...origin }: Origin,
  totals: Totals,
  files: PackManifest['files'],
): string {
  const manifest: PackManifest = {
    version: 1,
    kind: 'evidence',
    compiler: { name: 'plafond', version },
    ...origin,
    totals,
    files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  const lines = Object.entries(manifest).map(([name, value]: [string, unknown]) => {
    const depth = name === 'files' || name === 'totals' ? 1 : 0;
    return `${JSON.stringify(name)}: ${writeIndentedJson(value as Json, depth, '  ')}`;
  });
  return makeVisibleJson(`${writeBlock('{}', lines, '')}\n`);
}

/** Reads a manifest; nothing where the text is none. Of `files` only what has the right shape is there. */
export function readPackManifest(text: string): PackManifest | undefined {
  const value = parsed(text);
  const { policies, date, tenant, since, git, compiler, files } = value;
  const isOne =
    value.version === 1 &&
    value.kind === 'evidence' &&
    fieldOf(compiler, 'name') === 'plafond' &&
    typeof fieldOf(compiler, 'version') === 'string' &&
    typeof fieldOf(policies, 'folder') === 'string' &&
    typeof fieldOf(policies, 'sha256') === 'string' &&
    typeof value.command === 'string' &&
    typeof date === 'string' &&
    (tenant === null || typeof tenant === 'string') &&
    (since === null ||
      (typeof fieldOf(since, 'commit') === 'string' && typeof fieldOf(since, 'revision') === 'string')) &&
    (git === null || typeof fieldOf(git, 'commit') === 'string') &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((file) => typeof fieldOf(file, 'sha256') === 'string');
  return isOne ? (value as unknown as PackManifest) : undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
