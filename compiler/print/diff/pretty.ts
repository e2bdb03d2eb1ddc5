import type { ChangeKind } from '../../model/change.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import { formatTable } from '../../text/table.ts';
import { makeVisible } from '../../text/visible.ts';
import { arrivalWords, type Style, shownOf } from './arrivals.ts';
import { columnWords } from './markdown/sentence.ts';
import { listNotesOf } from './notes.ts';
import type { AbilityJson, DiffReport, EditJson, GroupJson, PresenceJson, SidePlaceJson } from './report.ts';
import {
  alterationText,
  handmadeText,
  idleGroups,
  loosenings,
  movedNothing,
  movedWords,
  peopleWords,
  shownAlterations,
  shownPlace,
  verdictOf,
  where,
} from './sentences.ts';

/** A difference as people read it in a terminal: the worst first, and every line with its cause. */
export function* diffPretty(given: DiffReport, colours: Colours): Iterable<string> {
  const { report, arrivals, told } = shownOf(given);
  const { bold, dim, red } = colours;
  yield `${bold(verdictOf(report))}\n${dim(makeVisible(`from ${report.base} to ${report.head}`))}\n`;
  if (report.handmade.length > 0) yield `\n${red(bold(handmadeText(report, (text) => text)))}\n`;
  for (const fault of report.faults)
    yield `\n${bold(`${fault.severity}[${fault.code}]`)}: ${makeVisible(fault.message)}\n  ${makeVisible(`${fault.path}:${fault.line}:${fault.column}`)}\n`;
  for (const arrival of arrivals) yield `\n${makeVisible(arrivalWords(arrival, plain, 6))}\n`;
  for (const group of report.groups) if (!told.has(group)) yield `\n${block(group, colours)}`;
  if (report.reassigned.length > 0) yield `\n${bold('users')}\n`;
  for (const { change, role, tenant, users, grave } of report.reassigned) {
    const risk =
      grave > 0 && change === 'given' ? `, which holds ${count(grave, 'permission')} of high risk` : '';
    yield `  ${change === 'given' ? '+' : '-'} role ${role} in ${tenant}${risk}: ${makeVisible(listFirst(users, 12))}\n`;
  }
  yield* presences('added', report.added, colours);
  yield* presences('removed', report.removed, colours);
  yield* statements(report, colours);
  yield* edits(report.edits, colours);
}

const plain: Style = { names: listFirst, strong: (text) => text, place: placeWords };

const signs: Readonly<Record<ChangeKind, string>> = {
  gained: '+',
  lost: '-',
  widened: '>',
  narrowed: '<',
  shifted: '~',
};

function block(group: GroupJson, colours: Colours): string {
  const { bold, dim, green, red, yellow } = colours;
  const { kind, risk, roles, tenants, can, records, before, because, granted, woken, asleep, columns } =
    group;
  const colour = { gained: red, widened: red, shifted: yellow, lost: green, narrowed: green }[kind];
  const state = woken ? ', woken' : asleep ? ', put to sleep' : '';
  const who = `${roles.length > 1 ? 'roles' : 'role'} ${listFirst(
    roles.map(({ name }) => name),
    6,
  )} (${listFirst(group.holders, 6)}) in ${where(tenants, 6)}`;
  const [from, to] = [before && recordsWords(before), recordsWords(records)];
  const reach = from === undefined || (columns && from === to) ? to : `${from} → ${to}`;
  return [
    `${bold(colour(`${signs[kind]} ${kind}${state}`))} ${dim(can.some((one) => one.risk !== undefined) ? `up to ${risk}` : risk)}  ${makeVisible(who)}; ${peopleWords(group)}\n`,
    ...byWeight(can)
      .slice(0, shown)
      .map((one) => `    ${makeVisible(abilityWords(one))}\n`),
    can.length > shown ? `    and ${can.length - shown} more permissions\n` : '',
    columns === undefined ? '' : `  ${dim('columns:')} ${columnWords[columns]}\n`,
    ...listNotesOf(can).map((note) => `  ${dim('note:')} ${makeVisible(note)}\n`),
    reach === '' ? '' : `  ${dim('on:')} ${makeVisible(reach)}\n`,
    `  ${dim('because:')} ${makeVisible(`${shownPlace(because, kind)}: ${because.words}`)}`,
    because.more > 0 ? ` ${dim(`and ${count(because.more, 'line')} more like it`)}\n` : '\n',
    granted
      ? `  ${dim(woken ? 'granted all along at' : 'still granted at')} ${makeVisible(placeWords(granted))}\n`
      : '',
  ].join('');
}

/** What matters most first. */
const byWeight = (can: readonly AbilityJson[]): readonly AbilityJson[] =>
  can.toSorted((a, b) => weight(b) - weight(a));

const weight = ({ grave, sensitive, permission }: AbilityJson): number =>
  (grave ? 4 : 0) + (sensitive ? 2 : 0) + (permission.includes('.') ? 0 : 1);

/** Of one group so many permissions are listed; JSON has them all. */
const shown = 12;

const abilityWords = ({ permission, verb, what }: AbilityJson) => `${permission}  ${verb} ${what}`;

const recordsWords = (records: GroupJson['records']): string =>
  records === undefined
    ? ''
    : `${records.words}${records.condition === undefined ? '' : ` (${records.condition})`}`;

function placeWords({ path, line, column }: Pick<SidePlaceJson, 'path' | 'line' | 'column'>): string {
  return `${path}:${line}:${column}`;
}

function* presences(what: string, some: readonly PresenceJson[], { bold }: Colours): Iterable<string> {
  if (some.length === 0) return;
  yield `\n${bold(what)}\n`;
  for (const { kind, name, tenant, at } of some)
    yield `  ${kind} ${name}${tenant === undefined ? '' : ` of ${tenant}`}  ${makeVisible(placeWords(at))}\n`;
}

function* statements(report: DiffReport, { bold, dim, red, green }: Colours): Iterable<string> {
  const layered = loosenings(report).filter((one) => !shownAlterations(report).includes(one));
  const some = [...layered, ...shownAlterations(report)];
  if (some.length === 0) return;
  yield `\n${bold('statements that changed')}\n`;
  const words = { loosens: red('loosened'), tightens: green('tightened'), neutral: dim('changed') };
  for (const one of some)
    yield `  ${words[one.effect]}  ${makeVisible(`${placeWords(one.at)} ${alterationText(one, (text) => text)}`)}\n`;
}

function* edits(some: readonly EditJson[], { bold, dim }: Colours): Iterable<string> {
  if (some.length === 0) return;
  const moving = some.filter((edit) => edit.idle.length === 0 || movedWords(edit) !== movedNothing);
  yield `\n${bold('your edits and what they did')}\n`;
  yield formatTable(
    moving.map((edit) => [
      `  ${makeVisible(`${edit.at.path}:${edit.at.line}`)}`,
      edit.change,
      edit.kind === 'Users' && edit.idle.length === 0 ? 'gave users other roles' : movedWords(edit),
    ]),
  );
  for (const { at, refused = [] } of moving)
    for (const { tenant, permissions, by } of refused)
      yield `  ${makeVisible(`${placeWords(at)} ${listFirst(permissions, 4)}`)} ${dim('asked for, but refused')} ${makeVisible(`in ${tenant} by the tenant’s ceiling (${placeWords(by)})`)}\n`;
  for (const { edits: alike, idle } of idleGroups(some)) {
    const { at, field, permissions, verdict, because, by } = idle;
    const isWhole = field === undefined || field === 'name';
    const part =
      permissions.length > 0
        ? ` ${verdict} ${listFirst(permissions, 4)}`
        : isWhole
          ? ''
          : ` changes ${field}`;
    const more = alike.length > 1 ? ` and ${count(alike.length - 1, 'more document')} like it` : '';
    const obstacle = by ? ` (${placeWords(by)})` : '';
    yield `  ${makeVisible(`${placeWords(at)}${part}${more}`)} ${dim('to no effect:')} ${makeVisible(`${because}${obstacle}`)}\n`;
  }
}
