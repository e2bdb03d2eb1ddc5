import { count } from '../../text/count.ts';
import type { Sheet, SheetCell } from '../../text/workbook/sheet.ts';
import type { WrittenSheet } from '../../text/workbook/workbook.ts';
import { describeOrigin } from './describe-origin.ts';
import type { Origin } from './manifest.ts';
import { removeBackticks } from './words.ts';

/** What the cover of a workbook tells beside the list of sheets. */
export interface CoverFacts {
  /** What a row of a sheet is, by the name of the sheet. */
  readonly abouts: ReadonlyMap<string, string>;
  readonly origin: Origin;
  /** How many tenants there are, where they are too many for matrices of their own. */
  readonly without?: number;
}

/** The sheet that comes first: every other sheet with a link, where all of it comes from, and what to do with it. */
export function makeCover(written: readonly WrittenSheet[], { abouts, origin, without }: CoverFacts): Sheet {
  const sheets = written.map(({ wanted, name, rows }): readonly SheetCell[] => [
    { text: name, look: 'link', link: name },
    rows,
    aboutSheet(wanted, abouts),
  ]);
  const missing = without === undefined ? [] : [['Matrices', '', tooMany(without)]];
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
      for (const [what, words] of describeOrigin(origin)) yield [{ text: what, look: 'muted' }, '', words];
      for (const sentence of sentences) yield [{ text: 'Note', look: 'muted' }, '', sentence];
      yield ['', '', ''];
      yield [{ text: 'Sheets', look: 'title' }, '', ''];
      yield* sheets;
      yield* missing;
    },
  };
}

function aboutSheet(wanted: string, abouts: ReadonlyMap<string, string>): string {
  if (wanted === 'Legend') return 'What the words and the columns mean';
  if (wanted.startsWith('Matrix '))
    return `What every role of ${wanted.slice(7)} can do, permission by permission`;
  return `Each row is ${removeBackticks(abouts.get(wanted) ?? '')}`;
}

const tooMany = (tenants: number): string =>
  `The matrices of ${count(tenants, 'tenant')} are too much for one workbook: see matrices/ in the pack, or make a pack of one tenant with --tenant`;

const sentences: readonly string[] = [
  'Every effective permission with the lines that let it is in grants.csv, those of users in user-rights.csv.',
  'To review, fill in a copy of this workbook and keep it outside the pack: a pack whose workbook was changed is no longer the one that was made.',
  'To verify, run plafond audit --verify on the pack in a clone of the repository: it compiles the policies again and compares every file.',
];
