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
    Record<string, { readonly ceiling: number; readonly roles: Readonly<Record<string, Entry>> }>
  >;
}

interface Entry {
  readonly userType: string;
  readonly seats: readonly string[];
  readonly scopes: readonly (readonly [set: number, reach: number])[];
  readonly grants: number;
  readonly effective: number;
}

/** Every role of every tenant in a bundle, in the order in which it lists them. */
export function readBundle(text: string): readonly BundledRole[] {
  const bundle = JSON.parse(text) as Bundle;
  const names = cellsOf(bundle);
  if (names.length !== bundle.size) throw new Error(`${names.length} cells and a size of ${bundle.size}`);
  const sets = bundle.sets.map((set) => setOf(set, names));
  const set = (number: number | undefined) => sets[number ?? -1] ?? new Set<string>();
  return Object.entries(bundle.tenants).flatMap(([tenant, { ceiling, roles }]) =>
    Object.entries(roles).map(([role, entry]): BundledRole => {
      const effective = set(entry.effective);
      const cap = new Set([
        ...set(bundle.userTypes.find(({ name }) => name === entry.userType)?.allows),
        ...bundle.seats
          .filter(({ name }) => entry.seats.includes(name))
          .flatMap(({ adds }) => [...set(adds)]),
      ]);
      const refusalOf = (cell: string) => {
        if (bundle.catalog.capabilities.includes(cell.slice(0, -4))) return 'requires';
        if (!set(entry.grants).has(cell)) return 'role';
        if (!cap.has(cell)) return 'userType';
        return set(ceiling).has(cell) ? 'requires' : 'tenant';
      };
      const refused = names.filter((cell) => !effective.has(cell));
      return {
        tenant,
        role,
        userType: entry.userType,
        seats: entry.seats,
        granted: names.filter((cell) => effective.has(cell)),
        refusals: Object.fromEntries(refused.map((cell) => [cell, refusalOf(cell)])),
        statements: statementsOf(bundle, effective, (cell) => {
          const scopes = entry.scopes.filter(([number]) => set(number).has(cell));
          if (scopes.length !== 1) throw new Error(`${cell} is in ${scopes.length} scopes`);
          return bundle.reaches[scopes[0]?.[1] ?? -1] ?? { anyOf: [] };
        }),
      };
    }),
  );
}

function cellsOf({ catalog }: Bundle): readonly string[] {
  const { models, modules, features, capabilities } = catalog;
  return [
    ...models.flatMap(({ name, actions, properties }) => [
      ...actions.map((action) => `${name}:${action}`),
      ...Object.entries(properties).flatMap(([property, rights]) =>
        rights.map((right) => `${name}.${property}:${right}`),
      ),
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
