/**
 * Returns a text as one line that shows all its characters: control characters, text direction marks, characters
 * without width and unusual spaces become `<U+202E>`, so that no policy can forge what a terminal shows.
 */
export function makeVisible(text: string): string {
  return isPlain.test(text) ? text : text.replace(findHidden(), spellCharacter);
}

/**
 * Escapes such characters in the text of a JSON value as JSON does, `\u202e`: the same value, safe on a terminal. Line
 * breaks stay.
 */
export function makeVisibleJson(json: string): string {
  if (isPlainJson.test(json)) return json;
  return json.replace(findHiddenInJson(), (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

const isPlain = /^[ -~]*$/;
const isPlainJson = /^[\n -~]*$/;

// Functions, since such expressions take long to make and most texts are plain.

/** Finds all invisible characters but U+FE0F, which chooses the look of the emoji before it. */
const findHidden = () => /(?!\uFE0F)[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}](?<! )/gu;
const findHiddenInJson = () => /(?!\uFE0F)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}](?<!\n)/gu;

const spellCharacter = (character: string) =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
