import { isVerified, type Verification } from '../../questions/evidence/verification.ts';
import type { Colours } from '../../text/colours.ts';
import { count, countBytes } from '../../text/count.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';
import { type ListedFile, packManifestPath } from './manifest.ts';

/** A pack that was written. */
export interface WrittenPack {
  readonly folder: string;
  readonly files: readonly (ListedFile & { readonly path: string })[];
}

/** Prints the files that were written, and the digest of the manifest, which is worth writing down elsewhere. */
export function printPackPretty({ folder, files }: WrittenPack, { bold, dim }: Colours): string {
  const matrices = files.filter(({ path }) => path.startsWith('matrices/'));
  const others = files.filter(({ path }) => !path.startsWith('matrices/'));
  const bytes = (listed: readonly ListedFile[]) => listed.reduce((sum, one) => sum + one.bytes, 0);
  const lines = [
    ...others.map(({ path, rows, bytes: size }) => [
      path,
      rows === undefined ? '' : count(rows, 'row'),
      countBytes(size),
    ]),
    ...(matrices.length > 0
      ? [['matrices/', count(matrices.length, 'file'), countBytes(bytes(matrices))]]
      : []),
  ];
  const manifest = files.find(({ path }) => path === packManifestPath);
  return [
    formatTable(lines, [1, 2]),
    `\n${bold(`${makeVisible(folder)}/`)} holds ${count(files.length, 'file')}, ${countBytes(bytes(files))}\n`,
    `SHA-256 of its manifest: ${manifest?.sha256}\n`,
    dim('Write that down where the pack is not; verify with `plafond audit --verify`.\n'),
  ].join('');
}

/** Prints a pack that was written as JSON: `{ "version": 1, "folder", "files": [{ "path", "bytes", "sha256", "rows" }] }`. */
export function printPackJson({ folder, files }: WrittenPack): string {
  const listed = files.map(({ path, bytes, sha256, rows }) => ({
    path,
    bytes,
    sha256,
    ...(rows !== undefined && { rows }),
  }));
  return `${makeVisibleJson(JSON.stringify({ version: 1, folder, files: listed }, null, 2))}\n`;
}

/** Prints the result of verifying a pack for people: differences first, the verdict last. */
export function printVerificationPretty(
  folder: string,
  verification: Verification,
  { red, green, bold, dim }: Colours,
): string {
  const { against, faults, notes, files } = verification;
  const wrong = files.filter(({ state }) => state !== 'same');
  const verdict = isVerified(verification)
    ? green('verified')
    : red(
        `not verified: ${[...(wrong.length > 0 ? [count(wrong.length, 'file')] : []), ...(faults.length > 0 ? [count(faults.length, 'fault')] : [])].join(', ')}`,
      );
  return [
    ...wrong.map(({ path, state }) => `${red(state.padEnd(7))}  ${makeVisible(path)}\n`),
    ...faults.map((fault) => `${red('fault')}    ${makeVisible(fault)}\n`),
    ...notes.map((note) => `${dim('note')}     ${makeVisible(note)}\n`),
    `${bold(`${makeVisible(folder)}/`)} ${verdict}; ${count(files.length, 'file')} compared with ${measures[against]}\n`,
  ].join('');
}

const measures: Readonly<Record<Verification['against'], string>> = {
  policies: 'what the current policies give',
  commit: 'what the policies of its commit give',
  manifest: 'nothing but its own manifest',
};

/** Prints the result of verifying a pack as JSON: `{ "version": 1, "folder", "verified", "against", "faults", "notes", "files" }`. */
export function printVerificationJson(folder: string, verification: Verification): string {
  const shape = { version: 1, folder, verified: isVerified(verification), ...verification };
  return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
}
