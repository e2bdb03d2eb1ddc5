import { makeVisible } from './make-visible.ts';

/** Escapes a text for the content of an element of XML or HTML, or for an attribute in double quotes; invisible characters are spelled out. */
export const escapeMarkup = (text: string): string =>
  makeVisible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
