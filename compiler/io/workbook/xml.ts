import { makeVisible } from '../../text/make-visible.ts';

/** The most characters that a spreadsheet keeps in one cell. */
export const mostCharacters = 32_767;

/** Escapes a text for the content of an XML element or for an attribute in double quotes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? '');

/**
 * Writes a text for a cell: on one line, with invisible characters spelled out, and without the escapes of XLSX, by
 * which `_x0041_` would be shown as `A`. A text that is longer than a cell can hold is cut between two characters
 * and ends in `cut`.
 */
export function writeCellText(text: string, cut: string): string {
  const whole = makeVisible(text);
  const shownText =
    whole.length <= mostCharacters ? whole : `${takeStart(whole, mostCharacters - cut.length)}${cut}`;
  return escapeXml(shownText.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));
}

/** Returns the start of a text, at most `length` code units long, without half of a surrogate pair at its end. */
export function takeStart(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
