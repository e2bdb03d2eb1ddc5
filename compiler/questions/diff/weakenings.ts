import { has } from '../../model/bits.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import type { Invariant } from '../../model/invariant.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import { isSelected } from '../../model/selection.ts';
import { listFirstNames } from '../../text/list.ts';

/** One way in which an invariant demands less than it did, in words, and where. */
export interface Weakening {
  readonly change: string;
  readonly at: Place;
}

/** Every way in which an invariant demands less than it did: of fewer, of less, or with less weight. */
export function weakenings(was: Invariant, is: Invariant, base: Policy, head: Policy): readonly Weakening[] {
  const at = (field: string) => placeIn(is.at.document, [field], 'key');
  const found: Weakening[] = [];
  const note = (field: string, change: string | undefined) => {
    if (change !== undefined) found.push({ change, at: at(field) });
  };
  if (weights.indexOf(is.severity) < weights.indexOf(was.severity))
    note('severity', `it was of severity \`${was.severity}\` and is of \`${is.severity}\``);
  const roles = [base, head].flatMap((policy) => rolesOf(policy).map(({ name }) => name));
  const userTypes = [base, head].flatMap((policy) => policy.userTypes.map(({ name }) => name));
  note('roles', scopeLost(was, is, 'roles', roles, 'role'));
  note('userTypes', scopeLost(was, is, 'userTypes', userTypes, 'user type'));
  if (is.demand !== was.demand) note(is.demand, `it was \`${was.demand}\` and is \`${is.demand}\``);
  else note(is.demand, demandLost(was, is, base, head));
  if (is.withinCap && !was.withinCap)
    note('within', 'it is demanded only where user type and seats can hold it');
  return found;
}

const weights = ['info', 'warning', 'error'];

/** The names that the old selection had and the new one does not; `any other` stands for names to come. */
function scopeLost(
  was: Invariant,
  is: Invariant,
  field: 'roles' | 'userTypes',
  names: readonly string[],
  noun: string,
): string | undefined {
  const selects = ({ at }: Invariant) => {
    const written: unknown = valueIn(placeIn(at.document, [field]));
    return (name: string) => written === undefined || isSelected(written, name);
  };
  const [before, after] = [selects(was), selects(is)];
  const lost = [...new Set(names)].filter((name) => before(name) && !after(name)).sort();
  if (lost.length > 0) return `it no longer covers ${noun} ${listFirstNames(lost)}`;
  return before('') && !after('') ? `it no longer covers every ${noun} to come` : undefined;
}

/** Of `must` and `mustNot`, what is no longer listed; of `mustNotTogether`, what now has to come together too. */
function demandLost(was: Invariant, is: Invariant, base: Policy, head: Policy): string | undefined {
  if (was.demand === 'mustNotTogether') {
    const more = textsOf(is).filter((text) => !textsOf(was).includes(text));
    return more.length > 0 ? `it breaks only together with ${listFirstNames(more)}` : undefined;
  }
  const kept = cellsOf(is, head);
  const lost = [...cellsOf(was, base)].filter(
    (permission) => !kept.has(permission) && head.catalog.cellOf.has(permission),
  );
  if (lost.length === 0) return undefined;
  const shown = textsOf(was).filter((text) => !textsOf(is).includes(text));
  return `it no longer lists ${listFirstNames(shown.length > 0 ? shown : lost.sort())}`;
}

const textsOf = ({ patterns }: Invariant): readonly string[] => patterns.map(({ text }) => text);

const cellsOf = ({ patterns }: Invariant, { catalog }: Policy): ReadonlySet<string> =>
  new Set(
    catalog.cells
      .filter(({ index }) => patterns.some(({ cells }) => has(cells, index)))
      .map(({ permission }) => permission),
  );
