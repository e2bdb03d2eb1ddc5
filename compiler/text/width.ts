import stringWidth from 'string-width';

/** How many columns a text takes on a terminal; colours take none, wide characters take two. */
export function measureWidth(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

/** Nearly every text that is measured is plain, and there is much of it. */
const isPlain = /^[ -~]*$/;
