import { appendFileSync } from 'node:fs';
import { Failure } from './failure.ts';

/** GitHub refuses the whole summary of a step above this, in bytes, and the step stays green. */
const most = 1_048_576;

/** What a summary is written for, in bytes: some room is left for what other commands of the step add. */
export const summaryLimit = most - 16_384;

/** Appends to the summary of the step, in the file that GitHub names; without a file it does nothing. */
export function summary(file: string | undefined, text: string): void {
  if (file === undefined || file === '') return;
  if (Buffer.byteLength(text) > most) throw new Failure('the summary is larger than GitHub takes');
  appendFileSync(file, text);
}
