import type { Objection } from '../../lint/invariants/find-objections.ts';
import { count } from '../../text/count.ts';
import { listNames } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';

/** Prints the objections of invariants to a role that was written, a line for each; empty if there are none. */
export function printObjections(objections: readonly Objection[]): string {
  const demanding = objections.filter(isDemanding);
  const others = objections.filter((objection) => !isDemanding(objection));
  return [
    section(
      others.filter(({ isError }) => isError),
      (isOne) => `${isOne ? 'forbids' : 'forbid'} part of it: take away`,
    ),
    section(
      others.filter(({ isError }) => !isError),
      (isOne) => `${isOne ? 'warns' : 'warn'} of part of it: take away`,
    ),
    section(demanding, (isOne) => `${isOne ? 'demands' : 'demand'} more of it: add`),
  ].join('');
}

const isDemanding = ({ demand }: Objection): boolean => demand === 'must' || demand === 'mustSome';

function section(objections: readonly Objection[], what: (isOne: boolean) => string): string {
  if (objections.length === 0) return '';
  const lines = objections.map((objection) => [
    `  ${makeVisible(objection.invariant)}`,
    printDemand(objection),
  ]);
  return `${count(objections.length, 'invariant')} ${what(objections.length === 1)}\n${formatTable(lines)}`;
}

function printDemand({ demand, names }: Objection): string {
  if (demand === 'mustNotTogether' || demand === 'mustSome')
    return listAlternatives(names.map(({ name }) => makeVisible(name)));
  return names
    .map(
      ({ name, by }) =>
        `\`${name}\`${by.length === 0 ? '' : ` by ${demand === 'must' ? listNames(by) : listAlternatives(by)}`}`,
    )
    .join(', ');
}

const listAlternatives = (names: readonly string[]): string =>
  names.map((name) => `\`${name}\``).join(' or ');
