/**
 * A text as one line that shows all it holds: control characters, text direction marks, characters without
 * width and unusual spaces come out as `<U+202E>`, so that no policy can forge what a terminal shows.
 */
export function makeVisible(text: string): string {
  return isPlain.test(text) ? text : text.replace(hidden, shown);
}

/**
 * A text in which such characters are escaped as JSON does it, `\u202e`: the same JSON, safe on a terminal.
 * Takes the text of a JSON value, whose line breaks it keeps.
 */
export function makeVisibleJson(json: string): string {
  return json.replace(hiddenInJson, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

const isPlain = /^[ -~]*$/;

/** Everything that takes no ink: U+FE0F only chooses how the emoji before it looks, and stays. */
const hidden = /(?!\uFE0F)[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}](?<! )/gu;
const hiddenInJson = /(?!\uFE0F)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}](?<!\n)/gu;

const shown = (character: string) =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
