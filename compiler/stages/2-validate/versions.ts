import { definitions, type Schema } from '../validators.generated.js';

/** Returns true if a schema asks for a version. */
export const isVersion = ({ pattern }: Schema): boolean =>
  pattern !== undefined && pattern === definitions.PackageVersion?.pattern;

/** Guesses the version that was most likely meant: for `1.4`, `v1.4` and `01.4.0` it is `1.4.0`. */
export function guessVersion(written: string): string | undefined {
  const [, numbers = '', rest = ''] =
    /^\s*[vV=]?\s*(\d+(?:\.\d+){0,2})([-+].*)?\s*$/.exec(written.slice(0, 99)) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  const version = `${[...parts, '0', '0'].slice(0, 3).join('.')}${rest}`;
  const { pattern = '' } = definitions.PackageVersion ?? {};
  return version !== written && new RegExp(pattern).test(version) ? version : undefined;
}
