import type { PolicyEdit } from '../../compiler/library/answers.ts';
import { applyEdits } from '../../compiler/text/apply-edits.ts';
import { groupBy } from '../../compiler/text/group-by.ts';
import type { FileChanges } from './world.ts';

/** Applies the edits that a finding proposes, and returns the texts that the files have then. */
export function applyFix(
  edits: readonly PolicyEdit[],
  textBefore: (path: string) => string | undefined,
): FileChanges {
  const byFile = groupBy(edits, ({ path }) => path);
  return new Map(
    [...byFile].map(([path, own]) => {
      const text = textBefore(path) ?? '';
      const starts = listLineStarts(text);
      const offsetOf = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1;
      return [
        path,
        applyEdits(
          text,
          own.map(({ line, column, endLine, endColumn, text: by }) => ({
            start: offsetOf(line, column),
            end: offsetOf(endLine, endColumn),
            text: by,
          })),
        ),
      ];
    }),
  );
}

const listLineStarts = (text: string): readonly number[] => [
  0,
  ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1),
];
