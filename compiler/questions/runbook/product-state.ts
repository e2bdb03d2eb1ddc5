import { has, intersection } from '../../model/bits.ts';
import { type Cell, gatingActionOf } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { keyOfAlternatives } from '../../model/condition.ts';
import { describeReach } from '../../model/describe-reach.ts';
import { findHeldInRow } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { PortfolioItem, PortfolioUse, Tenant, UserType } from '../../model/policy.ts';
import { linkTo } from '../../model/record-reach.ts';
import type { Prefill } from '../../model/runbook.ts';

/** A box of a role that a product shows, by its permission. */
export interface ProductBox {
  readonly cell: Cell;
  /** The permission without which the box is not shown; absent if it always is. */
  readonly gate?: string;
}

/** A role as a product has it in one tenant. */
export interface ProductRole {
  readonly name: string;
  /** The role that it was copied from, as the files say. */
  readonly clonedFrom?: string;
  readonly userType: UserType;
  readonly seats: readonly string[];
  readonly portfolio: string;
  /** The portfolio in words. */
  readonly portfolioWords: string;
  /** The boxes that its user type, its seats and the tenant let it have, in the order of the catalog. */
  readonly boxes: ReadonlyMap<string, ProductBox>;
  /** The boxes that are ticked, of those that are shown. */
  readonly ticked: ReadonlySet<string>;
}

/** A user as a product has them. */
export interface ProductUser {
  readonly id: string;
  readonly userType: string;
  /** Sorted. */
  readonly seats: readonly string[];
  /** Sorted. */
  readonly roles: readonly string[];
  readonly active: boolean;
}

/** A tenant of a product, as far as its own administrators can change it. */
export interface ProductState {
  readonly roles: ReadonlyMap<string, ProductRole>;
  /** Absent where nobody says who the users are. */
  readonly users?: ReadonlyMap<string, ProductUser>;
}

/** Returns what a product shows of a tenant; nothing of one that is not there. */
export function readProduct(matrix: Matrix, tenant: Tenant | undefined): ProductState {
  if (!tenant) return { roles: new Map() };
  const rows = matrix.rows.filter((row) => row.tenant === tenant);
  const users = tenant.users?.map(({ id, userType, seats, roles, active }): [string, ProductUser] => [
    id,
    {
      id,
      userType: userType.name,
      seats: seats.map(({ name }) => name).sort(),
      roles: roles.map(({ name }) => name).sort(),
      active,
    },
  ]);
  return {
    roles: new Map(rows.map((row) => [row.role.name, readRole(row)])),
    ...(users && { users: new Map(users) }),
  };
}

function readRole(row: Row): ProductRole {
  const { role, tenant } = row;
  const most = intersection(role.cap, ceilingOf(tenant, role));
  const held = findHeldInRow(row);
  const boxes = new Map<string, ProductBox>();
  const ticked = new Set<string>();
  for (const cell of tenant.catalog.cells) {
    if (cell.kind === 'capability' || !has(most, cell.index)) continue;
    const gate = gatingActionOf(cell);
    boxes.set(cell.permission, { cell, ...(gate && { gate: gate.permission }) });
    if (has(held, cell.index) && (!gate || has(held, gate.index))) ticked.add(cell.permission);
  }
  return {
    name: role.name,
    ...(role.clonedFrom !== undefined && { clonedFrom: role.clonedFrom }),
    userType: role.userType,
    seats: role.seats.map(({ name }) => name).sort(),
    portfolio: keyOfPortfolio(role.portfolio),
    portfolioWords: wordPortfolio(role.portfolio),
    boxes,
    ticked,
  };
}

/** Returns a portfolio in words: of a filter its condition, since it has no name to choose it by. */
function wordPortfolio({ entries }: PortfolioUse): string {
  const wordItem = ({ label, parts }: PortfolioItem): string => {
    const [part, other] = parts;
    return part && !other && part.name === undefined && part.reach !== 'all'
      ? `${label}: ${describeReach(linkTo(part.on, [], part.reach))}`
      : label;
  };
  const lines = [...entries].map(([pattern, { items }]) => {
    const words = items.map(wordItem).join(' + ');
    return pattern === '*' && entries.size === 1 ? words : `${pattern}: ${words}`;
  });
  return lines.length === 0 ? 'none' : lines.join('; ');
}

/** Returns a text that is equal for portfolios alone that select the same records by the same conditions. */
function keyOfPortfolio({ entries }: PortfolioUse): string {
  if (entries.size === 0) return '';
  return JSON.stringify(
    [...entries]
      .map(([pattern, { items }]) => [
        pattern,
        items.map(({ label, parts }) => [
          label,
          parts.map(({ on, reach }) => [on, keyOfAlternatives(reach)]),
        ]),
      ])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  );
}

/** The boxes of a role that are ticked inside the product, shown or not, and its portfolio. */
export interface StoredBoxes {
  readonly ticked: ReadonlySet<string>;
  readonly portfolio: string;
}

/**
 * Returns what a product has stored of a role, of the boxes that it can have in the end. A box that was not shown is off, but
 * that of a property is as the product has those come up.
 */
export function readStored(
  before: ProductRole,
  boxes: ReadonlyMap<string, ProductBox>,
  { properties }: Prefill,
): StoredBoxes {
  const isShown = (permission: string): boolean => {
    const box = before.boxes.get(permission);
    return box !== undefined && (box.gate === undefined || before.ticked.has(box.gate));
  };
  const ticked = [...boxes].filter(([permission, { gate }]) =>
    isShown(permission) ? before.ticked.has(permission) : gate !== undefined && properties === 'on',
  );
  return { ticked: new Set(ticked.map(([permission]) => permission)), portfolio: before.portfolio };
}

/** Returns what a product fills in of a new role. */
export function prefillNew({ boxes }: ProductRole, { newRole, properties }: Prefill): StoredBoxes {
  const ticked = [...boxes].filter(([, { gate }]) =>
    newRole === 'maximum' ? true : gate !== undefined && properties === 'on',
  );
  return { ticked: new Set(ticked.map(([permission]) => permission)), portfolio: '' };
}

/** Returns what a product fills in of a duplicate: the boxes of the original, less what its user type and seats do not hold. */
export function prefillDuplicate(
  { boxes }: ProductRole,
  original: StoredBoxes,
  known: ReadonlyMap<string, ProductBox>,
  { properties }: Prefill,
): StoredBoxes {
  const ticked = [...boxes].filter(([permission, { gate }]) =>
    known.has(permission) ? original.ticked.has(permission) : gate !== undefined && properties === 'on',
  );
  return {
    ticked: new Set(ticked.map(([permission]) => permission)),
    portfolio: original.portfolio,
  };
}

/** A switch of a role that has to be changed: a box, or the portfolio. */
export type RoleSwitch = { readonly permission: string; readonly on: boolean } | 'portfolio';

/** Returns a text for a switch, the same for equal ones. */
export const keyOfSwitch = (one: RoleSwitch): string =>
  one === 'portfolio' ? one : `${one.on ? '+' : '-'}${one.permission}`;

/**
 * Lists the switches that lead from what is stored to a role: the portfolio first, then boxes in the order of the
 * catalog, in which an action comes before its properties. A property whose action is off in the end is not shown, so
 * its box may be either.
 */
export function listSwitches(stored: StoredBoxes, wanted: ProductRole): readonly RoleSwitch[] {
  const boxes = [...wanted.boxes].flatMap(([permission, { gate }]): RoleSwitch[] => {
    if (gate !== undefined && !wanted.ticked.has(gate)) return [];
    const on = wanted.ticked.has(permission);
    return on === stored.ticked.has(permission) ? [] : [{ permission, on }];
  });
  return stored.portfolio === wanted.portfolio || wanted.portfolio === '' ? boxes : ['portfolio', ...boxes];
}

/** Returns what is stored after some switches. */
export function applySwitches(
  stored: StoredBoxes,
  switches: readonly RoleSwitch[],
  wanted: ProductRole,
): StoredBoxes {
  const ticked = new Set(stored.ticked);
  let { portfolio } = stored;
  for (const one of switches) {
    if (one === 'portfolio') ({ portfolio } = wanted);
    else if (one.on) ticked.add(one.permission);
    else ticked.delete(one.permission);
  }
  return { ticked, portfolio };
}
