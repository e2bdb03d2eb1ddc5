import type { Origin } from '../../questions/evidence/evidence.ts';
import type { Totals } from '../../questions/evidence/totals.ts';
import { type Json, writeBlock, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';

/** A file as the manifest lists it. `rows`: the rows of a table without its head. */
export interface ListedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows?: number;
}

/** The content of `manifest.json`. */
export interface PackManifest extends Omit<Origin, 'version'> {
  readonly version: 1;
  readonly compiler: { readonly name: 'plafond'; readonly version: string };
  readonly kind: 'evidence';
  readonly totals: Totals;
  readonly files: Readonly<Record<string, ListedFile>>;
}

/** The path of the file of a pack that lists the others. */
export const packManifestPath = 'manifest.json';

/** Prints a manifest: one fact on a line, one file on a line, files sorted by path. */
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

/** Reads a manifest; undefined if the text is not the manifest of a pack. */
export function readPackManifest(text: string): PackManifest | undefined {
  const value = parseObject(text);
  const { policies, date, tenant, sod = [], since, git, compiler, files } = value;
  const isManifest =
    value.version === 1 &&
    value.kind === 'evidence' &&
    fieldOf(compiler, 'name') === 'plafond' &&
    typeof fieldOf(compiler, 'version') === 'string' &&
    typeof fieldOf(policies, 'folder') === 'string' &&
    typeof fieldOf(policies, 'sha256') === 'string' &&
    typeof value.command === 'string' &&
    typeof date === 'string' &&
    (tenant === null || typeof tenant === 'string') &&
    Array.isArray(sod) &&
    sod.every((duties) => typeof duties === 'string') &&
    (since === null ||
      (typeof fieldOf(since, 'commit') === 'string' && typeof fieldOf(since, 'revision') === 'string')) &&
    (git === null || typeof fieldOf(git, 'commit') === 'string') &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((file) => typeof fieldOf(file, 'sha256') === 'string');
  return isManifest ? (value as unknown as PackManifest) : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
