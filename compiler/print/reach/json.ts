import type { ReachChange } from '../../questions/reach/compare-reach.ts';
import type { ReachHolder } from '../../questions/reach/find-holder.ts';
import type { JudgedRecord } from '../../questions/reach/judge-records.ts';
import type { ComparedReaches, ReachReport } from '../../questions/reach/report-reach.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';

/** Prints which records somebody reaches for `reach --format json`: a contract. */
export function printReachJson({ holder, cell, records, reached, totals }: ReachReport): string {
  return finish({
    version: 1,
    tenant: holder.tenant.name,
    ...nameHolder(holder),
    permission: cell.permission,
    attributes: Object.fromEntries(holder.attributes) as Json,
    total: records.length,
    reached,
    portfolios: totals.map((total) => ({ ...total })),
    records: records.map(describeRecord),
  });
}

/** Prints what people gain and lose for `reach --compare --format json`: a contract. */
export function printReachComparisonJson({ tenant, cell, base, records, people }: ComparedReaches): string {
  return finish({
    version: 1,
    tenant,
    permission: cell.permission,
    base,
    total: records,
    people: people.map(describeChange),
  });
}

const finish = (shape: Json): string => `${makeVisibleJson(writeIndentedJson(shape, 2))}\n`;

const nameHolder = ({ user, name }: ReachHolder): Readonly<Record<string, Json>> =>
  user ? { user: name, active: user.active } : { role: name };

const describeRecord = ({ record, isReached, by, because }: JudgedRecord): Json => ({
  line: record.line,
  record: record.label,
  reached: isReached,
  by: by.map((way) => ({ ...way })),
  ...(because !== undefined && { because }),
});

const describeChange = ({ name, before, after, gained, lost }: ReachChange): Json => ({
  user: name,
  before,
  after,
  gained: gained.map(describeRecord),
  lost: lost.map(describeRecord),
});
