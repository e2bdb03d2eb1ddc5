import { changeKinds } from '../../../model/change.ts';
import { isWiderFor } from '../../../questions/diff/judge-difference.ts';
import {
  listUserExchanges,
  type UserExchange,
  type UserMove,
} from '../../../questions/diff/list-user-exchanges.ts';
import type { DiffReport, NetEffectJson } from '../../../questions/diff/report.ts';
import { count } from '../../../text/count.ts';
import { writeSpans } from '../../../text/markdown.ts';
import { markVendors } from '../describe-report.ts';
import { describeLimitChange, describeNetEffect, describeUnmoved, describeUsers } from '../print-people.ts';
import { printPathLine, printSideLines } from './describe-group.ts';
import type { Section } from './fill-sections.ts';

const section: Omit<Section, 'rows'> = {
  opening: '\n### People\n\n',
  closing: '',
  noun: 'entries about people',
  share: 0.4,
};

/** Lists who is concerned, by name, and what it does to what is paid for. */
export const makePeopleSection = (report: DiffReport): Section => ({
  ...section,
  rows: [
    ...listUserExchanges(report).map((one) => `- ${describeExchange(one, 6)}.\n`),
    ...report.netEffects.map(
      (effect) =>
        `- ${describeUsers(effect, 6, writeSpans)}: ${describeNetEffect(effect, 6, writeSpans)}. ${printCauses(effect)}.\n`,
    ),
    ...listUnmovedRows(report),
    ...listLimitRows(report),
  ],
});

/** The most rows of one sort in a sum. */
const mostRows = 3;

/** Sums up who is concerned: the first few of each sort, without the names of permissions, and the number of the others. */
export const sumUpPeople = (report: DiffReport): Section => ({
  ...section,
  rows: [
    ...limitRows(
      listUserExchanges(report).map((one) => `- ${describeExchange(one, 2)}.\n`),
      (rest) => `- and ${count(rest.length, 'more move')} from role to role.\n`,
    ),
    ...limitRows(
      report.netEffects,
      (rest) => `- ${describeRest(rest)}.\n`,
      (effect) =>
        `- ${describeUsers(effect, 2, writeSpans)}: ${describeNumbers(effect)}. ${printCauses(effect, 1)}.\n`,
    ),
    ...listUnmovedRows(report),
    ...limitRows(listLimitRows(report), (rest) => `- and ${count(rest.length, 'more limit')}.\n`),
  ],
});

/** Prints the first lines that cause an effect, and the number of the others. */
function printCauses({ because, at }: NetEffectJson, most?: number): string {
  const all = because.length > 0 ? because : [at];
  return `Because of ${printSideLines(all.slice(0, most), all.length)}`;
}

const listUnmovedRows = (report: DiffReport): readonly string[] =>
  describeUnmoved(report).map((sentence) => `- ${sentence}.\n`);

const listLimitRows = ({ limits }: DiffReport): readonly string[] =>
  limits.map((limit) => `- ${describeLimitChange(limit, writeSpans)}${markVendors(limit)}.\n`);

/** Prints the first things, and the others as one row. */
function limitRows<T>(
  all: readonly T[],
  printRest: (rest: readonly T[]) => string,
  print: (one: T) => string = String,
): readonly string[] {
  const shown = all.length > mostRows + 1 ? all.slice(0, mostRows) : all;
  const rest = all.slice(shown.length);
  return [...shown.map(print), ...(rest.length > 0 ? [printRest(rest)] : [])];
}

/** Describes an effect by its numbers. */
const describeNumbers = (effect: NetEffectJson): string =>
  changeKinds
    .flatMap((kind) => (effect[kind].length > 0 ? [`${effect[kind].length} ${kind}`] : []))
    .join(', ') + (effect.grave.length > 0 ? ` (${effect.grave.length} of high risk)` : '');

function describeRest(rest: readonly NetEffectJson[]): string {
  const number = (some: readonly NetEffectJson[]) =>
    some.reduce((sum, { holders }) => sum + holders.reduce((all, { users }) => all + users.length, 0), 0);
  const wider = number(rest.filter(isWiderFor));
  const all = number(rest);
  const words =
    wider === 0 ? 'who can only do less' : wider === all ? 'who can do more' : `of whom ${wider} can do more`;
  return `and ${count(all, 'more user')}, ${words}`;
}

/** Describes users who moved from roles to others, or who changed places with others. */
function describeExchange({ there, back }: UserExchange, most: number): string {
  if (!back)
    return `**Moved** from ${printRoles(there.from)} to ${printRoles(there.to)}: ${printMove(there, most)}`;
  return `**Swapped** roles ${printRoles(there.from)} and ${printRoles(there.to)}: ${printRoles(there.to)} is held now by ${printMove(there, most)}, and ${printRoles(there.from)} by ${printMove(back, most)}`;
}

const printRoles = (roles: readonly string[]): string => writeSpans(roles, 3);

const printMove = (move: UserMove, most: number): string =>
  `${describeUsers(move, most, writeSpans)} (${printPathLine(move.at)})`;
