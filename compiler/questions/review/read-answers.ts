import { nearest } from '../../diagnostics/suggest.ts';
import { isDay } from '../../text/instant.ts';
import { makeVisible } from '../../text/make-visible.ts';
import type { ReviewItem } from './list-reviews.ts';

/** The decisions that a manager can take about a role of somebody. */
export const answers = ['keep', 'revoke', 'change'] as const;

/** A sheet that came back: its head, and the texts of its rows with their numbers, the head being row 1. */
export interface AnsweredSheet {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}

/** A decision about one role of a person. */
export interface Decision {
  readonly item: ReviewItem;
  readonly answer: (typeof answers)[number];
  /** The name of the role that takes its place. */
  readonly changeTo?: string;
  readonly reviewer: string;
  readonly date: string;
  readonly comment: string;
}

/** A mistake in a sheet. */
export interface SheetMistake {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** The columns that a sheet has to have. */
const needed = [
  'manager',
  'tenant',
  'user',
  'role',
  'decision',
  'changeTo',
  'reviewer',
  'date',
  'comment',
  'state',
] as const;

type Column = (typeof needed)[number];
type RowTexts = Readonly<Record<Column, string>>;

/**
 * Reads decisions off a sheet, and every mistake in it. `items` is all that there is to review now; whoever is in the sheet, and
 * whoever has the same manager, has to be in it with all roles.
 */
export function readAnswers(
  sheet: AnsweredSheet,
  items: readonly ReviewItem[],
  digestOf: (item: ReviewItem) => string,
  today: string,
): { readonly decisions: readonly Decision[]; readonly mistakes: readonly SheetMistake[] } {
  const mistakes: SheetMistake[] = [];
  for (const column of needed)
    if (sheet.head.filter((one) => one === column).length !== 1)
      mistakes.push({ row: 1, column, message: `there is not exactly one column \`${column}\`` });
  if (mistakes.length > 0) return { decisions: [], mistakes };
  const known = new Map(
    items.map((item) => [keyOf(item.tenant.name, item.user.id, item.row.role.name), item]),
  );
  const seen = new Set<ReviewItem>();
  const decisions = sheet.rows.flatMap(({ number, cells }): Decision[] => {
    const fields = Object.fromEntries(
      needed.map((column) => [column, readCellText(cells[sheet.head.indexOf(column)] ?? '')]),
    ) as RowTexts;
    const found: Omit<SheetMistake, 'row'>[] = [];
    const refuse = (column: Column, message: string) => void found.push({ column, message });
    const item = findItem(fields, known, seen, items, refuse);
    const decision = item && readDecision(fields, item, digestOf, today, refuse);
    mistakes.push(...found.map((one) => ({ row: number, ...one })));
    return decision && found.length === 0 ? [decision] : [];
  });
  mistakes.push(...findMissing(items, seen));
  return { decisions, mistakes };
}

type Refuse = (column: Column, message: string) => void;

const keyOf = (...names: readonly string[]): string => JSON.stringify(names.map(makeVisible));

/** Takes the apostrophe off that keeps a spreadsheet from taking a text for a formula. */
const readCellText = (text: string): string => text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/u, '').trim();

function findItem(
  { tenant, user, role }: RowTexts,
  known: ReadonlyMap<string, ReviewItem>,
  seen: Set<ReviewItem>,
  items: readonly ReviewItem[],
  refuse: Refuse,
): ReviewItem | undefined {
  const item = known.get(keyOf(tenant, user, role));
  if (item && seen.has(item)) refuse('user', `\`${user}\` with role \`${role}\` is in the sheet twice`);
  else if (!item) {
    const ofTenant = items.filter((one) => one.tenant.name === tenant);
    const ofUser = ofTenant.filter((one) => one.user.id === user);
    if (ofTenant.length === 0) refuse('tenant', `there is nobody to review in tenant \`${tenant}\``);
    else if (ofUser.length === 0)
      refuse(
        'user',
        `tenant \`${tenant}\` has no user \`${user}\`${adviseOnName(
          user,
          ofTenant.map((one) => one.user.id),
        )}`,
      );
    else refuse('role', `\`${user}\` does not hold role \`${role}\` any more; make the sheet anew`);
  }
  if (item) seen.add(item);
  return item;
}

const adviseOnName = (written: string, names: readonly string[]): string => {
  const found = nearest(written, names);
  return found === undefined ? '' : `; did you mean \`${found}\`?`;
};

function readDecision(
  fields: RowTexts,
  item: ReviewItem,
  digestOf: (item: ReviewItem) => string,
  today: string,
  refuse: Refuse,
): Decision | undefined {
  const { manager, user, decision, changeTo, reviewer, date, comment, state } = fields;
  if (makeVisible(item.manager) !== manager)
    refuse(
      'manager',
      `\`${user}\` is not reviewed by \`${manager}\`; \`--manager\` says which column names managers`,
    );
  if (state !== digestOf(item))
    refuse('state', `the policies changed for \`${user}\` since the sheet was made; make it anew`);
  const answer = answers.find((one) => one === decision.toLowerCase());
  if (decision === '') refuse('decision', 'it is blank; decide `keep`, `revoke` or `change`');
  else if (!answer)
    refuse('decision', `it cannot be \`${decision}\`; it is \`keep\`, \`revoke\` or \`change\``);
  const offered = item.tenant.roles.map(({ name }) => name);
  if (answer === 'change') {
    if (changeTo === '') refuse('changeTo', 'it is blank; name the role that takes the place');
    else if (!offered.includes(changeTo))
      refuse(
        'changeTo',
        `tenant \`${item.tenant.name}\` has no role \`${changeTo}\`${adviseOnName(changeTo, offered)}`,
      );
    else if (item.user.roles.some(({ name }) => name === changeTo))
      refuse('changeTo', `\`${user}\` holds role \`${changeTo}\` already`);
  } else if (answer && changeTo !== '')
    refuse(
      'changeTo',
      `it names a role and the decision is \`${answer}\`; decide \`change\`, or leave it empty`,
    );
  if (reviewer === '') refuse('reviewer', 'it is blank; say who decided');
  else if (reviewer.toLowerCase() === user.toLowerCase())
    refuse('reviewer', 'nobody decides about themselves');
  if (date !== '' && (!isDay(date) || date > today))
    refuse('date', `it cannot be \`${date}\`; it is a day up to today, as \`${today}\`, or empty`);
  return (
    answer && {
      item,
      answer,
      ...(answer === 'change' && { changeTo }),
      reviewer,
      date: date || today,
      comment,
    }
  );
}

/** Finds the roles of people of the sheet's managers that are not in it: what is not decided is no answer. */
function findMissing(items: readonly ReviewItem[], seen: ReadonlySet<ReviewItem>): readonly SheetMistake[] {
  const managers = new Set([...seen].map(({ manager }) => manager));
  return items
    .filter((item) => managers.has(item.manager) && !seen.has(item))
    .map(({ user, tenant, row }) => ({
      row: 1,
      column: 'user',
      message: `\`${user.id}\` of \`${tenant.name}\` with role \`${row.role.name}\` is missing in the sheet`,
    }));
}
