import type {
  AbilityJson,
  GroupJson,
  NamedJson,
  RecordsJson,
  SidePlaceJson,
} from '../../../questions/diff/report.ts';
import { count } from '../../../text/count.ts';
import { escapeMarkdown, writeInert, writeShortSpan, writeSpans } from '../../../text/markdown.ts';
import { choosePlace, describePeople } from '../describe-report.ts';
import { listAbilityNotes, mostReaching } from '../list-ability-notes.ts';

/** The detail of a sentence. */
export interface Detail {
  /** The most names of tenants, or of roles, that are written; the rest are counted. */
  readonly names: number;
  /** The most permissions that are written; the rest are counted. */
  readonly permissions: number;
  /** If true, titles, conditions and earlier grants are shown. */
  readonly isFull: boolean;
}

/** The detail of a sentence in a list that is folded. */
export const listed: Detail = { names: 6, permissions: 12, isFull: true };

/** Describes a group in a few sentences: who can do what now, with which records, and because of which line. */
export function describeGroup(group: GroupJson, detail: Detail): string {
  const { kind, risk, woken, asleep, granted } = group;
  const sentences = [
    `**${isMixed(group) ? `up to ${risk}` : risk}** · ${describeHolders(group, detail)} ${describeDeed(group, detail)}.`,
    describeCauseLine(group),
    ...listAbilityNotes(group).map((note) => `Note: ${writeShortSpan(note)}`),
    ...(woken
      ? [
          `**Woken**: ${describeRoles(group)} granted it all along${granted && detail.isFull ? ` (${printPathLine(granted)})` : ''}.`,
        ]
      : []),
    ...(asleep
      ? [
          `**Put to sleep**: ${describeRoles(group)} still ${group.roles.length > 1 ? 'grant' : 'grants'} it${granted && detail.isFull ? ` (${printPathLine(granted)})` : ''}.`,
        ]
      : []),
    ...(granted && !woken && !asleep && detail.isFull ? [`Granted at ${printPathLine(granted)}.`] : []),
    ...(group.vendor ? ['**Not ours to decide.**'] : []),
    ...(kind === 'shifted' ? ['Neither is surely within the other: take it for wider.'] : []),
  ];
  return sentences.join(' ');
}

/** Returns true if permissions of several risks move together, as they do with a portfolio. */
const isMixed = ({ can }: GroupJson): boolean => can.some(({ risk }) => risk !== undefined);

const describeRoles = ({ roles }: GroupJson): string => (roles.length > 1 ? 'the roles' : 'the role');

/** Describes the holders of a group: roles, user types with seats, tenants and the number of people. */
export function describeHolders(
  { roles, holders, tenants, users, unknown }: GroupJson,
  detail: Detail,
): string {
  const [first] = roles;
  const named =
    roles.length === 1 && first
      ? `role ${printTitled(first, detail)}`
      : `${roles.length} roles (${writeSpans(
          roles.map(({ name }) => name),
          detail.names,
        )})`;
  const there =
    tenants.length === 1
      ? `tenant ${writeShortSpan(tenants[0] ?? '')}`
      : `${tenants.length} tenants (${writeSpans(tenants, detail.names)})`;
  const types = `${holders.length > 1 ? 'user types' : 'user type'} ${writeSpans(holders, detail.names)}`;
  return `${named}, ${types}, in ${there}, ${describePeople({ users, unknown, tenants })},`;
}

const printTitled = ({ name, title }: NamedJson, { isFull }: Detail): string =>
  title === undefined || !isFull
    ? writeShortSpan(name)
    : `${writeShortSpan(name)} (${writeShortSpan(title)})`;

function describeDeed(group: GroupJson, detail: Detail): string {
  const { kind, can, records, before, columns } = group;
  const which = records ? `, on ${printRecords(records, detail)}` : '';
  const from = before ? describeReachMove(before, records, detail) : '';
  // If only columns change, the records are the same before and now.
  const isOnOthers = columns === undefined || JSON.stringify(before) !== JSON.stringify(records);
  switch (kind) {
    case 'gained':
      return `can now ${describeAbilities(can, detail)}${which}`;
    case 'lost':
      return `can no longer ${describeAbilities(can, detail)}${which}`;
    default:
      return `${group.roles.length > 1 ? 'reach' : 'reaches'} ${[...(isOnOthers ? [`**${recordsOfKind[kind]}**, ${from}`] : []), ...(columns ? [`**${columnWords[columns]}**${isOnOthers ? '' : which}`] : [])].join(', and ')}: ${describeReaching(can, detail)}`;
  }
}

const recordsOfKind = { widened: 'more records', narrowed: 'fewer records', shifted: 'other records' };

/** The words for columns of a model that has properties on one side alone. */
export const columnWords = {
  opened: 'every column instead of listed ones',
  closed: 'listed columns instead of every one',
};

/**
 * Describes permissions: a few in words with their codes, many by verb. Of a model with many properties at most three
 * sensitive ones are written and the others counted; the actions that gate them are always written.
 */
export function describeAbilities(can: readonly AbilityJson[], { permissions }: Detail): string {
  if (can.length <= 3)
    return can
      .map(
        ({ verb, what, permission, sensitive }) =>
          `**${escapeMarkdown(verb)}** ${writeShortSpan(what)} (${writeShortSpan(permission)}${sensitive ? ', sensitive' : ''})`,
      )
      .join(', ');
  const [written, counted] = splitWritten(can);
  const shown = written.slice(0, permissions);
  const codes = bucketInOrder(shown, ({ verb }) => verb).map(
    ([verb, some]) =>
      `**${escapeMarkdown(verb)}** ${some.map(({ permission, sensitive }) => `${writeShortSpan(permission)}${sensitive ? ' (sensitive)' : ''}`).join(', ')}`,
  );
  const numbers = bucketInOrder(counted, ({ verb, permission }) => `${verb} ${readModel(permission)}`).map(
    ([, some]) =>
      `**${escapeMarkdown(some[0]?.verb ?? '')}** ${count(some.length, 'property')} of ${writeShortSpan(readModel(some[0]?.permission ?? ''))}${countSensitive(some)}`,
  );
  const rest = [
    ...numbers.slice(0, permissions),
    ...countLeftOut(written.length - shown.length, 'more permission'),
  ];
  return [...codes, ...rest, ...countLeftOut(numbers.length - permissions, 'more model')].join('; ');
}

function countSensitive(some: readonly AbilityJson[]): string {
  const sensitive = some.filter((one) => one.sensitive).length;
  return sensitive > 0 ? ` (${sensitive} sensitive)` : '';
}

const countLeftOut = (rest: number, noun: string): readonly string[] =>
  rest > 0 ? [`and ${count(rest, noun)}`] : [];

const readModel = (permission: string): string => permission.replace(/[.:].*$/s, '');

/** The most properties of a model that are written, and the most sensitive ones that are if it has more. */
const mostProperties = 4;
const mostSensitive = 3;

/** Splits permissions into those that are written and those that are counted. */
function splitWritten(can: readonly AbilityJson[]): readonly [AbilityJson[], AbilityJson[]] {
  const written: AbilityJson[] = [];
  const counted: AbilityJson[] = [];
  for (const [, some] of bucketInOrder(
    can,
    ({ verb, permission }) => `${verb} ${permission.includes('.') ? readModel(permission) : ''}`,
  )) {
    const isMany = some.length > mostProperties && some.every(({ permission }) => permission.includes('.'));
    const isSensitiveMany = some.filter(({ sensitive }) => sensitive).length > mostSensitive;
    for (const one of some) (isMany && (isSensitiveMany || !one.sensitive) ? counted : written).push(one);
  }
  return [written, counted];
}

/** Describes everything that moves with a portfolio: permissions of high risk by code, the others by number. */
function describeReaching(can: readonly AbilityJson[], detail: Detail): string {
  if (can.length <= mostReaching) return describeAbilities(can, detail);
  const models = new Set(can.map(({ permission }) => readModel(permission)));
  const grave = can.filter((one) => one.grave);
  const among = grave.length > 0 ? `, among them ${describeAbilities(grave, detail)}` : '';
  return `${count(can.length, 'permission')} on ${count(models.size, 'model')} (${writeSpans([...models], 8)})${among}`;
}

function bucketInOrder<T>(
  things: readonly T[],
  keyOf: (thing: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const buckets = new Map<string, T[]>();
  for (const thing of things) {
    const known = buckets.get(keyOf(thing));
    if (known) known.push(thing);
    else buckets.set(keyOf(thing), [thing]);
  }
  return [...buckets];
}

/** Describes from which records to which; where both are called alike, by what is asked of them. */
export function describeReachMove(
  before: RecordsJson,
  records: RecordsJson | undefined,
  { isFull }: Pick<Detail, 'isFull'>,
): string {
  const style = { isFull: isFull || before.words === records?.words };
  return `from ${printRecords(before, style)} to ${records ? printRecords(records, style) : 'none'}`;
}

const printRecords = ({ words, condition }: RecordsJson, { isFull }: Pick<Detail, 'isFull'>): string =>
  condition === undefined || !isFull
    ? writeInert(words)
    : `${writeInert(words)} (${writeShortSpan(condition)})`;

/** Describes the line that causes a change, and what the line does. */
export function describeCauseLine({ because: reason, kind }: GroupJson): string {
  const place = choosePlace(reason, kind);
  return `Because of ${printSideLines([place, ...(reason.also ?? [])], reason.more + 1)}: ${writeInert(reason.words)}.`;
}

/** Prints the lines that cause something, and how many more there are. Those of the base say so, since they are gone. */
export function printSideLines(places: readonly SidePlaceJson[], all: number = places.length): string {
  const lines = places.map(
    (at) => `${printPathLine(at)}${at.side === 'base' ? ' (a line of the base)' : ''}`,
  );
  const rest = all - places.length;
  return `${lines.join(', ')}${rest > 0 ? ` and ${count(rest, 'line')} more like it` : ''}`;
}

/** Prints a place as `path:line`. */
export const printPathLine = ({
  path,
  line: number,
}: {
  readonly path: string;
  readonly line: number;
}): string => writeShortSpan(`${path}:${number}`);
