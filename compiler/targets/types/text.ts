/** The members of an interface, between braces, one a line. */
export const wrapInBraces = (members: readonly string[]): string =>
  members.length === 0 ? '{}' : `{\n${members.map((member) => `  ${member};\n`).join('')}}`;
