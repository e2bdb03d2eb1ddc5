import { makeVisible } from './make-visible.ts';

/** Returns a text as TypeScript writes it. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", String.raw`\'`)}'`;

/** Returns a name as a key of an interface: in quotes where it is no identifier. */
export const writeKey = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoteText(name));

/** Returns a name as an identifier; no other name of its namespace gives the same one, since the two would look alike. */
export const writeIdentifier = (name: string): string => name.replaceAll('-', '');

/** Wraps the members of an interface in braces, one a line. */
export const wrapInBraces = (members: readonly string[]): string =>
  members.length === 0 ? '{}' : `{\n${members.map((member) => `  ${member};\n`).join('')}}`;

/** Writes a text as a TypeScript doc comment on one line; nothing in the text ends the comment early. */
export const writeDocComment = (text: string): string =>
  `/** ${makeVisible(text.replace(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/')} */`;
