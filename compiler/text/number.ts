/**
 * Says whether a number in YAML is, digit for digit, the number that was read from it: no integer beyond 2^53, no
 * digits that were rounded away, neither infinite nor no number at all.
 */
export function isReadExactly(written: string, value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  if (/^0[ox]/.test(written)) return true;
  return written.length <= longestNumber && decimal(written) === decimal(String(value));
}

/** No number that is read exactly needs more characters. */
const longestNumber = 400;

/** A decimal number as digits that neither begin nor end with zero, and a power of ten: `1.50` and `15e-1` are equal. */
function decimal(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
