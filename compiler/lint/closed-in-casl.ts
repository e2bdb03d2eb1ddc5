import type { Report } from '../diagnostics/diagnostic.ts';
import { listDistinctRows } from '../model/alike-rows.ts';
import { has } from '../model/bits.ts';
import { type Cell, type Model, makeTypeReader } from '../model/catalog.ts';
import { findEntry, reachOf } from '../model/cell-reach.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { guardComparisons } from '../model/guard.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Role } from '../model/policy.ts';
import type { RecordReach } from '../model/record-reach.ts';
import {
  type CaslGap,
  findCaslGap,
  type ModelTypeOf,
  type RecordAlternative,
  spellOut,
} from '../model/spell-out.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';
import type { Span } from '../text/source.ts';

/** A demand that stock CASL does not read: one that no condition has a form for, or comparisons for which one has no room. */
type ReadingGap = CaslGap | { readonly kind: 'crowd'; readonly field: string };

/** A permission that a row holds on records of which CASL's rules leave some out. */
export interface ClosedCell {
  readonly row: Row;
  readonly model: Model;
  readonly cell: Cell;
  readonly gap: ReadingGap;
}

/** An entry of a role's portfolio, with what it makes CASL's rules leave out. */
interface ClosedEntry {
  readonly role: Role;
  readonly at: Span;
  readonly gap: ReadingGap;
  readonly cells: Set<string>;
}

/**
 * Every way to reach a record has a rule of CASL. A record that is reached without one is decided by the run time, and
 * CASL alone denies it.
 */
export function reportReachesWithoutRules(matrix: Matrix, report: Report): void {
  const roles = new Map<Role, Map<string, ClosedEntry>>();
  for (const { row, model, cell, gap } of findClosedCells(listDistinctRows(matrix.rows))) {
    const { role } = row;
    const { at } = findEntry(role.portfolio, model, cell.action) ?? role.portfolio;
    const entries = roles.get(role) ?? new Map<string, ClosedEntry>();
    roles.set(role, entries);
    const key = [gap.kind, gap.field, ...at.path].join('\n');
    const entry = entries.get(key) ?? {
      role,
      at: spanOf(placeIn(at.document, at.path, 'key')),
      gap,
      cells: new Set(),
    };
    entries.set(key, entry);
    entry.cells.add(cell.permission);
  }
  for (const { role, at, gap, cells } of [...roles.values()].flatMap((entries) => [...entries.values()]))
    report(
      'closed-in-casl',
      at,
      { role: role.name, asks: asksOf(gap), permissions: listFirstNames([...cells]) },
      adviceFor(gap),
    );
}

function asksOf({ kind, field }: ReadingGap): string {
  switch (kind) {
    case 'list':
      return 'asks one list twice';
    case 'absence':
      return `asks if \`${field}\` is missing`;
    case 'crowd':
      return `compares \`${field}\` more than once in one way`;
  }
}

const instead: Readonly<Record<ReadingGap['kind'], string>> = {
  list: 'demand one portfolio through the list',
  absence: 'compare something that is there',
  crowd: 'compare it once by each operator',
};

const adviceFor = ({ kind }: ReadingGap): string =>
  `ask the facade or an adapter for these records, or ${instead[kind]}`;

/** Finds the permissions of rows on records of which CASL's rules leave some out, in the order of the rows. */
export function* findClosedCells(rows: readonly Row[]): Iterable<ClosedCell> {
  const known = new Map<RecordReach, ReadingGap | undefined>();
  for (const row of rows) {
    const { catalog } = row.tenant;
    for (const model of catalog.models)
      for (const cell of model.actions.values()) {
        if (!has(row.effective, cell.index)) continue;
        const reach = reachOf(row, cell);
        const gap = known.has(reach) ? known.get(reach) : findGap(reach, makeTypeReader(catalog));
        known.set(reach, gap);
        if (gap) yield { row, model, cell, gap };
      }
  }
}

function findGap(reach: RecordReach, typeOf: ModelTypeOf): ReadingGap | undefined {
  if (reach === 'all') return undefined;
  const spelled = spellOut(reach, typeOf);
  for (const alternative of spelled?.alternatives ?? []) {
    const gap = findCaslGap(alternative, spelled?.links ?? new Map()) ?? findCrowd(alternative);
    if (gap) return gap;
  }
  return undefined;
}

/** Finds a property that an alternative compares in more ways than a condition has room for. */
function findCrowd({ compared, linked }: RecordAlternative): ReadingGap | undefined {
  for (const comparisons of [compared, ...linked.flatMap(({ alternatives }) => alternatives)])
    for (const [field, ofField] of groupBy(comparisons, ({ property }) => property))
      if (guardComparisons(field, ofField, ofField[0].type).crowded.length > 0)
        return { kind: 'crowd', field };
  return undefined;
}
