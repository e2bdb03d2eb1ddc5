/** Section 5 read literally: which cells a layer holds. */
import { modelOf, rightsOf } from './catalog.ts';
import {
  type Grants,
  type Model,
  type ModelGrant,
  ofKind,
  own,
  partsOf,
  type Role,
  type Selection,
  selects,
} from './documents.ts';

/** Section 5: "ModelGrant = Selection | { actions?, properties? }": returns true if it is the former. */
function isSelection(grant: ModelGrant): grant is Selection {
  return typeof grant === 'string' || Array.isArray(grant) || 'except' in grant;
}

/**
 * Section 5: "`actions(L, m)`: what `models[m]` says of actions (its Selection, or its `actions`); else what
 * `models["*"]` says; else none."
 */
function actions(layer: Grants, model: Model): readonly string[] {
  const grant = own(layer.models, model.name);
  const said = grant === undefined ? undefined : isSelection(grant) ? grant : grant.actions;
  const star = own(layer.models, '*') as Selection | undefined;
  return model.actions.filter((action) => selects(said ?? star, action));
}

/**
 * Section 5: "L holds `m.p:r` iff r ∈ rights(L, m, p) and either r ∈ actions(L, m), or p's own key names r in a list";
 * "`rights(L, m, p)`: `models[m].properties[p]`, else `models[m].properties["*"]`, else all if L speaks of m at all
 * (under its own key or under `"*"`), else none".
 */
function holdsRight(layer: Grants, model: Model, property: string, right: string): boolean {
  const grant = own(layer.models, model.name);
  const properties = grant === undefined || isSelection(grant) ? undefined : grant.properties;
  const speaks = grant !== undefined || own(layer.models, '*') !== undefined;
  const named = property === '*' ? undefined : own(properties, property);
  const said = named ?? own(properties, '*') ?? (speaks ? 'all' : 'none');
  if (!selects(said, right)) return false;
  return actions(layer, model).includes(right) || (Array.isArray(named) && named.includes(right));
}

/**
 * Returns true if a layer holds a cell of a tenant. Section 5: "L holds `m:a` iff a ∈ actions(L, m); L holds a module or
 * feature iff its Selection has it." No layer speaks of a capability.
 */
export function holds(
  documents: readonly unknown[],
  tenant: string | undefined,
  layer: Grants,
  cell: string,
): boolean {
  const { subject, property, action } = partsOf(cell);
  const model = modelOf(documents, subject);
  if (model !== undefined) {
    if (property === undefined) return actions(layer, model).includes(action);
    return (
      rightsOf(documents, model, property, tenant).includes(action) &&
      holdsRight(layer, model, property, action)
    );
  }
  if (property !== undefined || action !== 'use') return false;
  if (ofKind(documents, 'Module').some(({ name }) => name === subject))
    return selects(layer.modules, subject);
  if (ofKind(documents, 'Feature').some(({ name }) => name === subject))
    return selects(layer.features, subject);
  return false;
}

/**
 * Returns true if a role or one that it includes holds a cell. Section 5: "its layer is the union of its own grants with
 * the layers of the roles it includes, each drawn by its own document".
 */
export function roleHolds(
  documents: readonly unknown[],
  tenant: string | undefined,
  role: Role,
  cell: string,
): boolean {
  if (holds(documents, tenant, role.grants, cell)) return true;
  return (role.includes ?? []).some((name) => {
    const included = ofKind(documents, 'Role').find((other) => isVisible(role, other) && other.name === name);
    return included !== undefined && roleHolds(documents, tenant, included, cell);
  });
}

/** Section 5: "A shared role includes shared roles only, a tenant's role shared ones or its own." */
export function isVisible(role: Role, other: Role): boolean {
  return other.tenant === undefined || other.tenant === role.tenant;
}

/** Returns true if a user type or some seat holds a cell. Section 7: "T holds c, or some seat in S holds c". */
export function capHolds(
  documents: readonly unknown[],
  tenant: string | undefined,
  userType: string | undefined,
  seats: readonly string[],
  cell: string,
): boolean {
  const type = ofKind(documents, 'UserType').find(({ name }) => name === userType);
  if (type !== undefined && holds(documents, tenant, type.allows, cell)) return true;
  return ofKind(documents, 'Seat').some(
    (seat) => seats.includes(seat.name) && holds(documents, tenant, seat.adds, cell),
  );
}
