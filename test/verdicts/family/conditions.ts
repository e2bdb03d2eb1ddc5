/** Conditions, portfolios and layers of a draft, drawn from what it declares. */
import type { Dice } from '../dice.ts';
import type { Written } from '../policies.ts';
import type { Draft } from './draft.ts';

/** The columns that conditions on a model may read, with their types. */
export function columnsOn(draft: Draft, on: string, tenant?: string): readonly (readonly [string, string])[] {
  const typed = (columns: Readonly<Record<string, { readonly type: string }>>) =>
    Object.entries(columns).map(([name, { type }]) => [name, type] as const);
  const own = typed(tenant === undefined ? {} : (draft.added[tenant] ?? {}));
  if (on === 'Company') {
    const columns = [...typed(draft.columns), ...own];
    return draft.profile === 'paths'
      ? [...columns, ...columns.map(([name, type]) => [`parent.${name}`, type] as const)]
      : columns;
  }
  const model = draft.models.find(({ name }) => name === on);
  return typed(model?.properties ?? {});
}

/** A condition on a model; undefined if it has no column to read. */
export function drawCondition(
  dice: Dice,
  draft: Draft,
  on: string,
  tenant?: string,
  depth = 0,
): Written | undefined {
  const columns = columnsOn(draft, on, tenant);
  if (columns.length === 0) return undefined;
  if (depth < 2 && dice.isOne(3)) {
    const parts = Array.from({ length: 1 + dice.below(3) }, () =>
      drawCondition(dice, draft, on, tenant, depth + 1),
    );
    return { [dice.isOne(5) ? '$and' : '$or']: parts };
  }
  const chosen = [dice.one(columns), ...(dice.isOne(3) ? [dice.one(columns)] : [])];
  return Object.fromEntries(chosen.map(([name, type]) => [name, drawComparison(dice, draft, type)]));
}

function drawComparison(dice: Dice, draft: Draft, type: string): unknown {
  const isOrdered = type !== 'boolean' && type !== 'list';
  const draw = (operator: string) => [operator, drawOperand(dice, draft, type, operator)] as const;
  // More tests of one column than two bounds are mostly such as no record meets.
  if (isOrdered && dice.isOne(4))
    return Object.fromEntries([draw('$gte'), draw(dice.one(['$lt', '$lte', '$ne']))]);
  const ordered = isOrdered ? ['$gt', '$gte', '$lt', '$lte'] : [];
  return Object.fromEntries([
    draw(dice.one(['$eq', '$eq', '$in', '$in', '$exists', '$ne', '$nin', ...ordered])),
  ]);
}

const family = (type: string) => (type === 'id' ? 'string' : type === 'integer' ? 'number' : type);

function drawOperand(dice: Dice, draft: Draft, type: string, operator: string): unknown {
  if (operator === '$exists') return dice.isOne(2);
  const isList = operator === '$in' || operator === '$nin';
  const item = type === 'list' ? draft.listed : type;
  const fitting = Object.entries(draft.attributes).filter(([, attribute]) =>
    isList
      ? attribute === 'list' && family(item) === family(draft.listed)
      : family(attribute) === family(item) && attribute !== 'list',
  );
  if (fitting.length > 0 && dice.isOne(3)) return { $user: dice.one(fitting)[0] };
  const operands = draft.operands[item] ?? [];
  if (!isList) return dice.one(operands);
  const listed = dice.some(operands);
  return listed.length > 0 ? listed : [dice.one(operands)];
}

/** The keys that a portfolio may have beside `*`, and the items that apply there on top of those on companies. */
const entries: Readonly<Record<string, readonly unknown[]>> = {
  '*:view': ['accounts', 'authored', { allOf: ['own', 'authored'] }],
  '*:update': ['accounts', 'authored'],
  'Company:view': [],
  'Company:create': [],
  'Call:*': ['authored', { allOf: ['own', 'authored'] }],
  'Call:view': ['authored', { allOf: ['own', 'authored'] }],
  'Call:remove': ['authored', { allOf: ['own', 'authored'] }],
};

/** The portfolio of a role: a list, or a map from permissions to lists. */
export function drawPortfolio(dice: Dice, draft: Draft, tenant?: string): unknown {
  if (dice.isOne(12)) return 'all';
  const draw = (more: readonly unknown[]) => drawItems(dice, draft, tenant, more);
  const whole = draw(entries['*:view'] ?? []);
  if (dice.isOne(2)) return whole;
  const chosen = Object.entries(entries).filter(() => dice.isOne(4));
  return { '*': whole, ...Object.fromEntries(chosen.map(([key, more]) => [key, draw(more)])) };
}

function drawItems(
  dice: Dice,
  draft: Draft,
  tenant: string | undefined,
  more: readonly unknown[],
): readonly unknown[] {
  const named = Object.entries(draft.portfolios).filter(
    ([, one]) => one.tenant === undefined || one.tenant === tenant,
  );
  const names = named.map(([name]) => name);
  const items = [drawRootItem(dice, draft, names, tenant)];
  if (dice.isOne(3)) items.push(drawRootItem(dice, draft, names, tenant));
  if (draft.profile !== 'records') return items;
  return [...items, ...more.filter((item) => item === 'accounts' || dice.isOne(3))];
}

function drawRootItem(dice: Dice, draft: Draft, names: readonly string[], tenant?: string): unknown {
  const onCompany = names.filter((name) => draft.portfolios[name]?.on === 'Company');
  if (onCompany.length > 0 && dice.isOne(2)) return dice.one(onCompany);
  return { filter: drawCondition(dice, draft, 'Company', tenant), on: 'Company' };
}

/** A layer that demands nothing by name, so that it fits whatever lies above it. */
export function drawGrants(dice: Dice, draft: Draft, isGenerous = false): Written {
  const models: Record<string, unknown> = {};
  if (isGenerous || !dice.isOne(4))
    models['*'] = dice.isOne(2) ? 'all' : { except: dice.some(['remove', 'export']) };
  const described = [
    { name: 'Company', properties: draft.columns, actions: draft.companyActions },
    ...draft.models,
  ];
  for (const { name, properties = {}, actions } of described) {
    if (dice.isOne(2)) continue;
    const spoken = ['*', ...Object.keys(properties)]
      .filter(() => dice.isOne(3))
      .map((one) => [one, dice.one(['all', 'none', { except: ['update'] }])] as const);
    models[name] = {
      actions: dice.one<unknown>(['all', 'all', 'none', { except: dice.some(actions) }]),
      ...(spoken.length > 0 &&
        Object.keys(properties).length > 0 && { properties: Object.fromEntries(spoken) }),
    };
  }
  return {
    models,
    modules: dice.one(['all', 'all', 'none']),
    features: dice.one<unknown>(['all', 'all', 'none', { except: dice.some(Object.keys(draft.features)) }]),
  };
}
