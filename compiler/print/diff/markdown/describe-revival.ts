import { type Revival, readSubject } from '../../../questions/diff/list-revivals.ts';
import { listGroupPermissions } from '../../../questions/diff/separate-arrivals.ts';
import { count, countWithVerb } from '../../../text/count.ts';
import { writeInert, writeSpans } from '../../../text/markdown.ts';
import { describePeople, markVendors } from '../describe-report.ts';
import { compareActions, shortenRecords } from '../make-subject-table.ts';
import { printPathLine } from './describe-group.ts';
import { listRisky } from './describe-subject-arrival.ts';
import type { Section } from './fill-sections.ts';

/** Describes in a sentence what a line lets through that roles granted all along: how much, and what of it is of high risk. */
export function describeRevival({ first, groups, risk, subjects, rows }: Revival, most: number): string {
  const roles = rows.flatMap((row) => row.roles).length;
  const all = count(listGroupPermissions(groups).size, 'permission');
  const risky = listRisky({ groups }, most);
  return `**${risk}** · ${writeInert(first.because.words)} (${printPathLine(first.because.at)}): ${countWithVerb(roles, 'role', 'gains', 'gain')} ${all} on ${writeSpans(subjects, 6)} in ${writeSpans(first.tenants, 6)}, **woken**, since the roles granted them all along${markVendors(first, ', ')}; ${risky === '' ? 'nothing of it is of high risk' : risky}. See the table.`;
}

/** Makes a small table of roles and models for each line that lets much through. */
export const makeRevivalSections = (revivals: readonly Revival[]): readonly Section[] =>
  revivals.map(({ first, subjects, rows }) => {
    const columns = ['Role', ...subjects.map(writeInert), 'Who'];
    return {
      opening: `\n### Let through: ${writeSpans(subjects, 6)} in ${writeSpans(first.tenants, 6)}\n\n| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`,
      rows: rows.map(({ roles, holders, users, isAtMost, groups }) => {
        const cells = subjects.map((subject) => writeInert(describeCell(groups, subject)));
        return `| ${writeSpans(roles, 6)} (${writeSpans(holders, 3)}) | ${cells.join(' | ')} | ${isAtMost ? 'up to ' : ''}${describePeople(users)} |\n`;
      }),
      closing: '',
      noun: 'roles',
      share: 0.3,
    };
  });

/** Describes what roles gain of a model: its actions, and how many of its properties with what. */
function describeCell(groups: Revival['groups'], subject: string): string {
  const records = new Set<string>();
  const actions = new Set<string>();
  const properties = new Map<string, { all: number; sensitive: number }>();
  for (const group of groups)
    for (const { permission, sensitive } of group.can) {
      if (readSubject(permission) !== subject) continue;
      const [path = '', action = ''] = permission.split(':');
      const words = shortenRecords(group.records?.words);
      if (words !== 'yes') records.add(words);
      if (path === subject) actions.add(action);
      else {
        const known = properties.get(action) ?? { all: 0, sensitive: 0 };
        properties.set(action, { all: known.all + 1, sensitive: known.sensitive + (sensitive ? 1 : 0) });
      }
    }
  if (actions.size + properties.size === 0) return '–';
  const sort = (some: Iterable<string>) => [...some].sort(compareActions);
  const parts = [
    sort(actions).join(', '),
    ...sort(properties.keys()).map((action) => {
      const { all = 0, sensitive = 0 } = properties.get(action) ?? {};
      return `${action} of ${count(all, 'property')}${sensitive > 0 ? ` (${sensitive} sensitive)` : ''}`;
    }),
  ];
  const on = [...records].sort().map((words) => (words === 'all' ? 'every record' : words));
  return `${parts.filter((part) => part !== '').join('; ')}${on.length > 0 ? `; on ${on.join(', ')}` : ''}`;
}
