import type {
  Capability,
  Document,
  Model,
  Portfolio,
  Principal,
  Property,
  PropertyType,
  Toggle,
} from '../naive/documents.ts';
import { cells } from '../naive/naive.ts';
import { condition, type Fields, pick } from './conditions.ts';
import { type Names, names } from './names.ts';
import type { RawProperty, RawSubject, RawWorld } from './raw.ts';

/** The valid catalog of a world, and what the rest of it refers to. */
export interface Catalog {
  readonly documents: readonly Document[];
  readonly models: readonly Model[];
  readonly modules: readonly string[];
  readonly features: readonly string[];
  readonly portfolios: readonly Portfolio[];
  /** The fields of the one model whose portfolio is `self`. */
  readonly fields: Fields;
  readonly attributes: Fields;
}

const allActions = ['create', 'view', 'update', 'remove', 'export'];
const types: readonly PropertyType[] = [
  'string',
  'id',
  'number',
  'integer',
  'boolean',
  'date',
  'list',
  'object',
];
const risks = ['read', 'write', 'destructive', 'exfiltration', 'escalation'];

/** The names whose bit is set. */
export function subset<Item>(items: readonly Item[], bits: number): Item[] {
  return items.filter((_, at) => bit(bits, at));
}

function bit(bits: number, at: number): boolean {
  return ((bits >>> (at % 16)) & 1) === 1;
}

/** The catalog that the draws describe: exactly one model has portfolio `self`. */
export function catalog(raw: RawWorld, declared: Names): Catalog {
  const principal = principalOf(raw.principal);
  const subjects = [...raw.subjects];
  subjects.splice(raw.selfAt % (subjects.length + 1), 0, raw.self);
  const documents: (Model | Toggle<'Module'> | Toggle<'Feature'> | Capability)[] = [];
  const earlier: string[] = [];
  let self: Model | undefined;
  for (const rawSubject of subjects) {
    const built = subject(rawSubject, rawSubject === raw.self, declared, earlier);
    if (built === undefined) continue;
    if (rawSubject === raw.self && built.kind === 'Model') self = built;
    documents.push(built);
    earlier.push(...cells([built]));
  }
  const on = self?.name ?? '';
  const related = documents.map((document) => relate(document, self));
  const fields = Object.entries(self?.properties ?? {}).map(([name, { type }]) => [name, type] as const);
  const attributes = Object.entries(principal.attributes).map(([name, { type }]) => [name, type] as const);
  const portfolios = raw.portfolios.map(
    (portfolio): Portfolio => ({
      kind: 'Portfolio',
      name: declared('portfolio', portfolio.name),
      on,
      reach:
        portfolio.all || fields.length === 0 ? 'all' : condition(portfolio.condition, fields, attributes),
    }),
  );
  return {
    documents: [principal, ...related, ...portfolios],
    models: related.filter((document) => document.kind === 'Model'),
    modules: documents.filter((document) => document.kind === 'Module').map(({ name }) => name),
    features: documents.filter((document) => document.kind === 'Feature').map(({ name }) => name),
    portfolios,
    fields,
    attributes,
  };
}

/** Declares the relation that a model follows to the one with `portfolio: self`; without such a one it follows none. */
function relate<T extends { readonly kind: string }>(
  document: T | Model,
  self: Model | undefined,
): T | Model {
  if (!('portfolio' in document) || typeof document.portfolio !== 'object') return document;
  const { portfolio, ...rest } = document;
  return self ? { ...rest, portfolio, relations: { [portfolio.through]: { model: self.name } } } : rest;
}

function principalOf(raw: readonly RawProperty[]): Principal {
  const attribute = names();
  const others = raw.map(
    ({ name, type }) => [attribute('field', name), { type: pick(types, type) }] as const,
  );
  return { kind: 'Principal', attributes: { id: { type: 'id' }, ...Object.fromEntries(others) } };
}

/** A subject requires only cells declared before it, so nothing can come round to itself. */
function subject(
  raw: RawSubject,
  self: boolean,
  declared: Names,
  earlier: readonly string[],
): Model | Toggle<'Module'> | Toggle<'Feature'> | Capability | undefined {
  const required =
    earlier.length === 0 ? [] : [...new Set(raw.requires.map(({ cell }) => pick(earlier, cell)))];
  switch (raw.kind) {
    case 'Model':
      return model(raw, self, declared, earlier);
    case 'Capability':
      if (required.length === 0) return undefined;
      return { kind: 'Capability', name: declared('subject', raw.name), requires: required };
    case 'Module':
    case 'Feature':
      return {
        kind: raw.kind,
        name: declared('subject', raw.name),
        description: 'What it is for.',
        ...(required.length > 0 || bit(raw.trimmings, 0) ? { requires: required } : {}),
        ...(bit(raw.trimmings, 1) ? { risk: pick(risks, raw.trimmings) } : {}),
      };
  }
}

function model(raw: RawSubject, self: boolean, declared: Names, earlier: readonly string[]): Model {
  const has = (at: number): boolean => bit(raw.trimmings, at);
  const some = subset(allActions, raw.actions);
  const actions = bit(raw.actions, 5) || some.length === 0 ? allActions : some;
  const action = pick(actions, raw.trimmings);
  const properties = propertiesOf(raw.properties, self);
  const requires = requiresOf(raw, actions, earlier);
  const name = declared('subject', raw.name);
  return {
    kind: 'Model',
    name,
    family: has(0) ? 'internal' : 'standard',
    ...(has(1) ? { title: `The ${name}` } : {}),
    ...(has(2) ? { description: 'What it is: a thing with "quotes", #hashes and colons.' } : {}),
    ...(has(3) && has(4) ? { aliases: [declared('subject', raw.name + 7)] } : {}),
    actions,
    ...(self
      ? { portfolio: 'self' as const }
      : raw.through
        ? { portfolio: { through: pick(['company', 'parent', 'account'], raw.name) } }
        : {}),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(Object.keys(requires).length > 0 ? { requires } : {}),
    ...(has(5) && has(6) ? { risk: { [action]: pick(risks, raw.trimmings) } } : {}),
    ...(has(7) && has(8) ? { notes: { [action]: 'Mind what it takes with it.' } } : {}),
  };
}

function propertiesOf(raw: readonly RawProperty[], self: boolean): Record<string, Property> {
  const property = names();
  return Object.fromEntries(
    raw.map(({ name, type, flags }) => [
      property(self ? 'field' : 'property', name),
      {
        type: pick(types, type),
        ...(bit(flags, 0) ? { required: true } : {}),
        ...(bit(flags, 1) ? { sensitive: bit(flags, 4) } : {}),
        ...(bit(flags, 2) ? { system: bit(flags, 3) } : {}),
      },
    ]),
  );
}

function requiresOf(
  raw: RawSubject,
  actions: readonly string[],
  earlier: readonly string[],
): Record<string, string[]> {
  const requires: Record<string, string[]> = {};
  if (earlier.length === 0) return requires;
  for (const { key, cell } of raw.requires) {
    const under = pick(['*', ...actions], key);
    requires[under] = [...new Set([...(requires[under] ?? []), pick(earlier, cell)])];
  }
  return requires;
}
