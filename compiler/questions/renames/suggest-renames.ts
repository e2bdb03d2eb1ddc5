import type { Catalog, Model, Property } from '../../model/catalog.ts';
import type { Difference } from '../../model/change.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type Policy, type Portfolio, type Role, rolesOf, spellCap } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { listHeldCells } from '../combine-roles.ts';
import { comparePortfolioReach } from '../diff/compare-portfolios.ts';
import { openView } from '../diff/open-view.ts';
import { diff } from '../diff.ts';
import type { NameChange } from './find-name-changes.ts';
import {
  type FollowedBase,
  type FollowedName,
  followNameChanges,
  followRole,
  type RenameSteps,
} from './follow-renames.ts';

/** All that a comparison finds out about names. */
export interface FoundNames {
  /** The things that the head says were renamed, each compared with what had the former name. */
  readonly followed: readonly FollowedName[];
  /** The things that came and are equal in effect to something that went, so that they look renamed, though nothing says so. */
  readonly suggested: readonly FollowedName[];
}

/**
 * Finds what went from a base and came back in a head under another name with the same effect: a role, a portfolio, a model or a
 * property. Whatever may be two others is left alone.
 */
export function* suggestRenames(
  { matrix: base, ...start }: FollowedBase,
  head: Matrix,
): RenameSteps<readonly FollowedName[]> {
  const named = [
    ...pairModels(base.policy.catalog, head.policy.catalog),
    ...pairProperties(base.policy.catalog, head.policy.catalog, undefined),
    ...pairTenantProperties(base.policy, head.policy),
    ...pairPortfolios(base, head),
  ];
  let followed = yield* followNameChanges({ ...start, matrix: base, names: [] }, named);
  // By now what roles hold has the same names on both sides.
  for (const [was, { name: to, tenant }] of pairRoles(followed.matrix, head)) {
    const rename = { from: was.name, to, ...(tenant !== undefined && { tenant }) };
    followed = yield* followRole(followed, rename, head.policy);
  }
  if (followed.names.length === 0) return [];
  const left = diff(followed.matrix, head);
  return followed.names.filter((name) => !isMoved(name, left, followed.matrix));
}

/** Tells whether something moves in effect although it is compared under one name. */
function isMoved(
  { kind, to, model, tenant }: FollowedName,
  { changes, head }: Difference,
  base: Matrix,
): boolean {
  const isThere = (one: { readonly tenant: string }) => tenant === undefined || one.tenant === tenant;
  switch (kind) {
    case 'model':
      return changes.some(({ cell }) => cell.subject === to);
    case 'property':
      return changes.some((one) => isThere(one) && one.cell.subject === model && one.cell.property === to);
    case 'role':
      return changes.some((one) => isThere(one) && one.role === to);
    case 'portfolio': {
      const [before, after] = [openView(base, 'base'), openView(head, 'head')];
      return comparePortfolioReach({ kind: 'Portfolio', name: to }, before, after) !== 'same';
    }
  }
}

/** Pairs what only one side has with what only the other has, where one alone on either side says the same. */
function pairAlike<T extends { readonly name: string }>(
  base: readonly T[],
  head: readonly T[],
  describe: (one: T) => string,
): readonly (readonly [T, T])[] {
  const without = (some: readonly T[], others: readonly T[]) => {
    const names = new Set(others.map(({ name }) => name));
    return groupBy(
      some.filter(({ name }) => !names.has(name)),
      describe,
    );
  };
  const came = without(head, base);
  return [...without(base, head)].flatMap(([key, [was, other]]) => {
    const [is, another] = came.get(key) ?? [];
    return is && !other && !another ? [[was, is] as const] : [];
  });
}

const pairModels = (base: Catalog, head: Catalog): readonly NameChange[] =>
  pairAlike(base.models, head.models, describeModel).map(([was, is]) => ({
    kind: 'model',
    from: was.name,
    to: is.name,
    at: is.at,
  }));

const describeModel = ({ name, actions, properties, portfolio, relations }: Model): string =>
  JSON.stringify([
    [...actions.keys()].sort(),
    properties.map((property) => [property.name, describeProperty(property)]),
    portfolio,
    [...relations.values()].map((one) => [one.name, one.model === name ? '' : one.model, one.many]),
  ]);

const describeProperty = ({ type, required, sensitive, system }: Property): string =>
  JSON.stringify([type, required, sensitive, system]);

const pairProperties = (
  base: Catalog,
  head: Catalog,
  tenant: string | undefined,
  isMeant: (model: string, property: string) => boolean = () => true,
): readonly NameChange[] =>
  head.models.flatMap(({ name: model, properties }) => {
    const own = ({ name }: Property) => isMeant(model, name);
    const before = base.modelOf.get(model)?.properties.filter(own) ?? [];
    return pairAlike(before, properties.filter(own), describeProperty).map(
      ([was, is]): NameChange => ({
        kind: 'property',
        from: was.name,
        to: is.name,
        model,
        ...(tenant !== undefined && { tenant }),
        at: is.at,
      }),
    );
  });

const pairTenantProperties = (base: Policy, head: Policy): readonly NameChange[] =>
  head.tenants.flatMap(({ name: tenant, catalog }) => {
    const was = base.tenants.find(({ name }) => name === tenant)?.catalog;
    if (!was || catalog === head.catalog) return [];
    const isShared = (policy: Policy, model: string, property: string) =>
      policy.catalog.modelOf.get(model)?.propertyOf.has(property) ?? false;
    return pairProperties(
      was,
      catalog,
      tenant,
      (model, property) => !isShared(base, model, property) && !isShared(head, model, property),
    );
  });

/** Pairs portfolios by what they are on and whose they are; whether they reach the same records is asked later. */
const pairPortfolios = (base: Matrix, head: Matrix): readonly NameChange[] =>
  pairAlike(base.policy.portfolios, head.policy.portfolios, describePortfolioHead).map(([was, is]) => ({
    kind: 'portfolio',
    from: was.name,
    to: is.name,
    ...(is.tenant !== undefined && { tenant: is.tenant }),
    at: is.at,
  }));

const describePortfolioHead = ({ tenant, on }: Portfolio): string => JSON.stringify([tenant, on]);

/** Pairs roles that hold the same in every tenant; whether they reach the same records is asked later. */
function pairRoles(base: Matrix, head: Matrix): readonly (readonly [Role, Role])[] {
  const [before, after] = [rolesOf(base.policy), rolesOf(head.policy)];
  const without = (some: readonly Role[], others: readonly Role[]) => {
    const names = new Set(others.map(({ name }) => name));
    return some.filter(({ name }) => !names.has(name));
  };
  const [went, came] = [without(before, after), without(after, before)];
  if (went.length === 0 || came.length === 0) return [];
  const heldBy = (matrix: Matrix, some: readonly Role[]) => {
    const names = new Set(some.map(nameRole));
    const held = new Map<string, string[]>();
    for (const row of matrix.rows) {
      const key = nameRole(row.role);
      if (!names.has(key)) continue;
      const cells = listHeldCells(row).map(({ permission }) => permission);
      if (cells.length > 0)
        held.set(key, [...(held.get(key) ?? []), JSON.stringify([row.tenant.name, cells])]);
    }
    return held;
  };
  const held = new Map([...heldBy(base, went), ...heldBy(head, came)]);
  const holds = (role: Role) => held.has(nameRole(role));
  return pairAlike(went.filter(holds), came.filter(holds), (role) =>
    JSON.stringify([role.tenant, spellCap(role), held.get(nameRole(role))?.toSorted()]),
  );
}

const nameRole = ({ name, tenant }: Role): string => JSON.stringify([tenant, name]);
