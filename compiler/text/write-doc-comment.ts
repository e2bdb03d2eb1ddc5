import { makeVisible } from './visible.ts';

/** A text as a TypeScript doc comment on one line; nothing in the text ends it early. */
export const writeDocComment = (text: string): string =>
  `/** ${makeVisible(text.replace(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/')} */`;
