import { has } from '../../compiler/model/bits.ts';
import { type Cell, togglesOf } from '../../compiler/model/catalog.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { readRole } from './read-role.ts';
import { type DecidedRole, decideRole, type TenantBase } from './role-base.ts';
import { refuseErrors } from './write-findings.ts';

/** The user type and the seats that a role is for. */
export interface RoleHolder {
  readonly userType: string;
  readonly seats?: readonly string[] | undefined;
}

/** A permission, and whether a role can have it. */
export interface OfferedPermission {
  /** As written everywhere: `Company:export`, `Company.arr:update`, `AdminAccess:use`. */
  readonly permission: string;
  readonly kind: Cell['kind'];
  /** The name of the model, module, feature or capability. */
  readonly subject: string;
  readonly property?: string;
  readonly action: string;
  readonly risk: Cell['risk'];
  /** The name that people read of the model, module, feature or capability; left out where it has no other. */
  readonly title?: string;
  /** The prerequisites that the catalog states: of each list one permission must be held. Left out where there are none. */
  readonly requires?: readonly (readonly string[])[];
  readonly possible: boolean;
  /** The reason why a role cannot have it; left out where it can. */
  readonly because?: string;
}

/** Lists every permission, with whether a role for a user type and seats can have it in a tenant. */
export function listOffered(base: TenantBase, holder: RoleHolder): readonly OfferedPermission[] {
  const { matrix, row } = decideFullest(base, holder);
  const { catalog, titles } = row.tenant;
  const ofToggles = new Map(togglesOf(catalog).map(({ cell, title }) => [cell, title]));
  return catalog.cells.map((cell) => {
    const { permission, kind, subject, property, action, risk, index, requires, model } = cell;
    const title = titles.get(subject) ?? model?.title ?? ofToggles.get(cell);
    const possible = has(row.effective, index);
    return {
      permission,
      kind,
      subject,
      ...(property !== undefined && { property }),
      action,
      risk,
      ...(title !== undefined && { title }),
      ...(requires.length > 0 && {
        requires: requires.map(({ oneOf }) => oneOf.map((one) => one.permission)),
      }),
      possible,
      ...(!possible && { because: explainRefusal({ matrix, row }, cell) }),
    };
  });
}

/** Returns the sentence of the layer that refuses a cell to a role. */
export function explainRefusal({ matrix, row }: DecidedRole, cell: Cell): string {
  return matrix.refusalOf(row, cell)?.because ?? 'nothing refuses it';
}

const everything = { models: { '*': 'all' }, modules: 'all', features: 'all' } as const;

const fullestName = 'all that there is to have';

/** Decides the role that asks for everything: what it holds is what a role for the same user type and seats can hold at most. */
export function decideFullest(base: TenantBase, { userType, seats = [] }: RoleHolder): DecidedRole {
  const document: RoleDocument = {
    kind: 'Role',
    name: fullestName,
    tenant: base.name,
    userType,
    ...(seats.length > 0 && { seats: [...seats] }),
    portfolio: 'all',
    grants: everything,
  };
  const parsed = readRole(document);
  const linked = base.link(parsed);
  const { role } = linked;
  if (!role) throw refuseErrors('there can be no such role', linked.diagnostics, parsed.document.source);
  return decideRole(linked, role);
}
