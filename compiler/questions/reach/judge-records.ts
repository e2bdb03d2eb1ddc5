import { has } from '../../model/bits.ts';
import type { Cell, Model } from '../../model/catalog.ts';
import { reachOfItem, readPortfolio } from '../../model/cell-reach.ts';
import { type ReachAlternative, type ReachComparison, readComparedColumn } from '../../model/condition.ts';
import { describeCondition } from '../../model/describe-condition.ts';
import { describeFailure } from '../../model/describe-failure.ts';
import type { Row } from '../../model/matrix.ts';
import type { PortfolioItem } from '../../model/policy.ts';
import {
  type LinkedReach,
  linkTo,
  makeFieldPath,
  prefixOf,
  type RecordReach,
} from '../../model/record-reach.ts';
import { listBringers, type RowUnion } from '../../model/row-union.ts';
import type { ReadRecord } from './read-records.ts';

/** The answers of the run time on one action of one model, for one user. */
export interface ReachAsker {
  /** Returns true if a record may be acted on. */
  readonly can: (record: object) => boolean;
  /** Returns true if another action on the same model may be done to a record. */
  readonly canDo: (action: string, record: object) => boolean;
  /** Returns the test whether a record is in a reach, with the values of the user filled in. */
  readonly makeTest: (reach: RecordReach) => (record: object) => boolean;
  /** Returns the value of a column, or of a relation. */
  readonly read: (record: object, name: string) => unknown;
  /** The reason why the action is not allowed on any record. */
  readonly because: string;
  /** The attributes of the user that conditions ask for and that cannot be used, each with the reason. */
  readonly unfilled: readonly { readonly attribute: string; readonly because: string }[];
}

/** A way by which a record is reached: a role, the portfolio of it that counts, and the condition that the record meets. */
export interface ReachWay {
  readonly role: string;
  /** The name of the portfolio, `filter`, or empty where no portfolio limits the action. */
  readonly portfolio: string;
  readonly because: string;
}

/** A record with the answer if it is reached. */
export interface JudgedRecord {
  readonly record: ReadRecord;
  readonly isReached: boolean;
  /** The ways by which it is reached; empty if it is not. */
  readonly by: readonly ReachWay[];
  /** The reason why it is not reached: the comparisons that failed. */
  readonly because?: string;
}

/**
 * Asks the run time which records somebody reaches, and by what. What is reached is its decision alone; the ways and the
 * reasons are the parts of it, asked one by one.
 */
export function judgeRecords(
  union: RowUnion,
  cell: Cell,
  records: readonly ReadRecord[],
  asker: ReachAsker,
): readonly JudgedRecord[] {
  const { model } = cell;
  if (!model || !has(union.effective, cell.index))
    return records.map((record) => ({ record, isReached: false, by: [], because: asker.because }));
  const ways = listBringers(union, cell).flatMap((row) => prepareWays(row, cell, model, asker));
  const needed = listNeededActions(cell, model);
  return records.map((record) => {
    const { columns } = record;
    if (asker.can(columns)) {
      const by = ways.flatMap((way) => {
        const because = way.explainMet(columns);
        return because === undefined ? [] : [{ role: way.role, portfolio: way.portfolio, because }];
      });
      return { record, isReached: true, by };
    }
    return { record, isReached: false, by: [], because: explainUnreached(ways, needed, columns, asker) };
  });
}

/** Lists the columns that decide which records somebody reaches, with the relations before them, sorted. */
export function listDecidingColumns(union: RowUnion, cell: Cell): readonly string[] {
  const { model } = cell;
  if (!model) return [];
  const links = listBringers(union, cell).flatMap((row) =>
    readPortfolio(row.role.portfolio, cell).items.flatMap((item) => listLinks(item, model)),
  );
  const columns = links.flatMap(({ path, alternatives }) =>
    alternatives.flat().map(({ property }) => `${prefixOf(path)}${property}`),
  );
  return [...new Set(columns)].sort();
}

/** Lists the parts of an item of a portfolio that limit the records of a model. */
const listLinks = (item: PortfolioItem, model: Model): readonly LinkedReach[] =>
  item.parts.flatMap((part): LinkedReach[] => {
    const reach = reachOfItem({ parts: [part] }, model);
    return reach === undefined || reach === 'all' || reach.kind !== 'linked' ? [] : [reach];
  });

/** A way of a role to records, ready to be asked. */
interface PreparedWay {
  readonly role: string;
  readonly portfolio: string;
  /** Returns the condition that a record meets; undefined if it is not reached this way. */
  readonly explainMet: (record: object) => string | undefined;
  /** Returns the comparisons that failed. */
  readonly explainUnmet: (record: object) => string;
}

function prepareWays(row: Row, cell: Cell, model: Model, asker: ReachAsker): readonly PreparedWay[] {
  const { kind, items } = readPortfolio(row.role.portfolio, cell);
  const role = row.role.name;
  if (kind === 'not-limited')
    return [makeOpenWay(role, '', 'every record: portfolios do not limit this model')];
  if (kind === 'new-record') return [makeOpenWay(role, '', 'every record: a new one has no owner yet')];
  return items.map((item) => prepareItem(role, item, model, asker));
}

const makeOpenWay = (role: string, portfolio: string, words: string): PreparedWay => ({
  role,
  portfolio,
  explainMet: () => words,
  explainUnmet: () => '',
});

/** Prepares an item of a portfolio: all of its parts must hold. */
function prepareItem(role: string, item: PortfolioItem, model: Model, asker: ReachAsker): PreparedWay {
  const links = listLinks(item, model);
  if (links.length === 0) return makeOpenWay(role, item.label, 'every record');
  const parts = links.map((link) => prepareLink(link, asker));
  return {
    role,
    portfolio: item.label,
    explainMet(record) {
      const met = parts.map(({ explainMet }) => explainMet(record));
      return met.includes(undefined) ? undefined : met.join(', and ');
    },
    explainUnmet: (record) =>
      parts
        .filter(({ explainMet }) => explainMet(record) === undefined)
        .map(({ explainUnmet }) => explainUnmet(record))
        .join(', and '),
  };
}

type PreparedLink = Pick<PreparedWay, 'explainMet' | 'explainUnmet'>;

function prepareLink(link: LinkedReach, asker: ReachAsker): PreparedLink {
  const { on, path, alternatives } = link;
  const prepared = alternatives.map((alternative) => ({
    alternative,
    isMet: asker.makeTest(linkTo(on, path, [alternative])),
    comparisons: alternative.map((comparison) => ({
      comparison,
      isMet: asker.makeTest(linkTo(on, path, [[comparison]])),
    })),
  }));
  return {
    explainMet(record) {
      const met = prepared.filter(({ isMet }) => isMet(record));
      return met.length > 0
        ? met.map(({ alternative }) => describeMet(link, alternative)).join(', or ')
        : undefined;
    },
    explainUnmet(record) {
      const failed = prepared.map(({ alternative, comparisons }) => {
        const unmet = comparisons.filter(({ isMet }) => !isMet(record)).map(({ comparison }) => comparison);
        return unmet.length > 0
          ? unmet.map((comparison) => describeUnmet(link, comparison, record, asker)).join(' and ')
          : `no one of ${listOf(link)} meets all of: ${describeAlternative(link, alternative)}`;
      });
      return [...new Set(failed)].join(', and ');
    },
  };
}

const listOf = ({ path }: LinkedReach): string | undefined => {
  const last = path.findLastIndex(({ many }) => many);
  return last === -1
    ? undefined
    : path
        .slice(0, last + 1)
        .map(({ name }) => name)
        .join('.');
};

/** Describes the condition of an alternative; of a list of records it is about one of them. */
function describeAlternative(link: LinkedReach, alternative: ReachAlternative): string {
  const steps = listOf(link)?.split('.').length ?? 0;
  return describeCondition([alternative], prefixOf(link.path.slice(steps)));
}

function describeMet(link: LinkedReach, alternative: ReachAlternative): string {
  const list = listOf(link);
  const words = describeAlternative(link, alternative);
  return list === undefined ? words : `one of ${list} has: ${words}`;
}

/** Describes the comparison that a record fails, with its own value where there is one to show. */
function describeUnmet(
  link: LinkedReach,
  comparison: ReachComparison,
  record: object,
  { read }: ReachAsker,
): string {
  const list = listOf(link);
  if (list !== undefined) return `none of ${list} has: ${describeAlternative(link, [comparison])}`;
  let holder: unknown = record;
  for (const { name } of makeFieldPath(link.path, comparison)) {
    holder = typeof holder === 'object' && holder !== null ? read(holder, name) : undefined;
    if (typeof holder !== 'object' || holder === null)
      return `${prefixOf(link.path)}${comparison.property}: \`${name}\` leads to no record`;
  }
  return describeFailure(
    comparison,
    prefixOf(link.path),
    read(holder as object, readComparedColumn(comparison)),
  );
}

/** Lists the actions of the same model that an action requires. */
function listNeededActions(cell: Cell, model: Model): readonly Cell[] {
  const required = cell.requires.flatMap(({ oneOf }) => oneOf).filter((one) => one.model === model);
  const view = cell.action === 'export' ? model.actions.get('view') : undefined;
  return [...required, ...(view ? [view] : [])].filter(({ kind }) => kind === 'action');
}

function explainUnreached(
  ways: readonly PreparedWay[],
  needed: readonly Cell[],
  record: object,
  asker: ReachAsker,
): string {
  const isSome = ways.some(({ explainMet }) => explainMet(record) !== undefined);
  if (isSome) {
    const lacking = needed.filter(({ action }) => !asker.canDo(action, record));
    return lacking.length > 0
      ? `it requires ${lacking.map(({ permission }) => `\`${permission}\``).join(' and ')}, which does not reach this record`
      : 'what it requires does not reach this record';
  }
  if (ways.length === 0) return 'no portfolio of theirs is about these records';
  const isSeveral = new Set(ways.map(({ role }) => role)).size > 1;
  return ways
    .map(({ role, portfolio, explainUnmet }) => {
      const words = explainUnmet(record);
      return `${isSeveral ? `${role}: ` : ''}${portfolio}: ${words}`;
    })
    .join('; ');
}
