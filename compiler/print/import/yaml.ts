import type { Grants, ModelGrant, Selection } from '../../model/documents.generated.ts';
import { isSelection } from '../../model/selection.ts';
import type { PlannedRole, PlannedTenant } from '../../questions/import/plan-import.ts';
import type { SettledUser } from '../../questions/import/settle-users.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';

/** The most characters of a line; what is longer is written over several. */
const longest = 110;

/** Prints an imported role as a document. */
export function printImportedRole(role: PlannedRole, tenant: string | undefined): string {
  const { name, title, description, userType, seats, portfolio, grants } = role;
  return [
    ...printHead('Role', name),
    ...(tenant === undefined ? [] : [`tenant: ${writeFlowYaml(tenant)}`]),
    ...printText('title', title),
    ...printText('description', description),
    `userType: ${writeFlowYaml(userType)}`,
    ...(seats.length === 0 ? [] : [`seats: ${writeFlowYaml(seats)}`]),
    ...(portfolio === undefined ? [] : [`portfolio: ${writeFlowYaml(portfolio)}`]),
    ...printGrants('grants', grants),
    '',
  ].join('\n');
}

/** Prints an imported tenant as a document. */
export function printImportedTenant(tenant: PlannedTenant): string {
  const { name, plan, packages, limits, generations, ceiling } = tenant;
  return [
    ...printHead('Tenant', name),
    ...printText('plan', plan),
    ...(packages.length === 0 ? [] : [`packages: ${writeFlowYaml(packages)}`]),
    ...(Object.keys(generations).length === 0 ? [] : [`generations: ${writeFlowYaml(generations)}`]),
    ...(limits.size === 0 ? [] : [`limits: ${writeFlowYaml(Object.fromEntries(limits))}`]),
    ...printGrants('ceiling', ceiling),
    '',
  ].join('\n');
}

const printHead = (kind: string, name: string): readonly string[] => [
  `kind: ${kind}`,
  `name: ${writeFlowYaml(name)}`,
];

const printText = (key: string, text: string | undefined): readonly string[] =>
  text === undefined ? [] : [`${key}: ${writeFlowYaml(text.replace(/\s+/g, ' '))}`];

/** The most bytes of one file of users, well below the size up to which a policy file is read. */
const mostBytes = 3 * 1024 * 1024;

/** Prints imported users as documents, several where one would be too large for a file. */
export function printImportedUsers(
  users: readonly SettledUser[],
  tenant: string,
  isComplete: boolean,
): readonly string[] {
  const head = `kind: Users\ntenant: ${writeFlowYaml(tenant)}\n${isComplete ? 'complete: true\n' : ''}users:\n`;
  const pieces: string[][] = [[]];
  let size = 0;
  for (const user of users) {
    const text = printUser(user);
    size += text.length;
    if (size > mostBytes) {
      pieces.push([]);
      size = text.length;
    }
    pieces.at(-1)?.push(text);
  }
  return pieces.map((piece) => head + piece.join(''));
}

function printUser({ id, userType, seats, roles, active, madeBy, attributes }: SettledUser): string {
  const fields: readonly (readonly [string, unknown])[] = [
    ['id', id],
    ['userType', userType.name],
    ...(seats.length > 0 ? [['seats', seats.map(({ name }) => name)] as const] : []),
    ...(roles.length > 0 ? [['roles', roles] as const] : []),
    ...(active ? [] : [['active', false] as const]),
    ...(madeBy === undefined ? [] : [['madeBy', madeBy] as const]),
    ...(attributes.size === 0
      ? []
      : [
          [
            'attributes',
            Object.fromEntries([...attributes].map(([name, { value }]) => [name, value])),
          ] as const,
        ]),
  ];
  const line = `  - ${writeFlowYaml(Object.fromEntries(fields))}\n`;
  if (line.length <= longest + 20) return line;
  return fields
    .map(([key, value], at) => `${at === 0 ? '  - ' : '    '}${key}: ${writeFlowYaml(value)}\n`)
    .join('');
}

/** Prints a layer under its key as lines of YAML. */
export function printGrants(key: string, grants: Grants): readonly string[] {
  const { models = {}, modules, features } = grants;
  const entries = Object.entries(models).flatMap(([name, grant]) =>
    grant === undefined ? [] : [[name, grant] as const],
  );
  if (entries.length === 0 && modules === undefined && features === undefined) return [`${key}: {}`];
  return [
    `${key}:`,
    ...(entries.length === 0
      ? []
      : ['  models:', ...entries.flatMap(([name, grant]) => printModel(name, grant))]),
    ...(modules === undefined ? [] : printSelection('modules', modules, '  ')),
    ...(features === undefined ? [] : printSelection('features', features, '  ')),
  ];
}

function printModel(name: string, grant: ModelGrant): readonly string[] {
  if (isSelection(grant)) return printSelection(writeFlowYaml(name), grant, '    ');
  const line = `    ${writeFlowYaml(name)}: ${writeFlowYaml(grant)}`;
  if (line.length <= longest) return [line];
  const { actions, properties = {} } = grant;
  const rights = Object.entries(properties).map(
    ([property, selection]) => `${writeFlowYaml(property)}: ${writeFlowYaml(selection)}`,
  );
  const inline = `      properties: { ${rights.join(', ')} }`;
  return [
    `    ${writeFlowYaml(name)}:`,
    ...(actions === undefined ? [] : printSelection('actions', actions, '      ')),
    ...(rights.length === 0
      ? []
      : inline.length <= longest
        ? [inline]
        : ['      properties:', ...rights.map((right) => `        ${right}`)]),
  ];
}

/** Prints a selection on one line, or with a line for each name where that is too long. */
function printSelection(key: string, selection: Selection, indent: string): readonly string[] {
  const line = `${indent}${key}: ${writeFlowYaml(selection)}`;
  if (line.length <= longest || typeof selection === 'string') return [line];
  const [names, inner] = Array.isArray(selection)
    ? [selection, `${indent}  `]
    : [(selection as { readonly except: readonly string[] }).except, `${indent}    `];
  return [
    `${indent}${key}:`,
    ...(Array.isArray(selection) ? [] : [`${indent}  except:`]),
    ...names.map((name) => `${inner}- ${writeFlowYaml(name)}`),
  ];
}
