import { appendFileSync } from 'node:fs';
import { ActionError } from './action-error.ts';

/** The most bytes in the summary of a step: GitHub drops a larger one as a whole, and the step stays green. */
const mostBytes = 1_048_576;

/** The bytes that one summary may take, which leaves room for what other commands of the step add. */
export const summaryLimit = mostBytes - 16_384;

/** Appends to the summary of the step, in the file that GitHub names. Does nothing if GitHub names no file. */
export function appendSummary(file: string | undefined, text: string): void {
  if (file === undefined || file === '') return;
  if (Buffer.byteLength(text) > mostBytes) throw new ActionError('the summary is larger than GitHub takes');
  appendFileSync(file, text);
}
