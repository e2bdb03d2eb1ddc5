import { makeVisible } from './visible.ts';

/** Writes a text as a TypeScript doc comment on one line; nothing in the text ends the comment early. */
export const writeDocComment = (text: string): string =>
  `/** ${makeVisible(text.replace(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/')} */`;
