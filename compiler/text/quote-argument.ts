/** Returns a text as one argument of a command line: as it is if a shell takes it so, else in quotes. */
export const quoteArgument = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
