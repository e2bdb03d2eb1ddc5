/** Asks a facade and others the same questions, and finds where they differ. */
import { type AnyAbility, subject } from '@casl/ability';
import type { UserPermissions } from '../../../runtime/user-permissions.ts';
import { matches } from '../where/matches.ts';
import type { Grant, Oracle, Question, Values } from './oracle.ts';

/** An answer that is not what was expected. */
export interface Difference {
  readonly by: string;
  readonly asked: string;
  readonly grant: Grant;
  readonly record?: Values;
  readonly said: unknown;
  readonly meant: unknown;
}

/** Another decider that is asked about a record: CASL, on the rules that compile writes. */
export interface Other {
  readonly name: string;
  readonly ability: AnyAbility;
}

/**
 * Finds where a policy and its own ability, its own filters and others differ from the oracle on a record. The others
 * do not know the types of columns, so values of another type are removed before they are asked.
 */
export function onRecord(
  oracle: Oracle,
  policy: UserPermissions,
  grant: Grant,
  user: Values,
  record: Values,
  others: readonly Other[],
): readonly Difference[] {
  const allowed = oracle.allowed(grant, user, record);
  const { ability, where } = policy;
  const differences: Difference[] = [];
  const compare = (by: string, asked: string, said: unknown, meant: unknown) => {
    if (said !== meant) differences.push({ by, asked, grant, record, said, meant });
  };
  const typed = oracle.typed(record);
  let tagged = { model: '', own: {}, typed: {} };
  const shown = new Map<string, string[]>();
  for (const [at, question] of oracle.questions.entries()) {
    const { action, model, property } = question;
    const meant = allowed[at] === true;
    const asked = words(question);
    if (tagged.model !== model)
      tagged = { model, own: subject(model, { ...record }), typed: subject(model, { ...typed }) };
    compare('can', asked, policy.can(action, model, record, property), meant);
    if (property !== undefined && meant) {
      const key = `${action} ${model}`;
      shown.set(key, [...(shown.get(key) ?? []), property]);
    }
    compare('why', asked, policy.why(action, model, record, property).split(':')[0], verdictOf(meant));
    compare('where', asked, matches(where(action, model, property), record), meant);
    compare('policy.ability', asked, ability.can(action, tagged.own, property), meant);
    for (const { name, ability: other } of others)
      compare(name, asked, other.can(action, tagged.typed, property), meant);
  }
  // This reading knows the catalog alone; properties of tenants are for the second one.
  const known = new Set(oracle.questions.map(({ model, property }) => `${model}.${property}`));
  for (const { action, model, property } of oracle.questions)
    if (property === undefined)
      compare(
        'fields',
        `${action} ${model}`,
        [...policy.fields(action, model, record)]
          .filter((name) => known.has(`${model}.${name}`))
          .sort()
          .join(),
        (shown.get(`${action} ${model}`) ?? []).sort().join(),
      );
  return differences;
}

/** Finds where a policy differs from the oracle in its answers without a record. */
export function onAny(
  oracle: Oracle,
  policy: UserPermissions,
  grant: Grant,
  user: Values,
): readonly Difference[] {
  const differences: Difference[] = [];
  const compare = (by: string, asked: string, said: unknown, meant: unknown) => {
    if (said !== meant) differences.push({ by, asked, grant, said, meant });
  };
  for (const [at, possible] of oracle.possible(grant, user).entries()) {
    const question = oracle.questions[at];
    if (!question) throw new Error('more answers than questions');
    const { action, model, property } = question;
    const asked = words(question);
    const some = policy.canSome(action, model, property);
    if (possible !== 'perhaps') compare('canSome', asked, some, possible === 'yes');
    compare('why', asked, policy.why(action, model, property).split(':')[0], verdictOf(some));
    compare('where', asked, policy.where(action, model, property) !== 'none', some);
    compare('policy.ability', asked, policy.ability.can(action, model, property), some);
  }
  const used = oracle.used(grant);
  for (const name of oracle.toggles) {
    const meant = used.includes(name);
    compare('uses', name, policy.uses(name), meant);
    compare('why', name, policy.why('use', name).split(':')[0], verdictOf(meant));
    compare('policy.ability', name, policy.ability.can('use', name), meant);
  }
  const unfilled = policy.unfilled.map(({ attribute }) => attribute).sort();
  const possible = oracle.unfilled(grant, user);
  // Conditions of other roles are not looked at for a cell that one role reaches without any.
  const meant = grant.roles.length > 1 ? possible.filter((one) => unfilled.includes(one)) : possible;
  compare('unfilled', '', unfilled.join(), meant.join());
  return differences;
}

const verdictOf = (isAllowed: boolean): string => (isAllowed ? 'allowed' : 'not allowed');

const words = ({ action, model, property }: Question): string =>
  property === undefined ? `${action} ${model}` : `${action} ${model}.${property}`;
