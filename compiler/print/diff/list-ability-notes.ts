import type { AbilityJson } from '../../questions/diff/report.ts';

/** The most notes that are printed on permissions that change together; JSON has them all. */
const mostNotes = 6;

/** Lists the notes on permissions that change together, each once with the first permission that has it. */
export function listAbilityNotes(can: readonly AbilityJson[]): readonly string[] {
  const first = new Map<string, string>();
  for (const { permission, notes = [] } of can)
    for (const note of notes) if (!first.has(note)) first.set(note, permission);
  return [...first].slice(0, mostNotes).map(([note, permission]) => `${permission}: ${note}`);
}
