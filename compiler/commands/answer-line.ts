import { DiskError } from '../io/writer/disk-calls.ts';
import { wordsForShell } from '../print/shell-words.ts';
import { QuestionError } from '../questions/question-error.ts';
import { chooseColours } from '../text/colours.ts';
import { makeVisible } from '../text/make-visible.ts';
import type { Answer, Io } from './command.ts';
import { recallAnswer } from './recall-answer.ts';
import type { RegisteredCommand } from './registry.ts';
import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/**
 * Answers a command line: from the cache if the same was asked of the same policies before, else by `runLine`. What a
 * command throws as misuse is printed as one sentence on stderr, with exit 2.
 */
export async function answerLine(
  written: readonly string[],
  commands: readonly RegisteredCommand[],
  surroundings: Io,
): Promise<Answer> {
  if (written[0] === `--${wordsForShell}`) {
    const { answerShell } = await import('./complete/complete-line.ts');
    return answerShell(written.slice(1), commands, surroundings);
  }
  const io = applyFlags(written, surroundings);
  const { red, bold } = io.colours.err;
  try {
    const line = omitFlags(written);
    const recalled = recallAnswer(line, io);
    if (recalled && 'answer' in recalled) return recalled.answer;
    const { runLine } = await import('./run-line.ts');
    return await runLine(line, commands, io, recalled);
  } catch (error) {
    if (!(error instanceof QuestionError || error instanceof DiskError)) throw error;
    return {
      out: '',
      err: `${bold(red('plafond:'))} ${makeVisible(shortenWords(error.message))}\n`,
      exit: 2,
    };
  }
}

/** The flags that a line may have anywhere before `--` and that do not change its answer. */
const flags: readonly string[] = ['--no-color', '--no-cache'];

/** Takes colours or the cache out of the surroundings if a flag of the line says so. */
function applyFlags(written: readonly string[], { cache, ...surroundings }: Io): Io {
  const words = takeWordsBeforeDashes(written);
  const plain = chooseColours(false);
  return {
    ...surroundings,
    ...(words.includes('--no-color') && { colours: { out: plain, err: plain } }),
    ...(cache && !words.includes('--no-cache') && { cache }),
  };
}

/** Returns a line without those flags. */
function omitFlags(argv: readonly string[]): readonly string[] {
  const end = takeWordsBeforeDashes(argv).length;
  return argv.filter((word, at) => at >= end || !flags.includes(word));
}

/** Returns a sentence with its longest quotations cut: they may repeat a command line of any length. */
const shortenWords = (sentence: string): string =>
  sentence.replace(/`([^`]{120})[^`]{2,}`/g, '`$1…`').slice(0, 2_000);
