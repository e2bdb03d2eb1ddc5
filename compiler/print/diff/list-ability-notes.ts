import type { GroupJson } from '../../questions/diff/report.ts';

/** The most notes that are printed on permissions that change together; JSON has them all. */
const mostNotes = 6;

/** The most permissions that move to other records and are still named one by one, and noted on; more of them are counted. */
export const mostReaching = 12;

/** Lists the notes on permissions that change together, each once with the first permission that has it. */
export function listAbilityNotes({ kind, can }: Pick<GroupJson, 'kind' | 'can'>): readonly string[] {
  if (kind !== 'gained' && kind !== 'lost' && can.length > mostReaching) return [];
  const first = new Map<string, string>();
  for (const { permission, notes = [] } of can)
    for (const note of notes) if (!first.has(note)) first.set(note, permission);
  return [...first].slice(0, mostNotes).map(([note, permission]) => `${permission}: ${note}`);
}
