import type { Advice } from '../../diagnostics/diagnostic.ts';
import { fixByText } from '../../diagnostics/fix.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import type { Selection } from '../../model/documents.generated.ts';
import { readSelection } from '../../model/selection.ts';

/** Returns the names that a Selection lists, each with its place. */
export function namesIn(selection: Selection, at: Place): readonly (readonly [string, Place])[] {
  const { names, path: listed } = readSelection(selection);
  const path = [...at.path, ...listed];
  return names.map((name, index) => [name, placeIn(at.document, [...path, index])] as const);
}

/** Returns the advice for a word that means a whole Selection and stands in a list; undefined for other words. */
export function helpWithWord(word: string, { document, path }: Place): Advice | undefined {
  const meant = word === '*' ? 'all' : word;
  if (meant !== 'all' && meant !== 'none') return undefined;
  const isExcept = path.at(-2) === 'except';
  const text = isExcept ? (meant === 'all' ? 'none' : 'all') : meant;
  const help = isExcept
    ? `write \`${text}\` in place of \`{ except: [${word}] }\``
    : `write \`${text}\` without brackets`;
  const list = valueIn(placeIn(document, path.slice(0, -1)));
  const isAlone = Array.isArray(list) && list.length === 1;
  return isAlone ? fixByText({ document, path: path.slice(0, isExcept ? -2 : -1) }, text, help) : help;
}
