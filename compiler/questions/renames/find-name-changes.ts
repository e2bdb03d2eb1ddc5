import { type Catalog, type Model, type Property, togglesOf } from '../../model/catalog.ts';
import type { Place } from '../../model/document.ts';
import type { Policy } from '../../model/policy.ts';

/** The kinds of things other than roles that say which name they had. */
export type NamedKind = 'model' | 'property' | 'portfolio';

/** A model, a property or a portfolio that has another name now. */
export interface NameChange {
  readonly kind: NamedKind;
  readonly from: string;
  readonly to: string;
  /** The model of a property, by the name that it has in the base. */
  readonly model?: string;
  /** The only tenant that has it; absent if every tenant does. */
  readonly tenant?: string;
  /** The place of the new name, in the head. */
  readonly at: Place;
}

/**
 * Finds the models, properties and portfolios of a base that have another name in a head, as the head says itself. A name that
 * the base has already is no new one, and one that two things say they had is followed to neither.
 */
export function findNameChanges(base: Policy, head: Policy): readonly NameChange[] {
  const models = findModelChanges(base.catalog, head.catalog);
  const found = [...models, ...findPropertyChanges(base, head, models), ...findPortfolioChanges(base, head)];
  const times = new Map<string, number>();
  const keyOf = ({ kind, model, tenant, from }: NameChange) => JSON.stringify([kind, model, tenant, from]);
  for (const change of found) times.set(keyOf(change), (times.get(keyOf(change)) ?? 0) + 1);
  return found.filter((change) => times.get(keyOf(change)) === 1);
}

function findModelChanges(base: Catalog, head: Catalog): readonly NameChange[] {
  const toggles = togglesOf(base).map(({ name }) => name);
  const isNew = (name: string) => !base.modelOf.has(name) && !toggles.includes(name);
  return head.models.flatMap(({ name: to, renamedFrom: from, at }): NameChange[] => {
    if (from === undefined || !base.modelOf.has(from) || !isNew(to)) return [];
    return [{ kind: 'model', from, to, at }];
  });
}

function findPropertyChanges(
  base: Policy,
  head: Policy,
  models: readonly NameChange[],
): readonly NameChange[] {
  const formerOf = new Map(models.map(({ from, to }) => [to, from]));
  const before = (model: Model, catalog: Catalog) =>
    catalog.modelOf.get(formerOf.get(model.name) ?? model.name);
  const found: NameChange[] = [];
  for (const model of head.catalog.models) {
    const was = before(model, base.catalog);
    if (was) found.push(...listRenamedProperties(was, model.properties, undefined, base));
  }
  for (const { name: tenant, catalog } of head.tenants) {
    const was = base.tenants.find(({ name }) => name === tenant);
    if (!was || catalog === head.catalog) continue;
    for (const model of catalog.models) {
      const shared = head.catalog.modelOf.get(model.name)?.propertyOf;
      const own = model.properties.filter(({ name }) => !shared?.has(name));
      const former = before(model, was.catalog);
      if (former) found.push(...listRenamedProperties(former, own, tenant, base));
    }
  }
  return found;
}

function listRenamedProperties(
  was: Model,
  properties: readonly Property[],
  tenant: string | undefined,
  base: Policy,
): readonly NameChange[] {
  return properties.flatMap(({ name: to, renamedFrom: from, at }): NameChange[] => {
    if (from === undefined || !isOwnOf(was, from, tenant, base)) return [];
    const isTaken = was.propertyOf.has(to) || was.relations.has(to.split('.')[0] ?? '');
    if (isTaken || hasPropertiesBelow(base, was.name, from)) return [];
    return [{ kind: 'property', from, to, model: was.name, ...(tenant !== undefined && { tenant }), at }];
  });
}

/** Tells whether a property is one of a tenant's own or, without a tenant, one of the catalog. */
function isOwnOf(
  { name, propertyOf }: Model,
  property: string,
  tenant: string | undefined,
  base: Policy,
): boolean {
  const isShared = base.catalog.modelOf.get(name)?.propertyOf.has(property) ?? false;
  return propertyOf.has(property) && isShared === (tenant === undefined);
}

/** Tells whether properties lie inside another one, as `custom.region` inside `custom`: their names would have to follow. */
const hasPropertiesBelow = ({ catalog, tenants }: Policy, model: string, property: string): boolean =>
  [...new Set([catalog, ...tenants.map((tenant) => tenant.catalog)])].some(({ modelOf }) =>
    modelOf.get(model)?.properties.some(({ name }) => name.startsWith(`${property}.`)),
  );

const findPortfolioChanges = (base: Policy, head: Policy): readonly NameChange[] =>
  head.portfolios.flatMap(({ name: to, renamedFrom: from, tenant, at }): NameChange[] => {
    const isThere = base.portfolios.some((one) => one.name === from && one.tenant === tenant);
    if (from === undefined || !isThere || base.portfolios.some(({ name }) => name === to)) return [];
    return [{ kind: 'portfolio', from, to, ...(tenant !== undefined && { tenant }), at }];
  });
