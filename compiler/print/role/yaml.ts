import type { SpelledGrants, SpelledModel } from '../../questions/spell-grants.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';

/** A role that is to be written. */
export interface NewRole {
  readonly name: string;
  readonly tenant: string | undefined;
  readonly title: string | undefined;
  readonly userType: string;
  readonly seats: readonly string[];
  /** The names of portfolios; `all` alone is every record, and none at all is a role without them. */
  readonly portfolio: readonly string[];
  readonly grants: SpelledGrants;
}

/** Prints a role as a YAML document: lists in brackets, a line for each model. */
export function printRoleYaml(role: NewRole): string {
  const { name, tenant, title, userType, seats, portfolio, grants } = role;
  return [
    `# Everything that ${[userType, ...seats].join(' + ')} allows: take away what this role should not have.`,
    'kind: Role',
    `name: ${writeFlowYaml(name)}`,
    ...(tenant === undefined ? [] : [`tenant: ${writeFlowYaml(tenant)}`]),
    ...(title === undefined ? [] : [`title: ${writeFlowYaml(title)}`]),
    `userType: ${writeFlowYaml(userType)}`,
    ...(seats.length === 0 ? [] : [`seats: ${writeFlowYaml(seats)}`]),
    ...printPortfolio(portfolio),
    ...printGrantsLines(grants),
    '',
  ].join('\n');
}

function printPortfolio(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [names.join() === 'all' ? 'portfolio: all' : `portfolio: ${writeFlowYaml(names)}`];
}

/** Prints the grants of a role, permission by permission, as lines of YAML. */
export const printGrantsLines = (grants: SpelledGrants): readonly string[] => [
  'grants:',
  ...(grants.models.length === 0 ? [] : ['  models:', ...grants.models.flatMap(printModelLines)]),
  ...printList('modules', grants.modules),
  ...printList('features', grants.features),
];

/** Prints the comment that names the schema to editors, for a file by its path in a policies folder of which compile writes `out`. */
export const printSchemaLine = (kind: string, file: string, out: string): string =>
  `# yaml-language-server: $schema=${'../'.repeat(file.split('/').length - 1)}${out}/schema/${kind}.schema.json\n`;

function printModelLines({ name, actions, properties }: SpelledModel): readonly string[] {
  if (properties.size === 0) return [`    ${writeFlowYaml(name)}: ${writeFlowYaml(actions)}`];
  return [
    `    ${writeFlowYaml(name)}:`,
    `      actions: ${writeFlowYaml(actions)}`,
    ...printMap(
      'properties',
      [...properties].map(([property, rights]) => `${writeFlowYaml(property)}: ${writeFlowYaml(rights)}`),
    ),
  ];
}

/** The most characters of a line; lists that are longer have a line for each item. */
const longest = 110;

function printMap(key: string, pairs: readonly string[]): readonly string[] {
  const line = `      ${key}: { ${pairs.join(', ')} }`;
  return line.length <= longest ? [line] : [`      ${key}:`, ...pairs.map((pair) => `        ${pair}`)];
}

function printList(key: string, names: readonly string[]): readonly string[] {
  const line = `  ${key}: ${names.length === 0 ? 'none' : writeFlowYaml(names)}`;
  return line.length <= longest
    ? [line]
    : [`  ${key}:`, ...names.map((name) => `    - ${writeFlowYaml(name)}`)];
}
