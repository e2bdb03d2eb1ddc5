import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { makeVisible } from '../compiler/text/make-visible.ts';

/** Writes a text that the action did not make for the log, with workflow commands turned off while it is printed. */
export function quoteForLog(text: string): string {
  if (text.trim() === '') return '';
  const token = randomUUID();
  const lines = text.trimEnd().split('\n').map(makeVisible);
  return `::stop-commands::${token}\n${lines.join('\n')}\n::${token}::\n`;
}

/** Appends an output of the step to the file that GitHub names for outputs. Does nothing if GitHub names no file. */
export function setOutput(file: string | undefined, name: string, value: string): void {
  if (file === undefined || file === '') return;
  const mark = randomUUID();
  appendFileSync(file, `${name}<<${mark}\n${value}\n${mark}\n`);
}
