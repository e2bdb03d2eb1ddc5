import { isReadExactly } from './number.ts';
import { dash } from './plain-marks.ts';
import { shareValue } from './share-value.ts';

/** Thrown where a text is not plain. */
export const notPlain = new Error('not plain');

/** Gives a text up to the reader of all YAML. */
export function leaveToYaml(): never {
  throw notPlain;
}

/** The keys and texts that are no text without quotes. */
export const bareWords: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
]);

const plainInteger = /^(?:0|-?[1-9][0-9]{0,14})$/;
const plainDecimal = /^-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,6}$/;
/** All that the core schema of YAML reads as a number, and more. */
const otherNumber =
  /^[-+]?(?:\.?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|\.(?:inf|nan))$/i;

/** Resolves a text without quotes as the core schema of YAML does. */
export function resolveBare(written: string): unknown {
  const first = written.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === dash || first === 43 || first === 46;
  if (!isNumeric) {
    const word = bareWords.get(written);
    return word === undefined ? shareValue(written) : word;
  }
  if (plainInteger.test(written)) return Number(written);
  if (plainDecimal.test(written)) {
    const value = Number(written);
    if (isReadExactly(written, value) && !Object.is(value, -0)) return value;
  }
  if (otherNumber.test(written)) leaveToYaml();
  return shareValue(written);
}
