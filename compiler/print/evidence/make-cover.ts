import { count } from '../../text/count.ts';
import type { Sheet, SheetCell, WrittenSheet } from '../../text/sheet.ts';
import type { PackFacts } from './describe-origin.ts';
import { removeBackticks } from './words.ts';

/** The facts on the cover of a workbook, beside the list of its sheets. */
export interface CoverFacts {
  /** The meaning of a row of a sheet, by the name of the sheet. */
  readonly abouts: ReadonlyMap<string, string>;
  readonly facts: PackFacts;
  /** The number of tenants, if they are too many for the workbook to hold their matrices. */
  readonly without?: number;
}

/** Makes the first sheet: a link to every other one, the origin of the pack, and how to use the workbook. */
export function makeCover(written: readonly WrittenSheet[], { abouts, facts, without }: CoverFacts): Sheet {
  const sheets = written.map(({ wanted, name, rows }): readonly SheetCell[] => [
    { text: name, look: 'link', link: name },
    rows,
    describeSheet(wanted, abouts),
  ]);
  const missing = without === undefined ? [] : [['Matrices', '', explainMissingMatrices(without)]];
  return {
    name: 'Index',
    columns: [
      { title: 'Evidence of effective permissions', width: 34 },
      { title: 'Rows', width: 10 },
      { title: 'What it is', width: 110 },
    ],
    withoutFilter: true,
    cut: '…',
    *rows() {
      for (const [what, words] of facts) yield [{ text: what, look: 'muted' }, '', words];
      for (const sentence of sentences) yield [{ text: 'Note', look: 'muted' }, '', sentence];
      yield ['', '', ''];
      yield [{ text: 'Sheets', look: 'title' }, '', ''];
      yield* sheets;
      yield* missing;
    },
  };
}

function describeSheet(wanted: string, abouts: ReadonlyMap<string, string>): string {
  if (wanted === 'Legend') return 'What the words and the columns mean';
  if (wanted.startsWith('Matrix '))
    return `What every role of ${wanted.slice(7)} can do, permission by permission`;
  return `Each row is ${removeBackticks(abouts.get(wanted) ?? '')}`;
}

const explainMissingMatrices = (tenants: number): string =>
  `The matrices of ${count(tenants, 'tenant')} are too much for one workbook: see matrices/ in the pack, or make a pack of one tenant with --tenant`;

const sentences: readonly string[] = [
  'Every effective permission with the lines that allow it is in grants.csv, those of users in user-rights.csv.',
  'To review, fill in a copy of this workbook and keep it outside the pack: a pack whose workbook was changed is no longer the one that was made.',
  'To verify, run plafond audit --verify on the pack in a clone of the repository: it compiles the policies again and compares every file.',
];
