/**
 * A second resolver, naive on purpose: loops over names, straight from the language page, sharing no code with the
 * compiler. Each function cites the sentence it implements.
 */
import {
  type Grants,
  type Model,
  type ModelGrant,
  ofKind,
  own,
  type Role,
  type RolePortfolio,
  type Selection,
  type Tenant,
} from './documents.ts';

export { dnf, matches, reaches } from './conditions.ts';
export type * from './documents.ts';
export { ofKind } from './documents.ts';

/** The four layers that may refuse a cell, in the order of a trail. */
export type Verdict = 'role' | 'userType' | 'tenant' | 'requires';

/** The four verdicts on one cell, and what follows from them. */
export interface Cell {
  readonly role: boolean;
  readonly userType: boolean;
  readonly tenant: boolean;
  readonly requires: boolean;
  readonly effective: boolean;
  readonly decidedBy: Verdict | null;
}

/** One role in one tenant that offers it. */
export interface Row {
  readonly tenant: string;
  readonly role: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly portfolio: RolePortfolio;
  readonly cells: ReadonlyMap<string, Cell>;
}

/** One permission of a user within the portfolio of the role it comes from. */
export interface UserPermission {
  readonly permission: string;
  readonly portfolio: RolePortfolio;
}

/** Section 3: "A permission is one cell of the matrix, written the same way everywhere." Sorted. */
export function cells(documents: readonly unknown[]): string[] {
  const found: string[] = [];
  for (const model of ofKind(documents, 'Model')) {
    for (const action of model.actions) found.push(`${model.name}:${action}`);
    for (const property of Object.keys(model.properties ?? {})) {
      for (const right of rightsOf(model, property)) found.push(`${model.name}.${property}:${right}`);
    }
  }
  for (const subject of [
    ...ofKind(documents, 'Module'),
    ...ofKind(documents, 'Feature'),
    ...ofKind(documents, 'Capability'),
  ]) {
    found.push(`${subject.name}:use`);
  }
  return found.sort();
}

/**
 * Section 3: "Property rights: view and update; a property has a right only if its model supports that action, and a
 * `system: true` property has no update."
 */
function rightsOf(model: Model, property: string): string[] {
  const system = own(model.properties, property)?.system === true;
  return ['view', 'update'].filter(
    (right) => model.actions.includes(right) && !(right === 'update' && system),
  );
}

/** Section 5: "Selection = all | none | [name, ...] | { except: [name, ...] }", and "what is not said is not granted". */
function has(selection: Selection | undefined, name: string): boolean {
  if (selection === undefined || selection === 'none') return false;
  if (selection === 'all') return true;
  return 'except' in selection ? !selection.except.includes(name) : selection.includes(name);
}

/** Section 5: "ModelGrant = Selection | { actions?, properties? }": whether it is the former. */
function isSelection(grant: ModelGrant): grant is Selection {
  return typeof grant === 'string' || Array.isArray(grant) || 'except' in grant;
}

/**
 * Section 5: "`actions(L, m)`: what `models[m]` says of actions (its Selection, or its `actions`); else what
 * `models["*"]` says; else none. A list under "*" applies to the models that support the action."
 */
function actions(layer: Grants, model: Model): string[] {
  const grant = own(layer.models, model.name);
  const said = grant === undefined ? undefined : isSelection(grant) ? grant : grant.actions;
  const star = own(layer.models, '*') as Selection | undefined;
  return model.actions.filter((action) => has(said ?? star, action));
}

/**
 * Section 5: "`rights(L, m, p)`: `models[m].properties[p]`, else `models[m].properties["*"]`, else all if L speaks of m
 * at all (under its own key or under "*"), else none. A Selection over the rights that p has." And: "L holds `m.p:r` iff
 * r ∈ rights(L, m, p) and either r ∈ actions(L, m), or p's own key names r in a list."
 */
function rights(layer: Grants, model: Model, property: string): string[] {
  const grant = own(layer.models, model.name);
  const properties = grant === undefined || isSelection(grant) ? undefined : grant.properties;
  const speaks = grant !== undefined || own(layer.models, '*') !== undefined;
  const said = own(properties, property) ?? own(properties, '*') ?? (speaks ? 'all' : 'none');
  const named = own(properties, property);
  const acting = actions(layer, model);
  return rightsOf(model, property).filter(
    (right) =>
      has(said, right) && (acting.includes(right) || (Array.isArray(named) && named.includes(right))),
  );
}

/**
 * Section 5: "L holds `m:a` iff a ∈ actions(L, m); L holds `m.p:r` iff r ∈ rights(L, m, p); L holds a module or feature
 * iff its Selection has it." Of a capability no layer speaks, so none holds one here; nor a cell the catalog lacks.
 */
export function holds(documents: readonly unknown[], layer: Grants, permission: string): boolean {
  const { subject, property, action } = parts(permission);
  const model = ofKind(documents, 'Model').find(({ name }) => name === subject);
  if (model !== undefined) {
    return (property === undefined ? actions(layer, model) : rights(layer, model, property)).includes(action);
  }
  if (property !== undefined || action !== 'use') return false;
  if (ofKind(documents, 'Module').some(({ name }) => name === subject)) return has(layer.modules, subject);
  if (ofKind(documents, 'Feature').some(({ name }) => name === subject)) return has(layer.features, subject);
  return false;
}

/** Section 3: the way a permission is written, read back. */
function parts(permission: string): { subject: string; property: string | undefined; action: string } {
  const [path = '', action = ''] = permission.split(':');
  const [subject = '', property] = path.split('.');
  return { subject, property, action };
}

/**
 * Section 7: "`requires`: every prerequisite of c is effective", as a list of alternatives: of each, at least one must
 * be effective. A prerequisite that is a single permission is a list of one.
 */
export function prerequisites(documents: readonly unknown[], permission: string): string[][] {
  const { subject, property, action } = parts(permission);
  const model = ofKind(documents, 'Model').find(({ name }) => name === subject);
  // "what the catalog's `requires` says": a module's, a feature's and a capability's is one list.
  if (model === undefined) {
    const toggle = [
      ...ofKind(documents, 'Module'),
      ...ofKind(documents, 'Feature'),
      ...ofKind(documents, 'Capability'),
    ].find(({ name }) => name === subject);
    return (toggle?.requires ?? []).map((required) => [required]);
  }
  // "`m.p:view` requires `m:view`, `m.p:update` requires `m:update`"
  // and "what the catalog's `requires` says: of the property"
  if (property !== undefined) {
    const required = own(model.properties, property)?.requires ?? [];
    return [[`${subject}:${action}`], ...required.map((one) => [one])];
  }
  // "what the catalog's `requires` says, for the action and for "*""
  const needed = [...(own(model.requires, action) ?? []), ...(own(model.requires, '*') ?? [])].map(
    (required) => [required],
  );
  const properties = Object.keys(model.properties ?? {});
  // "on a model some of whose properties have the right, `m:view` (`m:update`) requires at least one `m.p:view`"
  const having = properties.filter((name) => rightsOf(model, name).includes(action));
  if (having.length > 0) needed.push(having.map((name) => `${subject}.${name}:${action}`));
  // "on a model with properties that can be viewed, `m:export` requires `m:view`"
  const canBeViewed = properties.some((name) => rightsOf(model, name).includes('view'));
  if (action === 'export' && canBeViewed) needed.push([`${subject}:view`]);
  return needed;
}

/** Section 4: "Capability: derived, never granted by hand". */
function isCapability(documents: readonly unknown[], permission: string): boolean {
  return ofKind(documents, 'Capability').some(({ name }) => `${name}:use` === permission);
}

/**
 * Section 7: "a cell c is effective iff role, userType, tenant and requires", for every tenant and every role offered
 * there, sorted by tenant and then by role.
 */
export function resolve(documents: readonly unknown[]): Row[] {
  const rows: Row[] = [];
  const permissions = cells(documents);
  const needs = new Map(permissions.map((permission) => [permission, prerequisites(documents, permission)]));
  for (const tenant of [...ofKind(documents, 'Tenant')].sort(byName)) {
    for (const role of [...ofKind(documents, 'Role')].sort(byName)) {
      if (role.abstract || (role.tenant !== undefined && role.tenant !== tenant.name)) continue;
      const seats = role.seats ?? [];
      if (!offers(documents, tenant.packages ?? [], seats)) continue;
      const layers = new Map(
        permissions.map((permission) => {
          const unspoken = isCapability(documents, permission);
          return [
            permission,
            {
              role: unspoken || roleHolds(documents, role, permission),
              userType: unspoken || capHolds(documents, role.userType, seats, permission),
              tenant:
                unspoken ||
                (holds(documents, tenant.ceiling, permission) &&
                  isBought(documents, tenant.packages ?? [], permission) &&
                  isOfItsGenerations(documents, tenant, permission)),
            },
          ];
        }),
      );
      const effective = largest(
        new Set(
          [...layers]
            .filter(([, layer]) => layer.role && layer.userType && layer.tenant)
            .map(([name]) => name),
        ),
        needs,
      );
      const decided = new Map<string, Cell>();
      for (const [permission, layer] of layers) {
        const verdicts = { ...layer, requires: satisfied(needs.get(permission), effective) };
        const decidedBy =
          (['role', 'userType', 'tenant', 'requires'] as const).find((name) => !verdicts[name]) ?? null;
        decided.set(permission, { ...verdicts, effective: effective.has(permission), decidedBy });
      }
      rows.push({
        tenant: tenant.name,
        role: role.name,
        userType: role.userType,
        seats,
        portfolio: role.portfolio,
        cells: decided,
      });
    }
  }
  return rows;
}

/** Section 5: "its layer is the union of its own grants with the layers of the roles it includes, each drawn by its own document". */
function roleHolds(documents: readonly unknown[], role: Role, permission: string): boolean {
  const included = ofKind(documents, 'Role').filter(
    ({ name, tenant }) =>
      (role.includes ?? []).includes(name) && (tenant === undefined || tenant === role.tenant),
  );
  return (
    holds(documents, role.grants, permission) ||
    included.some((other) => roleHolds(documents, other, permission))
  );
}

/** Section 6: "A seat whose package a tenant lacks: the shared role is not offered in that tenant (it has no row there)." */
function offers(
  documents: readonly unknown[],
  packages: readonly string[],
  seats: readonly string[],
): boolean {
  return ofKind(documents, 'Seat')
    .filter(({ name }) => seats.includes(name))
    .every((seat) => seat.package === undefined || packages.includes(seat.package));
}

/** Section 7: "t's ceiling holds c, and t has the package of c's model, module or feature". */
function isBought(documents: readonly unknown[], packages: readonly string[], permission: string): boolean {
  const { subject } = parts(permission);
  return [
    ...ofKind(documents, 'Model'),
    ...ofKind(documents, 'Module'),
    ...ofKind(documents, 'Feature'),
  ].every((one) => one.name !== subject || one.package === undefined || packages.includes(one.package));
}

/** Generations: "what belongs to a generation that the tenant does not have, its ceiling holds none of". */
function isOfItsGenerations(documents: readonly unknown[], tenant: Tenant, permission: string): boolean {
  const { subject } = parts(permission);
  return ofKind(documents, 'Generations').every(({ name, generations }) => {
    const listed = generations.filter(({ models }) => models.includes(subject));
    const chosen = tenant.generations?.[name] ?? generations[0]?.name ?? '';
    const names = typeof chosen === 'string' ? [chosen] : chosen.names;
    return listed.length === 0 || listed.some((one) => names.includes(one.name));
  });
}

/** Section 7: "`userType`: T holds c, or some seat in S holds c". */
export function capHolds(
  documents: readonly unknown[],
  userType: string,
  seats: readonly string[],
  permission: string,
): boolean {
  const type = ofKind(documents, 'UserType').find(({ name }) => name === userType);
  if (type !== undefined && holds(documents, type.allows, permission)) return true;
  return ofKind(documents, 'Seat').some(
    (seat) => seats.includes(seat.name) && holds(documents, seat.adds, permission),
  );
}

/** Section 7: "start from what the three layers hold, take away until nothing changes". */
function largest(held: ReadonlySet<string>, needs: ReadonlyMap<string, string[][]>): Set<string> {
  const left = new Set(held);
  for (let changed = true; changed; ) {
    changed = false;
    for (const permission of [...left]) {
      if (satisfied(needs.get(permission), left)) continue;
      left.delete(permission);
      changed = true;
    }
  }
  return left;
}

/** Section 8: "what some role of theirs holds inside that role's cap and the tenant's ceiling; then `requires` is closed over the union". */
export function unite(documents: readonly unknown[], rows: readonly Row[]): Set<string> {
  const held = rows.flatMap((row) =>
    [...row.cells].flatMap(([cell, { role, userType, tenant }]) =>
      role && userType && tenant ? [cell] : [],
    ),
  );
  const needs =
    needsOf.get(documents) ??
    new Map(cells(documents).map((permission) => [permission, prerequisites(documents, permission)]));
  needsOf.set(documents, needs);
  return largest(new Set(held), needs);
}

/** Kept for speed alone: the prerequisites of every cell of some documents. */
const needsOf = new WeakMap<object, Map<string, string[][]>>();

/** Section 7: "every prerequisite of c is effective". */
function satisfied(needed: readonly string[][] | undefined, effective: ReadonlySet<string>): boolean {
  return (needed ?? []).every((alternatives) => alternatives.some((permission) => effective.has(permission)));
}

/**
 * Section 8: a user's permissions are those of the union of their roles, each with the portfolio of every role that brings
 * it. Each pair once; empty for a user or a tenant that is not declared.
 */
export function userPermissions(
  documents: readonly unknown[],
  tenant: string,
  userId: string,
): UserPermission[] {
  const user = ofKind(documents, 'Users')
    .filter((document) => document.tenant === tenant)
    .flatMap((document) => document.users)
    .find(({ id }) => id === userId);
  if (user === undefined) return [];
  const rows = resolve(documents).filter(
    (row) => row.tenant === tenant && (user.roles ?? []).includes(row.role),
  );
  const united = unite(documents, rows);
  const found = new Map<string, UserPermission>();
  for (const permission of united)
    for (const { portfolio } of bringing(documents, rows, united, permission))
      found.set(JSON.stringify([permission, portfolio]), { permission, portfolio });
  return [...found.values()];
}

/**
 * The rows that bring a permission of their union: those that hold it themselves. A capability comes from the rows that
 * have it alone, and where none has, from those that bring what it requires.
 */
export function bringing(
  documents: readonly unknown[],
  rows: readonly Row[],
  united: ReadonlySet<string>,
  permission: string,
): readonly Row[] {
  if (!isCapability(documents, permission))
    return rows.filter(({ cells: own }) => {
      const { role, userType, tenant } = own.get(permission) ?? {};
      return role && userType && tenant;
    });
  const alone = rows.filter(({ cells: own }) => own.get(permission)?.effective);
  if (alone.length > 0) return alone;
  const needed = prerequisites(documents, permission).flat();
  const brought = new Set(
    needed.flatMap((one) => (united.has(one) ? bringing(documents, rows, united, one) : [])),
  );
  return rows.filter((row) => brought.has(row));
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
