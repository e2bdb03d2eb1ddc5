/**
 * Returns true if a number in YAML is, digit for digit, the number that was read from it: it is finite, no integer
 * beyond 2^53, and no digit was rounded away.
 */
export function isReadExactly(written: string, value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  if (/^0[ox]/.test(written)) return true;
  return written.length <= longestNumber && normalizeDecimal(written) === normalizeDecimal(String(value));
}

/** The most characters of a number that is compared digit by digit; a longer one is taken for inexact. */
const longestNumber = 400;

/** Writes a decimal number as digits without outer zeros and a power of ten: `1.50` and `15e-1` are the same text. */
function normalizeDecimal(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
