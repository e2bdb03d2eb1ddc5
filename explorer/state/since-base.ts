import { check, who } from '../../compiler/library.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { askLibrary } from './ask-library.ts';
import { compareWorlds, type DiffOfWorlds, isDifference, listDifferenceParts } from './difference.ts';
import { listHolderLines, splitPatterns } from './holders.ts';
import { chooseTenant, readMatrixChoice } from './matrix-choice.ts';
import { readRecordsChoice } from './records-choice.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

const quoteFirst = (names: readonly string[], most = 4): string =>
  listFirst(
    names.map((name) => `\`${name}\``),
    most,
  );

/** Lists what differs between two worlds in what a view shows, the gravest first, with names in backticks. */
export function listChangesOfView(
  { view, params }: Route,
  before: World,
  after: World,
  today: string,
): readonly string[] {
  if (view === 'who') return compareLists(listHolders(before, params), listHolders(after, params));
  if (view === 'findings') return compareLists(listFindings(before, today), listFindings(after, today));
  const { matrix } = after;
  const difference = compareWorlds(before, after);
  if (!isDifference(difference)) return [difference.refused];
  if (!matrix) return [];
  if (view === 'tenants')
    return [
      ...listOfRole(difference),
      ...listDifferenceParts(difference).flatMap(({ lines }) => lines.map(({ words }) => words)),
    ];
  const { role, user } = findHolder(matrix, view, params);
  return role === undefined
    ? listOfPeople(difference, chooseTenant(matrix, params.tenant)?.name, user)
    : listOfRole(difference, role);
}

/** Finds whom a view is about: a role, a user, or neither if it lists all users of a tenant. */
function findHolder(
  matrix: Matrix,
  view: Route['view'],
  params: Route['params'],
): { readonly role?: string | undefined; readonly user?: string | undefined } {
  if (view === 'people') return { user: params.user };
  return (
    (view === 'records' && readRecordsChoice(matrix, params)?.holder) || readMatrixChoice(matrix, params)
  );
}

const listOfRole = ({ groups }: DiffOfWorlds, role?: string): readonly string[] =>
  groups
    .filter(({ roles }) => role === undefined || roles.some(({ name }) => name === role))
    .map(
      ({ kind, can, roles, tenants, users }) =>
        `${kind}: ${quoteFirst(can.map(({ permission }) => permission))} · ${quoteFirst(roles.map(({ name }) => name))} in ${quoteFirst(tenants)} · ${users} ${users === 1 ? 'person' : 'people'}`,
    );

const kinds = ['gained', 'widened', 'shifted', 'narrowed', 'lost'] as const;

const listOfPeople = ({ people }: DiffOfWorlds, tenant?: string, user?: string): readonly string[] =>
  people
    .filter((one) => one.tenant === tenant && (user === undefined || one.user === user))
    .map((one) => {
      const changes = kinds.flatMap((kind) =>
        one[kind].length > 0 ? `${kind} ${quoteFirst(one[kind])}` : [],
      );
      return `\`${one.user}\`: ${changes.join('; ')}`;
    });

function listHolders({ policies }: World, { ask = '', in: tenant }: Route['params']): readonly string[] {
  const permissions = splitPatterns(ask);
  if (permissions.length === 0) return [];
  const question = { permissions, users: true, ...(tenant !== undefined && { tenant }) };
  const answer = askLibrary(() => who(policies, question));
  if ('refused' in answer) return [];
  return listHolderLines(answer).flatMap((line) => {
    const by = `${quoteFirst(line.roles)} in \`${line.tenant}\``;
    const records = line.portfolio.length > 0 ? ` on ${line.portfolio.join(' + ')}` : '';
    return [
      `${by}${records}: ${quoteFirst(line.permissions)}`,
      ...line.people.map((name) => `\`${name}\` by ${by}`),
    ];
  });
}

const listFindings = ({ policies }: World, today: string): readonly string[] =>
  check(policies, { today }).findings.map(
    ({ severity, message, path }) => `${severity}: ${message} · ${path}`,
  );

/** Lists what only one of two lists has: first what is new, then what is gone. */
function compareLists(before: readonly string[], after: readonly string[]): readonly string[] {
  const [had, has] = [new Set(before), new Set(after)];
  return [
    ...[...has].filter((one) => !had.has(one)).map((one) => `+ ${one}`),
    ...[...had].filter((one) => !has.has(one)).map((one) => `− ${one}`),
  ];
}
