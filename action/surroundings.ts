/** All that the action may know and do outside its arguments, so that it can be tested without a runner. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** The bundled command line, `dist/plafond.js`. */
  readonly plafond: string;
  /** How many milliseconds a second of waiting takes before a request is tried again. */
  readonly second: number;
  /** Writes to the log of the step; what is a workflow command there is obeyed. */
  log(text: string): void;
}
