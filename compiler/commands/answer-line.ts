import { DiskError } from '../io/writer/disk-calls.ts';
import { wordsForShell } from '../print/shell-words.ts';
import { QuestionError } from '../questions/question-error.ts';
import { makeVisible } from '../text/make-visible.ts';
import { applyFlags, omitFlags } from './apply-flags.ts';
import type { Answer, Io } from './command.ts';
import { type ReadPolicies, recallAnswer } from './recall-answer.ts';
import type { RegisteredCommand } from './registry.ts';

/**
 * Answers a command line: from the cache if the same was asked of the same policies before, else by `runLine`. What a
 * command throws as misuse is printed as one sentence on stderr, with exit 2. `read` is given if an answer was already
 * looked for: what was read of the policies for that.
 */
export async function answerLine(
  written: readonly string[],
  commands: readonly RegisteredCommand[],
  surroundings: Io,
  read?: Partial<ReadPolicies>,
): Promise<Answer> {
  if (written[0] === `--${wordsForShell}`) {
    const { answerShell } = await import('./complete/complete-line.ts');
    return answerShell(written.slice(1), commands, surroundings);
  }
  const io = applyFlags(written, surroundings);
  const { red, bold } = io.colours.err;
  try {
    const line = omitFlags(written);
    const recalled = read ?? recallAnswer(line, io);
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

/** Returns a sentence with its longest quotations cut: they may repeat a command line of any length. */
const shortenWords = (sentence: string): string =>
  sentence.replace(/`([^`]{120})[^`]{2,}`/g, '`$1…`').slice(0, 2_000);
