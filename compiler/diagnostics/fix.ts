import type { Source } from '../text/source.ts';
import type { Path } from '../text/yaml.ts';

/** Advice together with the edit that it describes, so that the sentence and the edit cannot say two things. */
export interface Fix {
  readonly help: string;
  readonly at: FixPlace;
  readonly change: FixChange;
}

/** The place of a value in a document of a file. */
export interface FixPlace {
  readonly document: { readonly source: Source; readonly index: number };
  readonly path: Path;
}

/** A change of the value at a place; everything around it, comments included, stays as it is. */
export type FixChange =
  /** Another text stands in place of the value. */
  | { readonly kind: 'replace'; readonly text: string }
  /** The value is put into quotes. */
  | { readonly kind: 'quote' }
  /** The value becomes the only item of a list. */
  | { readonly kind: 'put-in-list' }
  /** The value becomes that of a map with one key, which is written as YAML wants it. */
  | { readonly kind: 'put-under'; readonly key: string }
  /** The value is replaced by one that stands inside of it, alone. */
  | { readonly kind: 'unwrap'; readonly path: Path }
  /** The key of the value gets another name. */
  | { readonly kind: 'rename'; readonly key: string }
  /** The map at the place gets one more entry, behind one of its own or at its end. */
  | { readonly kind: 'add'; readonly key: string; readonly text: string; readonly after?: string }
  /**
   * The item is removed from its list, or the entry from its map. A list or map that becomes empty by that is removed
   * too, as long as its path has at least `least` steps; without `least` it stays.
   */
  | { readonly kind: 'remove'; readonly least?: number };

/** Returns the fix that writes another text in place of a value. */
export const fixByText = (at: FixPlace, text: string, help = `write \`${text}\``): Fix => ({
  help,
  at,
  change: { kind: 'replace', text },
});
