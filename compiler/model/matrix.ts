import { type Bits, has } from './bits.ts';
import type { Cell } from './catalog.ts';
import type { Place } from './document.ts';
import type { Policy, Role, Tenant } from './policy.ts';

/** Who may do what: one row for every role offered in every tenant, sorted by tenant, then role. */
export interface Matrix {
  readonly policy: Policy;
  readonly rows: readonly Row[];
  /** Why a cell of a row is effective or is not: worked out when asked, for one cell. */
  readonly trailOf: (row: Row, cell: Cell) => Trail;
  /** The prerequisites of a cell that are not effective in a row: the part of its trail that reads no text. */
  readonly missingOf: (row: Row, cell: Cell) => readonly Missing[];
}

/** What one role can do in one tenant. */
export interface Row {
  readonly tenant: Tenant;
  readonly role: Role;
  readonly effective: Bits;
}

/** The layers that are asked, in this order; the first that refuses decides. */
export const layerNames = ['role', 'userType', 'tenant', 'requires'] as const;
export type LayerName = (typeof layerNames)[number];

/** What one layer says of a cell, where, and in words. */
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
  /** The first layer that refuses; absent where none does. */
  readonly findDecidingLayer?: LayerName;
  /** The prerequisites that are not effective. */
  readonly missing: readonly Missing[];
}

/** A prerequisite that is not met: `cell` must be effective, or where there are several, one of them. */
export interface Missing {
  readonly oneOf: readonly Cell[];
  readonly at: Place;
  readonly because: string;
}

/** The first layer that refuses a cell; nothing where the cell is effective. */
export function decidedBy({ role, tenant, effective }: Row, { index, kind }: Cell): LayerName | undefined {
  if (has(effective, index)) return undefined;
  // No layer speaks of a capability, so none refuses it.
  if (kind === 'capability') return 'requires';
  if (!has(role.layer.held, index)) return 'role';
  if (!has(role.cap, index)) return 'userType';
  return has(tenant.ceiling.held, index) ? 'requires' : 'tenant';
}
