import { type Bits, has } from './bits.ts';
import type { Cell } from './catalog.ts';
import { ceilingOf } from './ceiling.ts';
import type { Place } from './document.ts';
import type { Policy, Role, Tenant } from './policy.ts';

/** The whole result of compiling: a row for each role that a tenant is offered, sorted by tenant, then role. */
export interface Matrix {
  readonly policy: Policy;
  readonly rows: readonly Row[];
  /** Explains why one cell of a row is effective or is not; worked out for each call. */
  readonly trailOf: (row: Row, cell: Cell) => Trail;
  /** Returns the verdict that refuses a cell to a row, as its trail has it; undefined if the cell is effective. */
  readonly refusalOf: (row: Row, cell: Cell) => LayerVerdict | undefined;
  /**
   * Takes away what lacks a prerequisite: of cells that layers hold, the largest set that can be effective. Capabilities need
   * not be among the cells.
   */
  readonly effectiveOf: (held: Bits, tenant: Tenant) => Bits;
  /** Lists the prerequisites of a cell that are not effective in a row; unlike a whole trail this reads no text. */
  readonly missingOf: (row: Row, cell: Cell) => readonly Missing[];
}

/** One role in one tenant, with the cells that are effective. */
export interface Row {
  readonly tenant: Tenant;
  readonly role: Role;
  readonly effective: Bits;
}

/** The layers, in the order in which they are asked; the first that refuses a cell decides. */
export const layerNames = ['role', 'userType', 'tenant', 'requires'] as const;
/** One of the layers. */
export type LayerName = (typeof layerNames)[number];

/** The answer of one layer about a cell, with its place and its reason in words. */
export interface LayerVerdict {
  readonly layer: LayerName;
  readonly holds: boolean;
  readonly at: Place;
  readonly because: string;
}

/** The four verdicts on a cell, in order. */
export interface Trail {
  readonly cell: Cell;
  readonly verdicts: readonly LayerVerdict[];
  readonly effective: boolean;
  /** The first layer that refuses the cell; absent if none does. */
  readonly decidingLayer?: LayerName;
  /** The prerequisites that are not effective. */
  readonly missing: readonly Missing[];
}

/** A prerequisite that is not met: at least one of its cells must be effective, and none is. */
export interface Missing {
  readonly oneOf: readonly Cell[];
  readonly at: Place;
  readonly because: string;
}

/** Returns the first layer that refuses a cell; undefined if the cell is effective. */
export function findRefusingLayer(
  { role, tenant, effective }: Row,
  { index, kind }: Cell,
): LayerName | undefined {
  if (has(effective, index)) return undefined;
  // No layer speaks of a capability, so none refuses it.
  if (kind === 'capability') return 'requires';
  if (!has(role.layer.held, index)) return 'role';
  if (!has(role.cap, index)) return 'userType';
  return has(ceilingOf(tenant, role), index) ? 'requires' : 'tenant';
}
