import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import type { Comparison } from './compare.ts';
import { isDifferent } from './replace.ts';

/** A folder that was compiled, and the command that writes it again. */
export interface Written {
  readonly folder: string;
  readonly again: string;
}

/** Every stale file of a folder on a line, and a last line that says how many there are and what to do. */
export function staleSummary(
  comparison: Comparison,
  { folder, again }: Written,
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

/** Every stale file of a folder as a finding at its beginning. */
export function staleFindings(
  { missing, different, orphans }: Comparison,
  { folder, again }: Written,
): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  const faults = [
    ['is missing', missing],
    ['differs from what the policies say', different],
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
