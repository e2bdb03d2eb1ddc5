import { type Place, placeIn } from '../../model/document.ts';
import type { Selection } from '../../model/documents.generated.ts';
import { readSelection } from '../../model/selection.ts';

/** Returns the names that a Selection lists, each with its place. */
export function namesIn(selection: Selection, at: Place): readonly (readonly [string, Place])[] {
  const { names, path: listed } = readSelection(selection);
  const path = [...at.path, ...listed];
  return names.map((name, index) => [name, placeIn(at.document, [...path, index])] as const);
}

/** Returns the advice for a word that means a whole Selection and stands in a list; undefined for other words. */
export function helpWithWord(word: string, { path }: Place): string | undefined {
  const meant = word === '*' ? 'all' : word;
  if (meant !== 'all' && meant !== 'none') return undefined;
  if (path.at(-2) !== 'except') return `write \`${meant}\` without brackets`;
  return `write \`${meant === 'all' ? 'none' : 'all'}\` in place of \`{ except: [${word}] }\``;
}
