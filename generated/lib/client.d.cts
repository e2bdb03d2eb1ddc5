import type { AppAbility } from '../index.cjs';

/** A rule as CASL takes it, without holes: one of `policy.ability.rules`. */
export type ServedRule = AppAbility['rules'][number];

/**
 * Makes, in a browser, the ability of a signed-in user from the rules that a service has served them, which are
 * `policy.ability.rules`, without the bundle and without what others may do. Conditions are matched as the facade
 * matches them, except that rules do not tell dates from texts that look like dates: text is compared as text, also
 * if a column of dates holds something else, and a `Date` as an instant. Nor do they tell integers from other numbers: a
 * fraction counts as a number. A record's own content cannot choose its
 * type. Takes what came over the wire, and throws a `TypeError` if that is no list of such rules: `abilityFrom(await
 * response.json())`.
 */
export declare function abilityFrom(rules: unknown): AppAbility;
