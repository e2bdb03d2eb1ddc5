/** An expression that is true where all of some are, to stand beside AND and OR. Of nothing it is false: it fails closed. */
export const all = (parts: readonly string[]): string => parts.join(' AND ') || 'FALSE';

/** An expression that is true where one of some is, to stand anywhere. */
export const any = (parts: readonly string[]): string => `(${parts.join(' OR ') || 'FALSE'})`;
