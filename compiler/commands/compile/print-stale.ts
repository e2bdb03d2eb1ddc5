import path from 'node:path';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import type { FolderComparison } from './compare-folder.ts';
import { isDifferent } from './replace-folder.ts';

/** A compiled folder, and the command line that writes it again. */
export interface CompiledFolder {
  readonly folder: string;
  readonly again: string;
}

/** Prints every stale file of a folder on a line of its own, and at the end how many there are and what to do. */
export function printStalePretty(
  comparison: FolderComparison,
  { folder, again }: CompiledFolder,
  { red }: Colours,
  quiet: boolean,
): string {
  const { files, missing, different, orphans } = comparison;
  const stale = [
    ...missing.map((file) => ['missing', file] as const),
    ...different.map((file) => ['different', file] as const),
    ...orphans.map((file) => ['orphan', file] as const),
  ];
  const lines = stale.map(([what, file]) => `${red(what.padEnd(9))}  ${folder}/${file}\n`);
  const last = isDifferent(comparison)
    ? `${count(stale.length, 'stale file')} in ${folder}/; run \`${again}\`\n`
    : `${count(files, 'file')} in ${folder}/, all as the policies say\n`;
  return `${lines.join('')}${quiet ? '' : last}`;
}

/**
 * Returns a finding for every stale file of a folder, placed at the beginning of that file. If `fromOthers`, the folder is known to be
 * what other policies compile to.
 */
export function reportStaleFiles(
  { missing, different, orphans }: FolderComparison,
  { folder, again }: CompiledFolder,
  fromOthers = false,
): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  const faults = [
    ['is missing', missing],
    [
      fromOthers ? 'is stale: it was compiled from other policies' : 'differs from what the policies say',
      different,
    ],
    ['follows from no policy', orphans],
  ] as const;
  const help = `run \`${again}\` and commit what it writes`;
  for (const [fault, files] of faults)
    for (const file of files) {
      const at = { source: { path: `${folder}/${file}`, text: '' }, start: 0, end: 0 };
      report('stale-artifact', at, { path: at.source.path, fault }, help);
    }
  return diagnostics;
}

/** The options by which a folder is compiled: `usual` is the folder that compile writes if none is named. */
export interface CompileLine {
  readonly folder: string;
  readonly usual: string;
  readonly policies: string;
  readonly tenant?: string | undefined;
  readonly withoutRules?: boolean;
}

/** Returns the command line that writes a folder. */
export function spellCompileLine({ folder, usual, policies, tenant, withoutRules }: CompileLine): string {
  const words = [
    'plafond compile',
    ...(tenant === undefined ? [] : [`--tenant ${tenant}`]),
    ...(path.posix.basename(policies) === 'policies' ? [] : [`--policies ${policies}`]),
    ...(folder === usual ? [] : [`--out ${folder}`]),
    ...(withoutRules ? ['--no-rules'] : []),
  ];
  return words.join(' ');
}
