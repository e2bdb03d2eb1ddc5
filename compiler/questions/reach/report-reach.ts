import type { Cell } from '../../model/catalog.ts';
import { count } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import type { ReachChange } from './compare-reach.ts';
import { nameHolder, type ReachHolder } from './find-holder.ts';
import type { JudgedRecord } from './judge-records.ts';

/** The answer of `reach` about one user or role. */
export interface ReachReport {
  readonly holder: ReachHolder;
  readonly cell: Cell;
  readonly records: readonly JudgedRecord[];
  readonly reached: number;
  /** The number of records that each portfolio of each role reaches; one record may count for several. */
  readonly totals: readonly ReachTotal[];
}

/** The number of records that a portfolio of a role reaches. */
export interface ReachTotal {
  readonly role: string;
  readonly portfolio: string;
  readonly records: number;
}

/** The answer of `reach --compare`. */
export interface ComparedReaches {
  readonly tenant: string;
  readonly cell: Cell;
  readonly base: string;
  readonly records: number;
  /** Sorted by name; those who reach the same records are among them. */
  readonly people: readonly ReachChange[];
}

/** Sums up which records are reached, and by what. */
export function reportReach(holder: ReachHolder, cell: Cell, records: readonly JudgedRecord[]): ReachReport {
  const ways = records.flatMap(({ by }) => by);
  const groups = [...groupBy(ways, ({ role, portfolio }) => JSON.stringify([role, portfolio])).values()];
  const totals = groups.map((group) => {
    const [{ role, portfolio }] = group;
    return { role, portfolio, records: group.length };
  });
  totals.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { holder, cell, records, reached: records.filter((one) => one.isReached).length, totals };
}

const keyOf = ({ role, portfolio }: ReachTotal): string => JSON.stringify([role, portfolio]);

/** Returns the answer in one sentence. */
export const summarizeReach = ({ holder, cell, records, reached }: ReachReport): string =>
  `${nameHolder(holder)} in tenant \`${holder.tenant.name}\` reaches ${reached} of ${count(records.length, 'record')} with \`${cell.permission}\``;

/** Returns a comparison in one sentence. */
export function summarizeChanges({ people, records, cell, base }: ComparedReaches): string {
  const gaining = people.filter(({ gained }) => gained.length > 0);
  const losing = people.filter(({ lost }) => lost.length > 0);
  const sum = (counts: readonly (readonly unknown[])[]) => counts.reduce((all, one) => all + one.length, 0);
  return `since \`${base}\`, of ${people.length} with \`${cell.permission}\` on ${count(records, 'record')}: ${gaining.length} ${gaining.length === 1 ? 'gains' : 'gain'} ${sum(gaining.map(({ gained }) => gained))}, ${losing.length} ${losing.length === 1 ? 'loses' : 'lose'} ${sum(losing.map(({ lost }) => lost))}`;
}
