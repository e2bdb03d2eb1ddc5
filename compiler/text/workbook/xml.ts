import { makeVisible } from '../visible.ts';

/** The most characters that a spreadsheet keeps in one cell. */
export const mostCharacters = 32_767;

/** A text for the content of an XML element or for an attribute in double quotes; nothing in it is markup. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? '');

/**
 * A text as a cell of a spreadsheet shows it: on one line, with all that takes no ink spelled out, and never an
 * escape of the format's own, by which `_x0041_` would be shown as `A`. What is longer than a cell can hold is
 * cut between two characters and ends in `cut`.
 */
export function writeCellText(text: string, cut: string): string {
  const whole = makeVisible(text);
  const kept =
    whole.length <= mostCharacters ? whole : `${takeStart(whole, mostCharacters - cut.length)}${cut}`;
  return escapeXml(kept.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));
}

/** The first characters of a text, as many as fit in `length`; none of them is half of a pair. */
export function takeStart(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
