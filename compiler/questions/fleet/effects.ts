import { createHash } from 'node:crypto';
import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { describeReach } from '../../model/describe-reach.ts';
import { findHeldInRow } from '../../model/mask.ts';
import { findRefusingLayer, type Matrix, type Row } from '../../model/matrix.ts';
import type { Role, User } from '../../model/policy.ts';
import { keyOfReach, type RecordReach } from '../../model/record-reach.ts';
import { findReachInUnion, joinUserRoles, listBringers, type RowUnion } from '../../model/row-union.ts';
import { byCodeUnit } from '../../text/order.ts';
import { listUserPortfolios } from '../combine-roles.ts';
import { type CellReach, findReach, findReachByRow, listReachLabels } from '../find-reach.ts';
import type { FleetRow } from './tables.ts';

/** The distinct effects that were met, and the rows that are still to be written. */
export interface EffectRegister {
  /** Stands in each row: shards are written apart, so an effect that two of them have is written twice. */
  readonly shard: number;
  readonly known: Set<string>;
  readonly reaches: Map<string, string>;
  readonly ofRoles: WeakMap<Role, Map<string, string>>;
  readonly ofUnions: Map<string, string>;
  readonly ids: WeakMap<Role, number>;
  count: number;
  readonly fresh: { readonly cells: FleetRow[]; readonly reaches: FleetRow[] };
}

/** Opens a register of effects for a shard. */
export const openEffects = (shard: number): EffectRegister => ({
  shard,
  known: new Set(),
  reaches: new Map(),
  ofRoles: new WeakMap(),
  ofUnions: new Map(),
  ids: new WeakMap(),
  count: 0,
  fresh: { cells: [], reaches: [] },
});

/** Takes the rows of effects and reaches that were met since the last time. */
export const takeFresh = ({ fresh }: EffectRegister) => ({
  cells: fresh.cells.splice(0),
  reaches: fresh.reaches.splice(0),
});

/** Returns the key of what a role gives in a tenant: its effective cells with their reach, and what refuses the others it asks for. */
export function registerRole(register: EffectRegister, row: Row): string {
  const { role, effective } = row;
  // A role of a tenant's own is met once.
  if (!isShared(role)) return registerCells(register, listCells(register, row));
  const known = register.ofRoles.get(role) ?? new Map<string, string>();
  register.ofRoles.set(role, known);
  const key = `${effective.join()};${findHeldInRow(row).join()}`;
  const effect = known.get(key) ?? registerCells(register, listCells(register, row));
  known.set(key, effect);
  return effect;
}

const isShared = (role: Role): boolean => role.tenant === undefined && role.shared === undefined;

/** Returns the key of what the roles of a user give together; null if the user has none. */
export function registerUser(
  register: EffectRegister,
  matrix: Matrix,
  {
    tenant,
    user,
    effects,
  }: Pick<Row, 'tenant'> & {
    readonly user: User;
    /** The effects of the roles that the tenant is offered. */
    readonly effects: ReadonlyMap<Role, string>;
  },
): string | null {
  const roles = [...new Set(user.roles)]
    .filter((role) => effects.has(role))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const [only, more] = roles;
  if (!only) return null;
  if (!more) return effects.get(only) ?? null;
  const where = roles.every(isShared) ? '' : tenant.name;
  const key = `${where} ${roles.map((role) => `${idOf(register, role)}:${effects.get(role)}`).join()}`;
  const known = register.ofUnions.get(key);
  if (known !== undefined) return known;
  const effect = registerCells(register, listUnionCells(register, joinUserRoles(matrix, tenant, { roles })));
  register.ofUnions.set(key, effect);
  return effect;
}

function idOf(register: EffectRegister, role: Role): number {
  const id = register.ids.get(role) ?? register.count++;
  register.ids.set(role, id);
  return id;
}

/** A cell of an effect, without the effect. */
type EffectCell = readonly [
  permission: string,
  effective: boolean,
  decidedBy: string | null,
  reach: string | null,
];

/** Lists the cells that a row holds, and those that its role asks for and does not have, by permission. */
function listCells(register: EffectRegister, row: Row): readonly EffectCell[] {
  return row.tenant.catalog.byPermission.flatMap((cell): EffectCell[] => {
    if (has(row.effective, cell.index)) {
      const reach = registerReach(register, findReach(row, cell), listReachLabels(row, cell));
      return [[cell.permission, true, null, reach]];
    }
    const refuses = findRefusingLayer(row, cell);
    return refuses === undefined || refuses === 'role' ? [] : [[cell.permission, false, refuses, null]];
  });
}

/** Lists the cells that roles hold together, by permission. */
const listUnionCells = (register: EffectRegister, union: RowUnion): readonly EffectCell[] =>
  union.tenant.catalog.byPermission.flatMap((cell): EffectCell[] => {
    if (!has(union.effective, cell.index)) return [];
    const bringing = listBringers(union, cell);
    const reach = joinReaches(union, cell, bringing);
    return [
      [cell.permission, true, null, registerReach(register, reach, listUserPortfolios(bringing, cell))],
    ];
  });

/** Returns the records that roles together reach with a cell. */
function joinReaches(union: RowUnion, cell: Cell, bringing: readonly Row[]): CellReach {
  const { model } = cell;
  if (!model) return { kind: 'no-records' };
  const reach: RecordReach = findReachInUnion(union, cell);
  if (reach !== 'all') return { kind: 'reach', model: model.name, items: [], reach };
  const single = bringing.map((row) => findReachByRow(union, row, cell));
  return single.find(({ kind }) => kind !== 'reach') ?? { kind: 'everything', items: [] };
}

function registerReach(register: EffectRegister, reach: CellReach, portfolios: readonly string[]): string {
  const portfolio = portfolios.join(' + ') || null;
  const key = `${reach.kind}\n${portfolio}\n${reach.kind === 'reach' ? keyOfReach(reach.reach) : ''}`;
  const known = register.reaches.get(key);
  if (known !== undefined) return known;
  const name = digestOf(key);
  const [kind, records] =
    reach.kind === 'reach' ? ['limited', describeReach(reach.reach)] : [reach.kind, null];
  register.reaches.set(key, name);
  register.fresh.reaches.push([register.shard, name, kind, portfolio, records]);
  return name;
}

function registerCells(register: EffectRegister, cells: readonly EffectCell[]): string {
  const { shard, known, fresh } = register;
  const said = cells.map(([permission, , refuses, reach]) => `${permission} ${refuses ?? reach}`);
  const effect = digestOf(said.join('\n'));
  if (known.has(effect)) return effect;
  known.add(effect);
  for (const cell of cells) fresh.cells.push([shard, effect, ...cell]);
  return effect;
}

/** The digits of a digest in a key: of a million effects two are alike once in 37 million fleets. */
const digits = 16;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, digits);
