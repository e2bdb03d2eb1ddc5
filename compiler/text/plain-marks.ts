/** The codes of the characters that mean something in plain YAML. */
export const [lineFeed, space, quote, hash, apostrophe, comma, dash, colon] = [
  10, 32, 34, 35, 39, 44, 45, 58,
];
export const [openList, closeList, openMap, closeMap] = [91, 93, 123, 125];

/** Tells whether a code is that of a mark between values in brackets. */
export const isFlowMark = (code: number): boolean =>
  code === comma || code === openList || code === closeList || code === openMap || code === closeMap;

/** Tells whether a code is that of a space or a line break, or stands behind the end of the text. */
export const isBlank = (code: number): boolean => code === space || code === lineFeed || Number.isNaN(code);
