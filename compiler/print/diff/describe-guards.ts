import type { DiffReport, InvariantJson, WaiverJson } from '../../questions/diff/report.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirst, listFirstNames } from '../../text/list.ts';
import type { ArrivalStyle } from './describe-arrival.ts';

/** The way to print what happens to guards: as markup or as plain text. */
export interface GuardStyle extends ArrivalStyle {
  /** Prints words of ours in which names stand in backticks. */
  readonly words: (text: string) => string;
}

/**
 * Describes what happens to waivers and invariants, each on a line. A waiver comes with its reason, its owner, its last day
 * and the tenants that break its invariant.
 */
export const describeGuards = (report: DiffReport, style: GuardStyle): readonly string[] => [
  ...report.invariants
    .filter((one) => !isToldByWaiver(one, report))
    .map((one) => describeInvariant(one, style)),
  ...report.waivers.map((waiver) => describeWaiver(waiver, style)),
];

/** The most invariants, or waivers, of one sort that have lines of their own in a sum. */
const mostAlone = 2;

/** Describes what happens to waivers and invariants in sum: those of one sort share a line if they are many. */
export const sumUpGuards = (report: DiffReport, style: GuardStyle): readonly string[] => [
  ...[
    ...groupBy(
      report.invariants.filter((one) => !isToldByWaiver(one, report)),
      (one) => `${chooseInvariantTag(one)} ${chooseChangeWords(one)}`,
    ).values(),
  ].flatMap((alike) =>
    alike.length > mostAlone
      ? [sumUpInvariants(alike, style)]
      : alike.map((one) => describeInvariant(one, style)),
  ),
  ...[...groupBy(report.waivers, chooseTag).values()].flatMap((alike) =>
    alike.length > mostAlone ? [sumUpWaivers(alike, style)] : alike.map((one) => describeWaiver(one, style)),
  ),
];

function sumUpInvariants(
  alike: readonly [InvariantJson, ...InvariantJson[]],
  { names, strong, words }: GuardStyle,
): string {
  const [first] = alike;
  const who = [...new Set(alike.flatMap(({ breaches }) => breaches.map((breach) => breach.who)))];
  const invariants = alike
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map(({ invariant }) => invariant);
  const numbers = severities.flatMap((severity) => {
    const own = alike.filter((one) => one.severity === severity).length;
    return own > 0 ? [`${own} ${severity}`] : [];
  });
  return `${strong(chooseInvariantTag(first))} · each of ${alike.length} invariants (${numbers.join(', ')}) ${chooseChangeWords(first)}: ${names(invariants, 6)}; by ${listFirst(who.map(words), 3)}.`;
}

const severities: readonly InvariantJson['severity'][] = ['error', 'warning', 'info'];

function sumUpWaivers(
  alike: readonly [WaiverJson, ...WaiverJson[]],
  { names, strong, words }: GuardStyle,
): string {
  const invariants = [...new Set(alike.map(({ invariant }) => invariant))];
  const holders = [...new Set(alike.map(({ holder }) => holder))];
  return `${strong(chooseTag(alike[0]))} · ${alike.length} waivers, of ${names(invariants, 3)}, for ${listFirst(holders.map(words), 3)}.`;
}

/** Returns true if a new or changed waiver, which is described too, already says that the invariant is waived. */
const isToldByWaiver = ({ change, invariant }: InvariantJson, { waivers }: DiffReport): boolean =>
  change === 'waived' && waivers.some((one) => one.invariant === invariant && one.change !== 'removed');

function describeInvariant(one: InvariantJson, { names, strong, place, words }: GuardStyle): string {
  const { invariant, severity, change, because, breaches, at } = one;
  const who = breaches
    .slice(0, 6)
    .map((breach) => `${words(breach.who)} in ${names(breach.tenants, 6)}`)
    .join('; ');
  const rest = breaches.length - 6;
  const all = rest > 0 ? `${who} and ${rest} more` : who;
  const name = `invariant ${names([invariant], 1)} (severity ${severity}, ${place(at)})`;
  const why = change === 'mended' ? '' : ` It is there because: ${names([because.replace(/\.$/, '')], 1)}.`;
  return `${strong(chooseInvariantTag(one))} · ${name} ${chooseChangeWords(one)}: ${all}${describeShown(one, names)}.${why}`;
}

const chooseInvariantTag = (one: InvariantJson): string =>
  isExcused(one) ? 'excused' : one.change === 'unguarded' ? 'no longer refused' : one.change;

/** Describes by which permissions an invariant is broken, after a comma: held ones, or if they are demanded lacking ones. */
function describeShown(
  { demand, permissions = [] }: Pick<InvariantJson, 'demand' | 'permissions'>,
  names: GuardStyle['names'],
): string {
  if (permissions.length === 0) return '';
  return `, ${demand === 'must' || demand === 'mustSome' ? 'for lack of' : 'by'} ${names(permissions, 6)}`;
}

function describeWaiver(waiver: WaiverJson, style: GuardStyle): string {
  const { names, strong, place, words } = style;
  const quote = (text: string) => names([text], 1);
  const { invariant, holder, owner, reason, at } = waiver;
  const what = `waiver of invariant ${quote(invariant)} for ${words(holder)} ${describeTerms(waiver, style)}`;
  const terms = `Reason: ${quote(reason.replace(/\.$/, ''))}. Owner: ${quote(owner)}. ${describeBreaks(waiver, style)}`;
  return `${strong(chooseTag(waiver))} · ${what} (${place(at)}). ${terms}`;
}

function describeTerms({ change, until, tenant }: WaiverJson, { names }: GuardStyle): string {
  const side = (name: 'base' | 'head') =>
    `${tenant[name] === undefined ? 'every tenant' : `tenant ${names([tenant[name]], 1)}`} until ${until[name] ?? ''}`;
  switch (change) {
    case 'added':
      return `is new: in ${side('head')}`;
    case 'removed':
      return `is gone: it held in ${side('base')}`;
    case 'changed':
      return side('base') === side('head')
        ? `has another reason or owner: in ${side('head')}`
        : `holds now in ${side('head')}, before in ${side('base')}`;
  }
}

function describeBreaks({ change, breaks, permissions }: WaiverJson, { names }: GuardStyle): string {
  const shown = permissions.length > 0 ? `: ${names(permissions, 6)}` : '';
  if (change === 'removed')
    return breaks.length > 0
      ? `Without it the invariant is broken in ${names(breaks, 6)}${shown}.`
      : 'Nobody whom it was for breaks the invariant now.';
  return breaks.length > 0
    ? `Under it the invariant is broken in ${names(breaks, 6)}${shown}.`
    : 'Nobody breaks the invariant under it so far.';
}

function chooseTag({ change, effect }: WaiverJson): string {
  switch (effect) {
    case 'loosens':
      return 'guard weakened';
    case 'tightens':
      return 'tightened';
    case 'neutral':
      return change === 'added' ? 'waived' : 'changed';
  }
}

/** Describes an invariant that is broken, waived or mended in plain text, without its place. */
export const describeInvariantChange = (
  one: Pick<InvariantJson, 'invariant' | 'change' | 'demand' | 'breaches' | 'demandsLess' | 'permissions'>,
): string => {
  const who = one.breaches.map(({ who: holder, tenants }) => `${holder} in ${listFirst(tenants, 3)}`);
  const shown = describeShown(one, listFirstNames);
  return `invariant \`${one.invariant}\` ${chooseChangeWords(one)}: ${listFirst(who, 6)}${shown}`;
};

type JudgedChange = Pick<InvariantJson, 'change' | 'demandsLess'>;

/** Returns true if an invariant is broken no more because it demands less. */
const isExcused = ({ change, demandsLess }: JudgedChange): boolean =>
  change === 'mended' && demandsLess === true;

const chooseChangeWords = (one: JudgedChange): string =>
  isExcused(one) ? 'demands less, so it no longer counts as broken' : changeWords[one.change];

const changeWords = {
  broken: 'is broken now, and nothing waives it',
  waived: 'is broken now, as a waiver permits',
  mended: 'is broken no more',
  unguarded: 'would be broken now if it were as before',
} as const;
