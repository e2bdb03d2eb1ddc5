/** Everything outside its arguments that the action uses, so that it can be tested without a runner. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** The bundled command line, `dist/plafond.js`. */
  readonly plafond: string;
  /** The length of a second of waiting before a request is repeated, in milliseconds; shorter in tests. */
  readonly second: number;
  /** Writes to the log of the step, where the runner obeys workflow commands. */
  log(text: string): void;
}
