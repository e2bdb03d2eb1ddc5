/**
 * For a browser: the ability of a signed-in user from the rules that a service has served them
 * (`policy.ability.rules`), without the bundle and without what others may do.
 */
export { abilityFrom } from './ability.ts';
