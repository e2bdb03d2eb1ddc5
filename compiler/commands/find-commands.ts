import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/**
 * Returns the commands whose names stand in a line, perhaps with options between the two words of a name. Of several, one is
 * meant, and the others are values or arguments.
 */
export function findCommands<T extends { readonly name: string }>(
  argv: readonly string[],
  commands: readonly T[],
): readonly T[] {
  const words = takeWordsBeforeDashes(argv).filter(
    (word, at) => !word.startsWith('-') && !takesValue.test(argv[at - 1] ?? ''),
  );
  const whole = words.flatMap((word, at) => {
    const pair = `${word} ${words[at + 1]}`;
    return commands.find(({ name }) => name === pair) ?? commands.find(({ name }) => name === word) ?? [];
  });
  const apart = commands.filter(({ name }) => {
    const parts = name.split(' ');
    return parts.length > 1 && parts.every((part) => words.includes(part));
  });
  return [...new Set([...whole, ...apart])];
}

const takesValue = /^--(policies|format)$/;
