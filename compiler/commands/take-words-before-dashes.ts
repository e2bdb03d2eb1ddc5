/** Returns the words before `--`; every word after it is a positional argument. */
export function takeWordsBeforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
