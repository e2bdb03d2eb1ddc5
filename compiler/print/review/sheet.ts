import { createHash } from 'node:crypto';
import { countBits } from '../../model/bits.ts';
import { describePortfolio } from '../../model/policy.ts';
import type { ReviewItem } from '../../questions/review/list-reviews.ts';
import { describeGifts } from '../../questions/review/list-reviews.ts';
import { answers } from '../../questions/review/read-answers.ts';
import type { Sheet, SheetCell, Workbook } from '../../text/sheet.ts';
import { type EvidenceTable, makeTable, type TableColumns } from '../evidence/table.ts';

/** Makes the sheet of one manager: a row for each role of each of their people. */
export const makeReviewTable = (items: readonly ReviewItem[]): EvidenceTable =>
  makeTable<ReviewItem>({ name: 'Review', about: 'a role of a person', columns, facts: () => items });

/** Returns the digest of what a person is and may do, by which a sheet that is out of date is known. */
export const digestState = ({ state }: ReviewItem): string =>
  createHash('sha256').update(state).digest('hex').slice(0, 16);

const writeBlank = (): string => '';

const columns: TableColumns<ReviewItem> = [
  { name: 'manager', title: 'manager', about: '', width: 24, of: ({ manager }) => manager },
  { name: 'tenant', title: 'tenant', about: '', width: 14, of: ({ tenant }) => tenant.name },
  { name: 'user', title: 'user', about: '', width: 30, of: ({ user }) => user.id },
  { name: 'active', title: 'active', about: '', width: 8, of: ({ user }) => (user.active ? 'yes' : 'no') },
  { name: 'role', title: 'role', about: '', width: 22, of: ({ row }) => row.role.name },
  { name: 'title', title: 'title', about: '', width: 22, of: ({ row }) => row.role.title ?? '' },
  { name: 'permits', title: 'permits', about: '', width: 60, of: ({ row }) => describeGifts(row) },
  {
    name: 'records',
    title: 'records',
    about: '',
    width: 22,
    of: ({ row }) => describePortfolio(row.role.portfolio),
  },
  { name: 'alone', title: 'alone', about: '', width: 8, of: ({ alone }) => countBits(alone) },
  { name: 'risk', title: 'risk', about: '', width: 13, of: ({ risk = '' }) => risk },
  { name: 'decision', title: 'decision', about: '', width: 12, of: writeBlank },
  { name: 'changeTo', title: 'changeTo', about: '', width: 18, of: writeBlank },
  { name: 'reviewer', title: 'reviewer', about: '', width: 22, of: writeBlank },
  { name: 'date', title: 'date', about: '', width: 12, of: writeBlank },
  { name: 'comment', title: 'comment', about: '', width: 40, of: writeBlank },
  { name: 'state', title: 'state', about: '', width: 18, of: digestState },
];

const inputs: readonly string[] = ['decision', 'changeTo', 'reviewer', 'date', 'comment'];

/** Makes the workbook of one manager: how to fill it in, and the sheet. */
export function makeReviewWorkbook(items: readonly ReviewItem[]): Workbook {
  const table = makeReviewTable(items);
  const sheet: Sheet = {
    name: 'Review',
    columns: table.columns.map(({ title, width, name }) => ({
      title,
      width,
      ...(name === 'decision' && { choices: answers }),
    })),
    frozen: 3,
    cut: '…',
    *rows() {
      for (const row of table.rows())
        yield row.map(
          (text, at): SheetCell =>
            inputs.includes(table.columns[at]?.name ?? '') ? { text, look: 'input' } : text,
        );
    },
  };
  return {
    sheets: [sheet],
    makeCover: ([written]) => ({
      name: 'Index',
      columns: [{ title: 'Access review', width: 110 }],
      withoutFilter: true,
      cut: '…',
      *rows() {
        yield [{ text: written?.name ?? 'Review', look: 'link', link: written?.name ?? 'Review' }];
        for (const sentence of guide) yield [sentence];
      },
    }),
  };
}

const guide: readonly string[] = [
  'Decide each row: keep, revoke or change. With change, changeTo names the role that takes its place.',
  'Write who decided under reviewer. Under date the day of the decision, as 2027-03-31; left empty, it is the day on which the sheet is applied.',
  'permits says what the role lets people do, records on which; alone, how many permissions they have by it and by no other role; risk, the worst class of these.',
  'Leave the other columns as they are. The sheet is refused once the policies change for one of its people.',
];
