import { type Artifact, type Compiled, findTypedCatalog } from '../model/artifact.ts';
import {
  type Catalog,
  type Model,
  type Right,
  rightBehind,
  rights,
  type Toggle,
  togglesOf,
} from '../model/catalog.ts';
import type { Policy, Tenant } from '../model/policy.ts';
import { findOrMake } from '../text/find-or-make.ts';
import { quoteText, wrapInBraces, writeDocComment, writeIdentifier, writeKey } from '../text/typescript.ts';
import { commonJs, facade, head } from './types/facade.ts';
import { writeRecordTypes } from './types/records.ts';
import { writeUserType } from './types/user.ts';

/**
 * Emits `index.d.ts`: the types of the facade, down to the last property. It has an interface for each model and
 * right (the `keyof` of one costs the type checker less than a union of names), a registry from model to action to
 * property names, a written-out tuple for each model for CASL's own ability, and a generic facade on top.
 * `index.d.cts` is the same for CommonJS.
 */
export function* emitTypes(compiled: Compiled): Iterable<Artifact> {
  const { matrix } = compiled;
  const { userTypes, seats } = matrix.policy;
  const catalog = findTypedCatalog(compiled);
  const own = compiled.tenant ? new Map() : listOwnNames(matrix.policy);
  const parts = [
    head,
    ...catalog.models.flatMap((model) => rights.flatMap((right) => propertiesOf(model, right, own))),
    registryOf(catalog, own),
    writeSupporting(catalog),
    ...writeRecordTypes(matrix, catalog),
    writeToggles(catalog),
    tenantsOf(matrix.policy),
    `/** The user types by audience, in each from the highest rank to the lowest. */\nexport type UserTypeName = ${unionOf(userTypes)};`,
    `/** The seats. */\nexport type SeatName = ${unionOf(seats)};`,
    writeUserType(matrix),
    abilitiesOf(catalog),
    facade,
  ];
  yield { path: 'index.d.cts', content: commonJs };
  yield { path: 'index.d.ts', content: `${parts.join('\n\n')}\n` };
}

/**
 * Lists the properties of a model that have a right; names of such interfaces end in the right, and no others do.
 * They are exported, since types that a service exports may come to name them.
 */
function propertiesOf(model: Model, right: Right, own: OwnNames): readonly string[] {
  const names = [...listNamesWith(model, right).map(writeKey), ...(own.get(nameOf(model, right)) ?? [])];
  if (names.length === 0) return [];
  const comment = `/** Names of the properties of ${model.name} that can be ${right === 'view' ? 'viewed' : 'updated'}; not a record. */`;
  return [
    `${comment}\nexport interface ${nameOf(model, right)} ${wrapInBraces(names.map((name) => `${name}: 1`))}`,
  ];
}

const nameOf = ({ name }: Model, right: Right): string =>
  `${writeIdentifier(name)}${right === 'view' ? 'View' : 'Update'}`;

const listNamesWith = ({ properties }: Model, right: Right): readonly string[] =>
  properties.filter((property) => property.rights.has(right)).map(({ name }) => name);

/** The keys of what tenants add, by the interface of the properties of a model that have a right. */
type OwnNames = ReadonlyMap<string, readonly string[]>;

/**
 * Lists the properties that tenants add, without saying which tenant does: of a name with a dot the part before the
 * dot, of another the name. A package for one tenant has each by its name.
 */
function listOwnNames({ catalog, tenants }: Policy): OwnNames {
  const found = new Map<string, Set<string>>();
  for (const { models } of new Set(tenants.map((tenant) => tenant.catalog)))
    for (const model of models)
      for (const { name, rights: having } of model.properties) {
        if (catalog.modelOf.get(model.name)?.propertyOf.has(name)) continue;
        const [start = name, ...rest] = name.split('.');
        for (const right of having.keys()) {
          const known = found.get(nameOf(model, right)) ?? new Set();
          found.set(nameOf(model, right), known);
          known.add(rest.length > 0 ? `[own: \`${start}.\${string}\`]` : writeKey(name));
        }
      }
  return new Map([...found].map(([name, keys]) => [name, [...keys].sort()]));
}

/** Writes the registry of models; the fields of an export are the properties that may be viewed. */
function registryOf({ models }: Catalog, own: OwnNames): string {
  const entries = models.map((model) => {
    const entry = [...model.actions.keys()].map((action) => {
      const right = rightBehind(action);
      const has =
        right !== undefined && (listNamesWith(model, right).length > 0 || own.has(nameOf(model, right)));
      return `${writeKey(action)}: ${has ? `keyof ${nameOf(model, right)}` : 'never'}`;
    });
    return documentMember(model, `${writeKey(model.name)}: { ${entry.join('; ')} }`);
  });
  return `/** Every model with its actions, and the properties that each of them is about. */\nexport interface Models ${wrapInBraces(entries)}`;
}

/** Writes types that are looked up and not computed: the type checker would go through all models for every call. */
function writeSupporting({ actions, models }: Catalog): string {
  const entries = actions.flatMap((action) => {
    const names = models
      .filter((model) => model.actions.has(action))
      .map(({ name }) => `${writeKey(name)}: 1`);
    return names.length > 0 ? `${writeKey(action)}: { ${names.join('; ')} }` : [];
  });
  return `/** Every action with the models that support it; modules, features and capabilities are used, models are not. */\nexport interface Supporting ${wrapInBraces([...entries, 'use: {}'])}`;
}

function writeToggles(catalog: Catalog): string {
  const entries = togglesOf(catalog).map((toggle) => documentMember(toggle, `${writeKey(toggle.name)}: 1`));
  return `/** Modules, features and capabilities: what is used or not used as a whole. */\nexport interface Toggles ${wrapInBraces(entries)}`;
}

function tenantsOf({ tenants }: Policy): string {
  // Many tenants have one list of roles.
  const unions = new Map<Tenant['roles'], string>();
  const entries = tenants.map((tenant) => {
    const union = findOrMake(unions, tenant.roles, () => unionOf(tenant.roles));
    return documentMember(tenant, `${JSON.stringify(tenant.name)}: ${union}`);
  });
  return `/** Every tenant with the roles that it is offered. */\nexport interface Tenants ${wrapInBraces(entries)}`;
}

function abilitiesOf({ models }: Catalog): string {
  const tuples = models.map(
    (model) =>
      `[${unionOf([...model.actions.keys()].map((name) => ({ name })))}, ${quoteText(model.name)} | ForcedSubject<${quoteText(model.name)}>]`,
  );
  return `/** The questions that CASL's own ability is asked: one tuple for each model. */\nexport type Abilities =\n${[...tuples, "['use', ToggleName]"].map((tuple) => `  | ${tuple}`).join('\n')};`;
}

const unionOf = (named: readonly { readonly name: string }[]): string =>
  named.length === 0 ? 'never' : named.map(({ name }) => quoteText(name)).join(' | ');

/** Writes a member with the title and the description of what it stands for, if there are any. */
function documentMember({ name, title, description }: Documented, member: string): string {
  const words = [
    ...(title === undefined || title === name ? [] : [title]),
    ...(description === undefined ? [] : [description]),
  ];
  return words.length > 0 ? `${writeDocComment(`${name}: ${words.join('. ')}`)}\n  ${member}` : member;
}

type Documented = Pick<Toggle, 'name' | 'title' | 'description'>;
