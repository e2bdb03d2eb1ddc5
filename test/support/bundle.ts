/** Reads `bundle.json` by its description alone, sharing no code with the compiler. */

/** One role in one tenant, as far as the bundle tells. */
export interface BundledRole {
  readonly tenant: string;
  readonly role: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly granted: readonly string[];
  /** For each permission that is not granted, the layer that refuses it. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Each thing that is allowed with its condition: `Company export arr {"owner":{"$user":"id"}}`. */
  readonly statements: readonly string[];
}

interface Model {
  readonly name: string;
  readonly actions: readonly string[];
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

type Comparison = readonly [property: string, operator: string, operand: unknown];

type Reach =
  | 'all'
  | {
      readonly on: string;
      /** A step that leads to several records is an object. */
      readonly through: readonly (string | { readonly many: string })[];
      readonly alternatives: readonly (readonly Comparison[])[];
    }
  | { readonly anyOf: readonly Reach[] };

interface Bundle {
  readonly version: 2;
  readonly digest: string;
  readonly size: number;
  readonly catalog: {
    readonly models: readonly Model[];
    readonly modules: readonly string[];
    readonly features: readonly string[];
    readonly capabilities: readonly string[];
  };
  readonly requires: readonly (readonly [cell: number, needs: readonly number[]])[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly userTypes: readonly { readonly name: string; readonly rank: number; readonly allows: number }[];
  readonly seats: readonly { readonly name: string; readonly adds: number }[];
  readonly sets: readonly string[];
  readonly reaches: readonly Reach[];
  readonly tenants: Readonly<
    Record<
      string,
      {
        readonly extension?: number;
        readonly ceiling: SetNumber;
        readonly roles: Readonly<Record<string, Entry>>;
      }
    >
  >;
  readonly extensions?: readonly Extension[];
}

/** A set by its number; with a second number, together with a set of the tenant's own cells. */
type SetNumber = number | readonly [common: number, own: number];

/** The properties that a tenant adds, and the sets of their cells. */
interface Extension {
  readonly models: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly allows: Readonly<Record<string, number>>;
  readonly adds: Readonly<Record<string, number>>;
  readonly sets: readonly string[];
}

interface Entry {
  readonly userType: string;
  readonly seats: readonly string[];
  readonly scopes: readonly (readonly [set: SetNumber, reach: number])[];
  readonly grants: SetNumber;
  readonly effective: SetNumber;
}

/** Every role of every tenant in a bundle, in the order in which it lists them. */
export function readBundle(text: string): readonly BundledRole[] {
  const bundle = JSON.parse(text) as Bundle;
  const names = cellsOf(bundle);
  if (names.length !== bundle.size) throw new Error(`${names.length} cells and a size of ${bundle.size}`);
  const sets = bundle.sets.map((set) => setOf(set, names));
  return Object.entries(bundle.tenants).flatMap(([tenant, { extension, ceiling, roles }]) => {
    const own = extension === undefined ? undefined : bundle.extensions?.[extension];
    const ownNames = Object.entries(own?.models ?? {}).flatMap(([model, properties]) =>
      namesOfRights(model, properties),
    );
    const ownSets = (own?.sets ?? []).map((one) => setOf(one, ownNames));
    const set = (number: SetNumber | undefined): ReadonlySet<string> => {
      const [common = -1, more = -1] = typeof number === 'object' ? number : [number];
      return new Set([...(sets[common] ?? []), ...(ownSets[more] ?? [])]);
    };
    return Object.entries(roles).map(([role, entry]): BundledRole => {
      const effective = set(entry.effective);
      const cap = new Set([
        ...set(bundle.userTypes.find(({ name }) => name === entry.userType)?.allows),
        ...(ownSets[own?.allows[entry.userType] ?? -1] ?? []),
        ...bundle.seats
          .filter(({ name }) => entry.seats.includes(name))
          .flatMap(({ name, adds }) => [...set(adds), ...(ownSets[own?.adds[name] ?? -1] ?? [])]),
      ]);
      const refusalOf = (cell: string) => {
        if (bundle.catalog.capabilities.includes(cell.slice(0, -4))) return 'requires';
        if (!set(entry.grants).has(cell)) return 'role';
        if (!cap.has(cell)) return 'userType';
        return set(ceiling).has(cell) ? 'requires' : 'tenant';
      };
      const all = [...names, ...ownNames];
      const refused = all.filter((cell) => !effective.has(cell));
      return {
        tenant,
        role,
        userType: entry.userType,
        seats: entry.seats,
        granted: all.filter((cell) => effective.has(cell)),
        refusals: Object.fromEntries(refused.map((cell) => [cell, refusalOf(cell)])),
        statements: statementsOf(extendedBy(bundle, own), effective, (cell) => {
          const scopes = entry.scopes.filter(([number]) => set(number).has(cell));
          if (scopes.length !== 1) throw new Error(`${cell} is in ${scopes.length} scopes`);
          return bundle.reaches[scopes[0]?.[1] ?? -1] ?? { anyOf: [] };
        }),
      };
    });
  });
}

/** A bundle with what a tenant adds among the properties of its models. */
function extendedBy(bundle: Bundle, own: Extension | undefined): Bundle {
  const models = bundle.catalog.models.map((model) => ({
    ...model,
    properties: { ...model.properties, ...own?.models[model.name] },
  }));
  return { ...bundle, catalog: { ...bundle.catalog, models } };
}

const namesOfRights = (
  model: string,
  properties: Readonly<Record<string, readonly string[]>>,
): readonly string[] =>
  Object.entries(properties).flatMap(([property, rights]) =>
    rights.map((right) => `${model}.${property}:${right}`),
  );

function cellsOf({ catalog }: Bundle): readonly string[] {
  const { models, modules, features, capabilities } = catalog;
  return [
    ...models.flatMap(({ name, actions, properties }) => [
      ...actions.map((action) => `${name}:${action}`),
      ...namesOfRights(name, properties),
    ]),
    ...[...modules, ...features, ...capabilities].map((name) => `${name}:use`),
  ];
}

function setOf(base64: string, names: readonly string[]): ReadonlySet<string> {
  const bytes = Buffer.from(base64, 'base64');
  return new Set(names.filter((_, cell) => (((bytes[Math.floor(cell / 8)] ?? 0) >> (cell % 8)) & 1) === 1));
}

function statementsOf(
  bundle: Bundle,
  effective: ReadonlySet<string>,
  reachOf: (cell: string) => Reach,
): readonly string[] {
  const { models, modules, features, capabilities } = bundle.catalog;
  const statements = [...modules, ...features, ...capabilities]
    .filter((name) => effective.has(`${name}:use`))
    .map((name) => `${name} use - -`);
  for (const { name, actions, properties } of models)
    for (const action of actions) {
      if (!effective.has(`${name}:${action}`)) continue;
      const right = action === 'export' ? 'view' : action;
      const having = Object.keys(properties).filter((property) => properties[property]?.includes(right));
      const isBare = Object.keys(properties).length === 0 || action === 'create' || action === 'remove';
      const fields = isBare
        ? ['-']
        : having.length === 0
          ? ['no-property']
          : having.filter((property) => effective.has(`${name}.${property}:${right}`));
      const conditions = conditionsOf(reachOf(`${name}:${action}`));
      for (const field of fields)
        for (const condition of conditions) statements.push(`${name} ${action} ${field} ${condition}`);
    }
  return statements.sort();
}

function conditionsOf(reach: Reach): readonly string[] {
  if (reach === 'all') return ['-'];
  if ('anyOf' in reach) return reach.anyOf.flatMap(conditionsOf);
  const many = reach.through.findIndex((step) => typeof step !== 'string');
  const steps = reach.through.map((step) => (typeof step === 'string' ? step : step.many));
  if (many !== -1) {
    const before = steps.slice(0, many + 1).join('.');
    const after = steps
      .slice(many + 1)
      .map((step) => `${step}.`)
      .join('');
    return reach.alternatives.map((comparisons) => {
      const linked = comparisons.map(([property, operator, operand]) => [
        after + property,
        operator === '$eq' ? operand : { [operator]: operand },
      ]);
      return `${before} $elemMatch ${JSON.stringify(Object.fromEntries(linked))}`;
    });
  }
  const prefix = steps.map((step) => `${step}.`).join('');
  return reach.alternatives.map((comparisons) =>
    comparisons
      .map(([property, operator, operand]) => `${prefix}${property} ${operator} ${JSON.stringify(operand)}`)
      .sort()
      .join(' and '),
  );
}
