/** The policies of other products: by the name of the example, the text of each of its files by path. */
export const examples: Readonly<Record<string, Readonly<Record<string, string>>>>;
