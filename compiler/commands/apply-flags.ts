import { chooseColours } from '../text/colours.ts';
import type { Io } from './command.ts';
import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/** The flags that a line may have anywhere before `--` and that do not change its answer. */
const flags: readonly string[] = ['--no-color', '--no-cache'];

/** Takes colours or the cache out of the surroundings if a flag of the line says so. */
export function applyFlags<T extends Pick<Io, 'cache' | 'colours'>>(
  written: readonly string[],
  { cache, ...surroundings }: T,
): Omit<T, 'cache'> & Pick<Io, 'cache'> {
  const words = takeWordsBeforeDashes(written);
  const plain = chooseColours(false);
  return {
    ...surroundings,
    ...(words.includes('--no-color') && { colours: { out: plain, err: plain } }),
    ...(cache && !words.includes('--no-cache') && { cache }),
  };
}

/**
 * Returns a line without those flags. One that stands behind an option stays: without it, the word behind it would become the
 * value of that option.
 */
export function omitFlags(argv: readonly string[]): readonly string[] {
  const end = takeWordsBeforeDashes(argv).length;
  const isKept = (word: string, at: number) => at >= end || !flags.includes(word) || isBehindOption(argv, at);
  return argv.filter(isKept);
}

const isBehindOption = (argv: readonly string[], at: number): boolean =>
  /^--[^=]+$/.test(argv[at - 1] ?? '') && !flags.includes(argv[at - 1] ?? '');
