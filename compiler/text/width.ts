import stringWidth from 'string-width';

/** Returns the number of columns that a text takes on a terminal; colours take none, wide characters take two. */
export function measureWidth(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

/**
 * Texts of which every character takes one column: ASCII, Latin letters, and the marks that commands print. Nearly all
 * are, and what measures the others takes long to load.
 */
const isPlain =
  /^[ -~\u00A1-\u00A8\u00AA-\u00AC\u00AF-\u02FF\u2010-\u2027\u2030-\u203B\u2190-\u2193\u2200-\u22FF\u2500-\u257F✓✗]*$/;
