/** The option by which a shell asks for words: the words of the line follow it, the last one as far as it is written. */
export const wordsForShell = 'words-for-shell';
