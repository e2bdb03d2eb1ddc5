import type { Risk } from '../../../model/catalog.ts';
import { isHighRisk } from '../../../questions/diff/judge-difference.ts';
import type { SubjectArrival } from '../../../questions/diff/list-subject-arrivals.ts';
import { count, countWithVerb } from '../../../text/count.ts';
import { groupBy } from '../../../text/group-by.ts';
import { writeInert, writeShortSpan, writeSpans } from '../../../text/markdown.ts';
import { describePeople } from '../describe-report.ts';
import { makeSubjectTable, type SubjectTable } from '../make-subject-table.ts';
import { printPathLine, printSideLines } from './describe-group.ts';
import type { Section } from './fill-sections.ts';

/** Describes in a sentence what is new in the catalog: how many roles hold it, what of it is of high risk, and what was granted before. */
export function describeSubjectArrival(arrival: SubjectArrival, most: number): string {
  const { at, risk, rows } = arrival;
  const roles = rows.flatMap((row) => row.roles).length;
  const held = `${countWithVerb(roles, 'role', 'holds', 'hold')} ${arrival.properties.length > 1 ? 'them' : 'it'}`;
  const risky = listRisky(arrival, most);
  const woken = rows.filter(({ isWoken }) => isWoken).flatMap((row) => row.roles);
  const parts = [
    ...(risky === '' ? ['nothing of it is of high risk'] : [risky]),
    ...(woken.length > 0
      ? [`**woken** for ${writeSpans(woken, most)}, which granted it before it was there`]
      : []),
  ];
  return `**${risk}** · ${nameSubject(arrival)} ${arrival.properties.length > 1 ? 'are' : 'is'} new (${printPathLine(at)}): ${held}; ${parts.join('; ')}. See the table.`;
}

const nameSubject = ({ kind, subject, properties }: SubjectArrival): string =>
  properties.length === 0
    ? `${kind} ${writeShortSpan(subject)}`
    : `${properties.length > 1 ? 'properties' : 'property'} ${writeSpans(properties, 6)} of ${writeShortSpan(subject)}`;

/** Lists the permissions of high risk among groups, each with the roles that gain it; empty if there are none. */
export function listRisky({ groups }: Pick<SubjectArrival, 'groups'>, most: number): string {
  const found = new Map<string, { readonly risk: Risk; readonly roles: Set<string> }>();
  for (const { risk, can, roles } of groups)
    for (const ability of can) {
      const own = ability.risk ?? risk;
      if (!isHighRisk(own)) continue;
      const known = found.get(ability.permission) ?? { risk: own, roles: new Set() };
      found.set(ability.permission, known);
      for (const { name } of roles) known.roles.add(name);
    }
  const alike = groupBy([...found], ([, { risk, roles }]) => `${risk} ${[...roles].sort().join()}`);
  return [...alike.values()]
    .map((some) => {
      const [[, { risk, roles }]] = some;
      const permissions = some.map(([permission]) => permission);
      return `**${risk}** ${writeSpans(permissions, permissions.length)} by ${writeSpans([...roles].sort(), most)}`;
    })
    .join('; ');
}

/** The most new things that have a table; the sentences on the others say what is of high risk. */
const mostTables = 4;

/** Makes one small table of roles and actions for each thing that is new in the catalog. */
export const makeSubjectSections = (arrivals: readonly SubjectArrival[]): readonly Section[] =>
  arrivals.slice(0, mostTables).map((arrival) => {
    const table = makeSubjectTable(arrival);
    const columns = ['Role', ...table.columns.map(writeInert), 'Where and who', 'Because of'];
    return {
      opening: `\n### New: ${nameSubject(arrival)}\n\n| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`,
      rows: table.rows.map((row) => printRow(row, table)),
      closing: '',
      noun: 'roles',
      share: 0.3,
    };
  });

function printRow(
  { roles, holders, tenants, users, isAtMost, cells, because }: SubjectTable['rows'][number],
  { columns }: SubjectTable,
) {
  const where = tenants.length === 1 ? writeShortSpan(tenants[0] ?? '') : count(tenants.length, 'tenant');
  const line = [
    `${writeSpans(roles, 6)} (${writeSpans(holders, 3)})`,
    ...columns.map((column) => writeInert(cells.get(column) ?? '–')),
    `${where}, ${isAtMost ? 'up to ' : ''}${describePeople(users)}`,
    printSideLines(because.slice(0, 3), because.length),
  ];
  return `| ${line.join(' | ')} |\n`;
}
