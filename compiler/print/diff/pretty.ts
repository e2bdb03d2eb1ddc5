import { nameSeverity } from '../../diagnostics/describe-code.ts';
import type { ChangeKind } from '../../model/change.ts';
import { listLoosenings } from '../../questions/diff/judge-guards.ts';
import type { SubjectArrival } from '../../questions/diff/list-subject-arrivals.ts';
import type {
  AbilityJson,
  DiffReport,
  EditJson,
  GroupJson,
  PresenceJson,
  SidePlaceJson,
} from '../../questions/diff/report.ts';
import { separateArrivals } from '../../questions/diff/separate-arrivals.ts';
import { listShownAlterations } from '../../questions/diff/summarize-report.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';
import { describeArrival } from './describe-arrival.ts';
import { describeGuards, type GuardStyle } from './describe-guards.ts';
import {
  describeInclusion,
  describeRename,
  describeSuggestedRename,
  describeSwap,
} from './describe-names.ts';
import {
  describeAlteration,
  describeHandmade,
  describeMoves,
  describePeople,
  describeTenants,
  describeVerdict,
  groupIdleEdits,
  markVendors,
  movedNothing,
  printChosenPlace,
} from './describe-report.ts';
import { listAbilityNotes } from './list-ability-notes.ts';
import { makeSubjectTable } from './make-subject-table.ts';
import { columnWords } from './markdown/describe-group.ts';
import { describeLimitChange, describeNetEffect, describeUnmoved, describeUsers } from './print-people.ts';

/** Prints a difference for a terminal: the worst first, and every change with its cause. */
export function* printDiffPretty(report: DiffReport, colours: Colours): Iterable<string> {
  const { arrivals, subjects, covered } = separateArrivals(report);
  const { bold, dim, red } = colours;
  yield `${bold(describeVerdict(report))}\n${dim(makeVisible(`from ${report.base} to ${report.head}`))}\n`;
  if (report.handmade.length > 0) yield `\n${red(bold(describeHandmade(report, (text) => text)))}\n`;
  for (const fault of report.faults)
    yield `\n${bold(`${nameSeverity(fault.severity)}[${fault.code}]`)}: ${makeVisible(fault.message)}\n  ${makeVisible(`${fault.path}:${fault.line}:${fault.column}`)}\n${fault.help === undefined ? '' : `  help: ${makeVisible(fault.help)}\n`}`;
  for (const line of describeGuards(report, plain)) yield `\n${makeVisible(line)}\n`;
  yield* printRenames(report, colours);
  for (const arrival of arrivals) yield `\n${makeVisible(describeArrival(arrival, plain, 6))}\n`;
  for (const subject of subjects) yield `\n${printSubject(subject, colours)}`;
  for (const group of report.groups) if (!covered.has(group)) yield `\n${printGroup(group, colours)}`;
  if (report.reassigned.length > 0) yield `\n${bold('users')}\n`;
  for (const gift of report.reassigned) {
    const { change, role, tenant, users, grave } = gift;
    const risk =
      grave > 0 && change === 'given' ? `, which holds ${count(grave, 'permission')} of high risk` : '';
    yield `  ${change === 'given' ? '+' : '-'} role ${role} in ${tenant}${risk}: ${makeVisible(`${listFirst(users, 12)}${markVendors(gift)}`)}\n`;
  }
  yield* printPeople(report, colours);
  yield* printPresences('added', report.added, colours);
  yield* printPresences('removed', report.removed, colours);
  yield* printStatements(report, colours);
  yield* printEdits(report.edits, colours);
}

const plain: GuardStyle = {
  names: listFirst,
  strong: (text) => text,
  place: printPosition,
  words: (text) => text,
};

function* printRenames(
  { renames, suggestedRenames, swapped = [], inclusions = [] }: DiffReport,
  { bold }: Colours,
): Iterable<string> {
  if (renames.length + suggestedRenames.length + swapped.length + inclusions.length > 0)
    yield `\n${bold('names')}\n`;
  const quote = (text: string) => `\`${text}\``;
  for (const one of swapped)
    yield `  ${makeVisible(`swapped: ${describeSwap(one, quote)} (${one.at.map(printPosition).join(', ')})`)}\n`;
  for (const one of inclusions)
    yield `  ${makeVisible(`${describeInclusion(one, quote)} (${listFirst(one.at.map(printPosition), 3)})`)}\n`;
  for (const one of renames)
    yield `  ${makeVisible(`${printPosition(one.at)} ${describeRename(one, quote)}`)}\n`;
  for (const one of suggestedRenames)
    yield `  ${makeVisible(describeSuggestedRename(one, quote, printPosition))}\n`;
}

/** Prints what is new in the catalog, each sort of holders on a line. */
function printSubject(arrival: SubjectArrival, { bold, dim }: Colours): string {
  const { kind, subject, properties, at } = arrival;
  const { columns, rows } = makeSubjectTable(arrival);
  const what = properties.length === 0 ? `${kind} ${subject}` : `${subject}: ${listFirst(properties, 6)}`;
  const lines = rows.map(({ roles, holders, users, isAtMost, cells, because, risk, isWoken }) => {
    const held = columns.flatMap((column) => (cells.has(column) ? [`${column} ${cells.get(column)}`] : []));
    const why = `${listFirst(because.map(printPosition), 3)}${isWoken ? ', woken' : ''}`;
    return makeVisible(
      `    ${risk}  ${listFirst(roles, 6)} (${listFirst(holders, 3)}) in ${describeTenants(users.tenants, 6)}; ${isAtMost ? 'up to ' : ''}${describePeople(users)}: ${held.join(', ')}  ${why}\n`,
    );
  });
  return `${bold(makeVisible(`new ${what}`))} ${dim(makeVisible(printPosition(at)))}\n${lines.join('')}`;
}

const signs: Readonly<Record<ChangeKind, string>> = {
  gained: '+',
  lost: '-',
  widened: '>',
  narrowed: '<',
  shifted: '~',
};

function printGroup(group: GroupJson, colours: Colours): string {
  const { bold, dim, green, red, yellow } = colours;
  const { kind, risk, roles, tenants, can, records, before, because, granted, woken, asleep, columns } =
    group;
  const colour = { gained: red, widened: red, shifted: yellow, lost: green, narrowed: green }[kind];
  const state = `${woken ? ', woken' : asleep ? ', put to sleep' : ''}${markVendors(group, ', ')}`;
  const who = `${roles.length > 1 ? 'roles' : 'role'} ${listFirst(
    roles.map(({ name }) => name),
    6,
  )} (${listFirst(group.holders, 6)}) in ${describeTenants(tenants, 6)}`;
  const [from, to] = [before && printRecords(before), printRecords(records)];
  const reach = from === undefined || (columns && from === to) ? to : `${from} → ${to}`;
  return [
    `${bold(colour(`${signs[kind]} ${kind}${state}`))} ${dim(can.some((one) => one.risk !== undefined) ? `up to ${risk}` : risk)}  ${makeVisible(who)}; ${describePeople(group)}\n`,
    ...sortByWeight(can)
      .slice(0, shown)
      .map((one) => `    ${makeVisible(printAbility(one))}\n`),
    can.length > shown ? `    and ${count(can.length - shown, 'more permission')}\n` : '',
    columns === undefined ? '' : `  ${dim('columns:')} ${columnWords[columns]}\n`,
    ...listAbilityNotes(group).map((note) => `  ${dim('note:')} ${makeVisible(note)}\n`),
    reach === '' ? '' : `  ${dim('on:')} ${makeVisible(reach)}\n`,
    `  ${dim('because:')} ${makeVisible(`${printChosenPlace(because, kind)}: ${because.words}`)}`,
    because.more > 0 ? ` ${dim(`and ${count(because.more, 'line')} more like it`)}\n` : '\n',
    granted
      ? `  ${dim(woken ? 'granted all along at' : asleep ? 'still granted at' : 'granted at')} ${makeVisible(printPosition(granted))}\n`
      : '',
  ].join('');
}

/** Sorts permissions by how much they matter, the most important first. */
const sortByWeight = (can: readonly AbilityJson[]): readonly AbilityJson[] =>
  can.toSorted((a, b) => weighAbility(b) - weighAbility(a));

const weighAbility = ({ grave, sensitive, permission }: AbilityJson): number =>
  (grave ? 4 : 0) + (sensitive ? 2 : 0) + (permission.includes('.') ? 0 : 1);

/** The most permissions of one group that are listed; JSON has them all. */
const shown = 12;

const printAbility = ({ permission, verb, what }: AbilityJson) => `${permission}  ${verb} ${what}`;

const printRecords = (records: GroupJson['records']): string =>
  records === undefined
    ? ''
    : `${records.words}${records.condition === undefined ? '' : ` (${records.condition})`}`;

function printPosition({ path, line, column }: Pick<SidePlaceJson, 'path' | 'line' | 'column'>): string {
  return `${path}:${line}:${column}`;
}

function* printPeople(report: DiffReport, { bold }: Colours): Iterable<string> {
  const { netEffects, limits } = report;
  const unmoved = describeUnmoved(report);
  if (netEffects.length + unmoved.length + limits.length > 0) yield `\n${bold('people')}\n`;
  for (const effect of netEffects)
    yield `  ${makeVisible(`${describeUsers(effect, 12, listFirst)}: ${describeNetEffect(effect, 12, listFirst)}`)}\n`;
  for (const sentence of unmoved) yield `  ${sentence}\n`;
  for (const limit of limits)
    yield `  ${makeVisible(`${describeLimitChange(limit, listFirst)}${markVendors(limit)}`)}\n`;
}

function* printPresences(what: string, some: readonly PresenceJson[], { bold }: Colours): Iterable<string> {
  if (some.length === 0) return;
  yield `\n${bold(what)}\n`;
  for (const { kind, name, tenant, at } of some)
    yield `  ${kind} ${name}${tenant === undefined ? '' : ` of ${tenant}`}  ${makeVisible(printPosition(at))}\n`;
}

function* printStatements(report: DiffReport, { bold, dim, red, green }: Colours): Iterable<string> {
  const layered = listLoosenings(report).filter((one) => !listShownAlterations(report).includes(one));
  const some = [...layered, ...listShownAlterations(report)];
  if (some.length === 0) return;
  yield `\n${bold('statements that changed')}\n`;
  const words = { loosens: red('loosened'), tightens: green('tightened'), neutral: dim('changed') };
  for (const one of some)
    yield `  ${words[one.effect]}  ${makeVisible(`${printPosition(one.at)} ${describeAlteration(one, (text) => text)}${markVendors(one)}`)}\n`;
}

function* printEdits(some: readonly EditJson[], { bold, dim }: Colours): Iterable<string> {
  if (some.length === 0) return;
  const moving = some.filter((edit) => edit.idle.length === 0 || describeMoves(edit) !== movedNothing);
  yield `\n${bold('your edits and what they did')}\n`;
  yield formatTable(
    moving.map((edit) => [
      `  ${makeVisible(`${edit.at.path}:${edit.at.line}`)}`,
      edit.change,
      `${edit.kind === 'Users' && edit.idle.length === 0 ? 'gave users other roles' : describeMoves(edit)}${markVendors(edit)}`,
    ]),
  );
  for (const { at, refused = [] } of moving)
    for (const { tenant, permissions, by } of refused)
      yield `  ${makeVisible(`${printPosition(at)} ${listFirst(permissions, 4)}`)} ${dim('asked for, but refused')} ${makeVisible(`in ${tenant} by the tenant’s ceiling (${printPosition(by)})`)}\n`;
  for (const { edits: alike, idle } of groupIdleEdits(some)) {
    const { at, field, permissions, verdict, because, by } = idle;
    const isWhole = field === undefined || field === 'name';
    const part =
      permissions.length > 0
        ? ` ${verdict} ${listFirst(permissions, 4)}`
        : isWhole
          ? ''
          : ` changes ${field}`;
    const more = alike.length > 1 ? ` and ${count(alike.length - 1, 'more document')} like it` : '';
    const obstacle = by ? ` (${printPosition(by)})` : '';
    yield `  ${makeVisible(`${printPosition(at)}${part}${more}`)} ${dim('to no effect:')} ${makeVisible(`${because}${obstacle}`)}\n`;
  }
}
