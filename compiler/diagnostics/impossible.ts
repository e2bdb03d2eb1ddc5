/** Stops because what cannot happen happened: a bug in plafond, never a mistake in a policy. */
export function impossible(what: never | string): never {
  throw new Error(`impossible: ${typeof what === 'string' ? what : JSON.stringify(what)}`);
}
