import picocolors from 'picocolors';

/** Functions that colour a text for a terminal; without colours each returns the text as it is. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** Returns functions that colour texts, or that leave them as they are. */
export const chooseColours = (wanted: boolean): Colours => picocolors.createColors(wanted);
