import stringWidth from 'string-width';

/** Returns the number of columns that a text takes on a terminal; colours take none, wide characters take two. */
export function measureWidth(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

/** Texts of which every character takes one column. Nearly all are, and measuring the others is slow. */
const isPlain = /^[ -~]*$/;
