import picocolors from 'picocolors';

/** Ways to colour a text for a terminal; each returns the text as it is where colours are not wanted. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours, or none: the same functions either way. */
export const chooseColours = (wanted: boolean): Colours => picocolors.createColors(wanted);
