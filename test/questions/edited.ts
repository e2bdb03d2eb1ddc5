import { parseAllDocuments, stringify } from 'yaml';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Place } from '../../compiler/model/document.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import type { Unlock } from '../../compiler/questions/unlock/pieces.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

/** The matrix of files that hold no mistake. */
export function matrixIn(files: Readonly<Record<string, string>>): Matrix {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
}

/** The files after edits were made to them; a clone takes the place of its role, and no user stands in its way. */
export function edited(
  files: Readonly<Record<string, string>>,
  row: Row,
  unlocks: readonly Unlock[],
): Record<string, string> {
  const documents = Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const parsed = parseAllDocuments(text);
      if (!Array.isArray(parsed)) throw new Error(`nothing in ${path}`);
      return [path, parsed.filter(({ contents }) => contents !== null)] as const;
    }),
  );
  const write = ({ document, path }: Place, value: unknown) =>
    documents[document.source.path]?.[document.index]?.setIn(path, value);
  for (const { change } of unlocks) {
    if (change.kind === 'write') write(change.at, change.value);
    if (change.kind !== 'clone') continue;
    write({ ...row.role.at, path: ['userType'] }, change.userType.name);
    write(
      { ...row.role.at, path: ['seats'] },
      change.seats.map(({ name }) => name),
    );
  }
  return Object.fromEntries(
    Object.entries(documents).map(([path, parsed]) => [
      path,
      parsed
        .map((document) => document.toJS() as { kind: string })
        .filter(({ kind }) => kind !== 'Users')
        .map((value) => stringify(value, { aliasDuplicateObjects: false }))
        .join('---\n'),
    ]),
  );
}
