import { nearest } from '../../diagnostics/suggest.ts';
import { emptyBits } from '../../model/bits.ts';
import type { ImportColumn } from '../../model/mapping.ts';
import type { Source, Span } from '../../text/source.ts';
import { findNamedSwitch, listMany, resolveColumns } from './gather-roles.ts';
import type { ExportedValue, ObservedTenant } from './observed.ts';
import type { ShapePlan } from './plan-shape.ts';
import {
  itemsOf,
  type ReadingContext,
  readSwitchIn,
  reportNoPermission,
  setSwitches,
  spanIn,
} from './read-values.ts';
import type { ExportCell, ExportRow } from './walk-rows.ts';

/** The facts about the tenant, as they are gathered row by row. */
export interface TenantGatherer {
  readonly found: () => ObservedTenant;
  readonly take: (row: ExportRow, plan: ShapePlan) => void;
}

/** The tenant while its rows are gathered. */
interface TenantDraft {
  readonly on: ObservedTenant['on'];
  readonly off: ObservedTenant['off'];
  switchesAt?: Span;
  readonly limits: Map<string, ExportedValue<number>>;
  packages?: ExportedValue<string[]>;
  plan?: ExportedValue<string>;
}

const who = 'the tenant';

/** Starts to gather what is said of the tenant: its switches, limits, packages and plan. */
export function gatherTenant(context: ReadingContext): TenantGatherer {
  const size = context.vocabulary.catalog.cells.length;
  const draft: TenantDraft = { on: emptyBits(size), off: emptyBits(size), limits: new Map() };
  return {
    found: () => draft,
    take(row, plan) {
      const { source } = row.shape;
      const cell = (column: ImportColumn) => row.cells[plan.columns.get(column) ?? -1];
      if (plan.columns.has('permission') || plan.columns.has('subject'))
        takeSwitch(draft, row, cell, plan, context);
      takeColumns(draft, row, plan, context);
      takeMany(draft, row, cell('switches'), context);
      const [limit, most] = [cell('limit'), cell('most')];
      if (limit) takeLimit(draft, limit.text.trim(), most, spanIn(source, limit), source, context);
      for (const [name, one] of cell('limits')?.entries ?? [])
        takeLimit(draft, name, one, spanIn(source, one), source, context);
      takePackages(draft, cell('packages'), source, context);
      takePlan(draft, cell('plan'), source, context);
    },
  };
}

function takeSwitch(
  draft: TenantDraft,
  row: ExportRow,
  cell: (column: ImportColumn) => ExportCell | undefined,
  plan: ShapePlan,
  context: ReadingContext,
): void {
  const isSilent = !cell('permission') && !cell('subject');
  // A row of JSON may be about something else.
  if (isSilent && plan.columns.size > 2) return;
  const named = findNamedSwitch(row, cell, context);
  if (!named) return;
  draft.switchesAt ??= named.at;
  const on = cell('on');
  const isOn = on ? readSwitchIn('a switch', on, spanIn(row.shape.source, on), context) : undefined;
  if (!on && plan.columns.has('on')) {
    context.repeats.once('import-lacks', named.at, {
      who: `\`${named.name}\` of the tenant`,
      what: 'word for on or off',
    });
    return;
  }
  if (isOn === undefined && on) return;
  setSwitches(draft, named.cells, isOn ?? true, who, named.at, context.repeats);
}

function takeColumns(draft: TenantDraft, row: ExportRow, plan: ShapePlan, context: ReadingContext): void {
  const { source } = row.shape;
  for (const { index, cells } of resolveColumns(row, plan, context)) {
    const cell = row.cells[index];
    const at = spanIn(source, cell ?? row);
    const isOn = cell ? readSwitchIn('a switch', cell, at, context) : false;
    draft.switchesAt ??= at;
    if (isOn !== undefined) setSwitches(draft, cells, isOn, who, at, context.repeats);
  }
}

function takeMany(
  draft: TenantDraft,
  { shape: { source } }: ExportRow,
  many: ExportCell | undefined,
  context: ReadingContext,
): void {
  if (!many) return;
  draft.switchesAt ??= spanIn(source, many);
  for (const { name, isOn, at } of listMany(many, source, context)) {
    const found = context.vocabulary.findCells(name);
    if ('reason' in found) reportNoPermission(name, found, at, context.repeats);
    else setSwitches(draft, found, isOn, who, at, context.repeats);
  }
}

function takeLimit(
  draft: TenantDraft,
  written: string,
  most: ExportCell | undefined,
  at: Span,
  source: Source,
  { policy, vocabulary, repeats }: ReadingContext,
): void {
  const { mapping } = vocabulary;
  const name = mapping?.userTypes.get(written) ?? mapping?.seats.get(written) ?? written;
  const known = [...policy.userTypes, ...policy.seats].map((one) => one.name);
  if (!known.includes(name)) {
    const words = [...(mapping?.userTypes.keys() ?? []), ...(mapping?.seats.keys() ?? [])];
    const near = nearest(written, [...known, ...words]);
    const help = near && `did you mean \`${near}\`?`;
    repeats.unknown(at, { what: 'user type or seat', name: written, reason: '' }, help);
    return;
  }
  // An empty number means that the type or seat is unlimited.
  if (!most) return;
  const value = /^\d{1,15}$/.test(most.text.trim()) ? Number(most.text) : undefined;
  if (value === undefined) {
    const facts = { what: `the limit of \`${written}\``, value: most.text, expected: 'a whole number' };
    repeats.value(spanIn(source, most), facts);
    return;
  }
  const before = draft.limits.get(name);
  if (before && before.value !== value)
    repeats.once('import-contradiction', at, {
      who,
      what: `the limit of \`${name}\``,
      one: String(before.value),
      other: String(value),
    });
  draft.limits.set(name, { value, at });
}

function takePackages(
  draft: TenantDraft,
  cell: ExportCell | undefined,
  source: Source,
  { packages, vocabulary, repeats }: ReadingContext,
): void {
  if (!cell) return;
  const at = spanIn(source, cell);
  const words = vocabulary.mapping?.packages;
  const bought = itemsOf(cell).flatMap((written) => {
    const name = words?.get(written) ?? written;
    if (packages.includes(name)) return [name];
    const near = nearest(written, [...packages, ...(words?.keys() ?? [])]);
    const help = near && `did you mean \`${near}\`?`;
    repeats.unknown(at, { what: 'package', name: written, reason: '' }, help);
    return [];
  });
  draft.packages = { value: [...new Set([...(draft.packages?.value ?? []), ...bought])].sort(), at };
}

function takePlan(
  draft: TenantDraft,
  cell: ExportCell | undefined,
  source: Source,
  { repeats }: ReadingContext,
): void {
  if (!cell) return;
  const said = { value: cell.text.trim(), at: spanIn(source, cell) };
  if (draft.plan && draft.plan.value !== said.value)
    repeats.once('import-contradiction', said.at, {
      who,
      what: 'the plan',
      one: `\`${draft.plan.value}\``,
      other: `\`${said.value}\``,
    });
  draft.plan ??= said;
}
