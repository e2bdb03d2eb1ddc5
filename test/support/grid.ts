import type { MongoAbility } from '@casl/ability';
import type { Compiled } from '../../compiler/model/artifact.ts';
import {
  builtInActions,
  type Catalog,
  type Model,
  type Right,
  rights,
  type Toggle,
} from '../../compiler/model/catalog.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { capName, describePortfolio } from '../../compiler/model/policy.ts';
import { abilityOf, sampleUser } from './casl.ts';

/** The meaning of the letters of a grid. */
export const legend = [
  'What CASL allows on the emitted rules: c create, v view, u update, r remove, e export; `.` not allowed; a blank:',
  'there is no such permission. Of properties, how many may be viewed and updated, and which not where some may.',
  '',
].join('\n');

/**
 * Draws what a role may do in a tenant, as CASL alone answers: a line for every model, then the toggles that may be
 * used and those that may not.
 */
export function grid({ matrix, rulesOf }: Compiled, row: Row): string {
  const { catalog } = matrix.policy;
  const ability = abilityOf(rulesOf(row), sampleUser(matrix.policy));
  const width = Math.max(...catalog.models.map(({ name }) => name.length));
  return [
    `${row.role.name}: ${capName(row.role)}, ${describePortfolio(row.role.portfolio)}`,
    ...catalog.models.map((model) => `  ${model.name.padEnd(width)}  ${modelText(model, ability)}`.trimEnd()),
    ...togglesOf(catalog).map(([what, toggles]) => toggleText(what, toggles, ability)),
    '',
  ].join('\n');
}

function modelText(model: Model, ability: MongoAbility): string {
  const letters = builtInActions.map((action) => {
    if (!model.actions.has(action)) return ' ';
    return ability.can(action, model.name) ? action.charAt(0) : '.';
  });
  const properties = rights.flatMap((right) => propertiesText(model, right, ability));
  return `${letters.join(' ')}   ${properties.join('; ')}`;
}

function propertiesText(model: Model, right: Right, ability: MongoAbility): readonly string[] {
  const names = model.properties.filter((property) => property.rights.has(right)).map(({ name }) => name);
  const denied = names.filter((name) => !ability.can(right, model.name, name));
  if (names.length === 0 || denied.length === names.length) return [];
  const counted = `${right} ${names.length - denied.length}/${names.length}`;
  return [denied.length === 0 ? counted : `${counted}, not ${denied.join(' ')}`];
}

const togglesOf = ({
  modules,
  features,
  capabilities,
}: Catalog): readonly (readonly [string, readonly Toggle[]])[] => [
  ['modules', modules],
  ['features', features],
  ['capabilities', capabilities],
];

function toggleText(what: string, toggles: readonly Toggle[], ability: MongoAbility): string {
  const names = toggles.map(({ name }) => name);
  const used = names.filter((name) => ability.can('use', name));
  const others = names.filter((name) => !used.includes(name));
  const list = (some: readonly string[]) => (some.length === 0 ? 'none' : some.join(' '));
  return `  ${what}: ${list(used)}\n${' '.repeat(what.length + 1)}not: ${list(others)}`;
}
