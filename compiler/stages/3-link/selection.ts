import { type Place, placeIn } from '../../model/document.ts';
import type { ModelGrant, Selection } from '../../model/documents.generated.ts';

/** Whether a selection has a name that exists. */
export function selects(selection: Selection, name: string): boolean {
  if (typeof selection === 'string') return selection === 'all';
  if (Array.isArray(selection)) return (selection as readonly string[]).includes(name);
  return !(selection as { readonly except: readonly string[] }).except.includes(name);
}

/** The names that a selection spells out, each with its place. */
export function namesIn(selection: Selection, at: Place): readonly (readonly [string, Place])[] {
  if (typeof selection === 'string') return [];
  const isList = Array.isArray(selection);
  const names = isList ? selection : (selection as { readonly except: readonly string[] }).except;
  const path = isList ? at.path : [...at.path, 'except'];
  return names.map((name, index) => [name, placeIn(at.document, [...path, index])] as const);
}

/** What to write for a word that stands alone and is found in a list. */
export function helpWithWord(word: string, { path }: Place): string | undefined {
  const meant = word === '*' ? 'all' : word;
  if (meant !== 'all' && meant !== 'none') return undefined;
  if (path.at(-2) !== 'except') return `write \`${meant}\` without brackets`;
  return `write \`${meant === 'all' ? 'none' : 'all'}\` in place of \`{ except: [${word}] }\``;
}

/** Whether what a layer says of a model speaks of its actions alone. */
export const isSelection = (grant: ModelGrant): grant is Selection =>
  typeof grant === 'string' || Array.isArray(grant) || 'except' in grant;
