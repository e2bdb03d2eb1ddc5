import type { Difference } from '../../model/change.ts';
import type { DiffReport } from '../../questions/diff/report.ts';
import { type Json, writeSpacedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { printChangeJson } from './make-report.ts';
import { printPersonJson } from './print-people.ts';

/** Prints a difference as JSON with one change, or one user, on a line, in pieces: of a large fleet it is too long for one text. */
export function* printDiffJson({ changes, people }: Difference, report: DiffReport): Iterable<string> {
  const { version, base, head, direction, ...more } = report;
  const fields = { version, base, head, direction };
  yield '{\n';
  for (const [name, value] of Object.entries(fields)) yield `  "${name}": ${line(value)},\n`;
  yield* list('changes', changes, printChangeJson);
  yield ',\n';
  yield* list('people', people, printPersonJson);
  for (const [name, value] of Object.entries(more)) yield* field(name, value);
  yield '\n}\n';
}

/** Prints a list that may be long, each item on a line of its own. */
function* list<T>(name: string, items: readonly T[], print: (item: T) => unknown): Iterable<string> {
  yield `  "${name}": [`;
  let separator = '\n';
  for (const item of items) {
    yield `${separator}    ${line(print(item))}`;
    separator = ',\n';
  }
  yield items.length > 0 ? '\n  ]' : ']';
}

/** Prints one field; a list has each item on a line of its own. */
function* field(name: string, value: unknown): Iterable<string> {
  yield `,\n  "${name}": `;
  if (!Array.isArray(value)) yield line(value);
  else if (value.length === 0) yield '[]';
  else yield `[\n${value.map((item) => `    ${line(item)}`).join(',\n')}\n  ]`;
}

const line = (value: unknown): string => makeVisibleJson(writeSpacedJson(value as Json));
