import { visible } from './visible.ts';

/** A text as a TypeScript doc comment on one line; nothing in the text ends it early. */
export const docComment = (text: string): string =>
  `/** ${visible(text.replace(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/')} */`;
