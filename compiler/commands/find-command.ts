import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/** Returns the command that a line names first, which may stand behind options. */
export const findCommand = <T extends { readonly name: string }>(
  argv: readonly string[],
  commands: readonly T[],
): T | undefined => findCommands(argv, commands)[0];

/** Returns the commands whose names stand in a line. Of several, one is meant, and the others are values or arguments. */
export function findCommands<T extends { readonly name: string }>(
  argv: readonly string[],
  commands: readonly T[],
): readonly T[] {
  const words = takeWordsBeforeDashes(argv).filter(
    (word, at) => !word.startsWith('-') && !takesValue.test(argv[at - 1] ?? ''),
  );
  return words.flatMap((word, at) => {
    const pair = `${word} ${words[at + 1]}`;
    return commands.find(({ name }) => name === pair) ?? commands.find(({ name }) => name === word) ?? [];
  });
}

const takesValue = /^--(policies|format)$/;
