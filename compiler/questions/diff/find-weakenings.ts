import type { Catalog } from '../../model/catalog.ts';
import { type Place, placeBeside, placeIn, valueIn } from '../../model/document.ts';
import type { Bound, Invariant, Pattern } from '../../model/invariant.ts';
import { cellsIn } from '../../model/mask.ts';
import { matchCells } from '../../model/pattern.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import { isSelected } from '../../model/selection.ts';
import { listFirstNames } from '../../text/list.ts';

/** One way in which an invariant demands less than it did, in words, and where. */
export interface Weakening {
  readonly change: string;
  readonly at: Place;
}

/**
 * Finds every way in which an invariant demands less than it did: of fewer roles, of fewer cells, or with less
 * weight.
 */
export function findWeakenings(
  was: Invariant,
  is: Invariant,
  base: Policy,
  head: Policy,
): readonly Weakening[] {
  const at = (field: string) => placeBeside(placeIn(is.at.document, [field], 'key'), was.at.document);
  const found: Weakening[] = [];
  const note = (field: string, change: string | undefined) => {
    if (change !== undefined) found.push({ change, at: at(field) });
  };
  if (weights.indexOf(is.severity) < weights.indexOf(was.severity))
    note('severity', `it was of severity \`${was.severity}\` and is of \`${is.severity}\``);
  const roles = [base, head].flatMap((policy) => rolesOf(policy).map(({ name }) => name));
  const userTypes = [base, head].flatMap((policy) => policy.userTypes.map(({ name }) => name));
  note('roles', describeLostScope(was, is, 'roles', roles, 'role'));
  note('userTypes', describeLostScope(was, is, 'userTypes', userTypes, 'user type'));
  const tenants = [base, head].flatMap((policy) => policy.tenants.map(({ name }) => name));
  note('tenants', describeLostScope(was, is, 'tenants', tenants, 'tenant'));
  const portfolios = [base, head].flatMap((policy) => policy.portfolios.map(({ name }) => name));
  note('portfolios', describeLostScope(was, is, 'portfolios', portfolios, 'portfolio'));
  note('when', describeAddedCondition(was, is, base, head));
  if (is.demand !== was.demand) note(is.demand, `it was \`${was.demand}\` and is \`${is.demand}\``);
  else note(is.demand, describeLostDemand(was, is, base, head));
  if (is.within !== was.within && is.within !== undefined && !includesBound(is.within, was.within))
    note('within', `it is demanded only ${boundWords[is.within]}`);
  return found;
}

const boundWords = {
  cap: 'where user type and seats can hold it',
  ceilings: 'where user type, seats and tenant can hold it',
  model: 'of properties whose action the role holds',
} as const satisfies Record<Bound, string>;

/** Returns true if a bound demands all that another one demanded. */
const includesBound = (is: Bound, was: Bound | undefined): boolean => is === 'cap' && was === 'ceilings';

const weights = ['info', 'warning', 'error'];

/** Describes the names that the old selection had and the new one lacks; undefined if there is none. */
function describeLostScope(
  was: Invariant,
  is: Invariant,
  field: 'roles' | 'userTypes' | 'tenants' | 'portfolios',
  names: readonly string[],
  noun: string,
): string | undefined {
  const selects = ({ at }: Invariant) => {
    const written: unknown = valueIn(placeIn(at.document, [field]));
    return (name: string) => written === undefined || isSelected(written, name);
  };
  const [before, after] = [selects(was), selects(is)];
  const lost = [...new Set(names)].filter((name) => before(name) && !after(name)).sort();
  if (lost.length > 0)
    return `it no longer covers ${noun}${lost.length === 1 ? '' : 's'} ${listFirstNames(lost)}`;
  return before('') && !after('') ? `it no longer covers every ${noun} to come` : undefined;
}

/** Describes what a role must newly hold to be checked; undefined if that is nothing. */
function describeAddedCondition(
  was: Invariant,
  is: Invariant,
  base: Policy,
  head: Policy,
): string | undefined {
  const before = listCells(was.when, base);
  const more = is.when.filter((pattern) => [...listCells([pattern], head)].some((cell) => !before.has(cell)));
  return more.length > 0
    ? `it is checked only where ${listFirstNames(listTexts(more))} is held too`
    : undefined;
}

/**
 * Describes how a demand got weaker. For `must`, `mustNot` and `mustSomeone` cells are no longer listed; for
 * `mustNotTogether` more has to come together; for `mustSome` more is enough.
 */
function describeLostDemand(was: Invariant, is: Invariant, base: Policy, head: Policy): string | undefined {
  if (was.demand === 'mustSome') {
    // A new model or property that an unchanged pattern matches is what the pattern was written for.
    const kept = listTexts(was.patterns);
    const known = new Set([
      ...listCells(was.patterns, base),
      ...listCells(
        is.patterns.filter(({ text }) => kept.includes(text)),
        head,
      ),
    ]);
    const more = [...listCells(is.patterns, head)].filter((cell) => !known.has(cell)).sort();
    return more.length > 0
      ? `${listFirstNames(more)} ${more.length === 1 ? 'is' : 'are'} enough too`
      : undefined;
  }
  if (was.demand === 'mustNotTogether') {
    const more = listTexts(is.patterns).filter((text) => !listTexts(was.patterns).includes(text));
    return more.length > 0 ? `it breaks only together with ${listFirstNames(more)}` : undefined;
  }
  const listedNow = listCells(is.patterns, head);
  const lost = [...listCells(was.patterns, base)].filter(
    (permission) =>
      !listedNow.has(permission) && catalogsOf(head).some(({ cellOf }) => cellOf.has(permission)),
  );
  if (lost.length === 0) return undefined;
  const shown = listTexts(was.patterns).filter((text) => !listTexts(is.patterns).includes(text));
  return `it no longer lists ${listFirstNames(shown.length > 0 ? shown : lost.sort())}`;
}

const listTexts = (patterns: Invariant['patterns']): readonly string[] => patterns.map(({ text }) => text);

function listCells(patterns: readonly Pattern[], policy: Policy): ReadonlySet<string> {
  const listed = new Set<string>();
  for (const catalog of catalogsOf(policy))
    for (const { text } of patterns)
      for (const { permission } of cellsIn(matchCells(catalog, text), catalog)) listed.add(permission);
  return listed;
}

/** The catalog, and those of the tenants that have properties of their own. */
const catalogsOf = ({ catalog, tenants }: Policy): readonly Catalog[] => [
  ...new Set([catalog, ...tenants.map((tenant) => tenant.catalog)]),
];
