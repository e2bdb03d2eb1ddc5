import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/** Returns the command that a line names, which may stand behind common options. */
export function findCommand<T extends { readonly name: string }>(
  argv: readonly string[],
  commands: readonly T[],
): T | undefined {
  const words = takeWordsBeforeDashes(argv).filter(
    (word, at) => !word.startsWith('-') && !takesValue.test(argv[at - 1] ?? ''),
  );
  for (const [at, word] of words.entries()) {
    const pair = `${word} ${words[at + 1]}`;
    const found = commands.find(({ name }) => name === pair) ?? commands.find(({ name }) => name === word);
    if (found) return found;
  }
  return undefined;
}

const takesValue = /^--(policies|format)$/;
