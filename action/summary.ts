import { appendFileSync } from 'node:fs';

/** GitHub refuses the whole summary of a step above 1 MiB, and the step stays green. */
const limit = 1_048_576;

/** What is kept free for the sentence that says how much was left out. */
const reserve = 200;

/**
 * Joins blocks of Markdown to a summary that GitHub takes. A block is kept whole or left out whole, so that no
 * table is cut; the last line says how many were left out.
 */
export function summary(blocks: readonly string[], most = limit): string {
  const kept: string[] = [];
  let size = 0;
  for (const block of blocks) {
    const text = `${block.trimEnd()}\n\n`;
    const bytes = Buffer.byteLength(text);
    if (size + bytes > most - reserve) continue;
    kept.push(text);
    size += bytes;
  }
  const left = blocks.length - kept.length;
  if (left > 0) kept.push(`_${left} ${left === 1 ? 'part' : 'parts'} left out; the report holds all._\n`);
  return kept.join('');
}

/** Appends to the summary of the step, in the file that GitHub names; without a file it does nothing. */
export function writeSummary(file: string | undefined, text: string): void {
  if (file !== undefined && file !== '') appendFileSync(file, text);
}
