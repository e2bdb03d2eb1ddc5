import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { listDistinctRows } from '../../compiler/model/alike-rows.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { fleetOf } from '../support/fleet-world.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

const today = '2027-01-31';

/** Returns a matrix whose rows share nothing: no row is alike to another. */
const separateRows = (matrix: Matrix): Matrix => ({
  ...matrix,
  rows: matrix.rows.map((row) => ({ ...row, effective: row.effective.slice() })),
});

function matrixIn(files: Readonly<Record<string, string>>): Matrix {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
}

function expectSameFindings(matrix: Matrix): void {
  expect(lint(matrix, today)).toEqual(lint(separateRows(matrix), today));
}

test('a fleet has few rows that are not alike, and the findings are those of all rows', () => {
  const documents = fleetOf({ tenants: 40 }).map((document) => JSON.stringify(document));
  const matrix = matrixIn({ 'policies/fleet.yaml': documents.join('\n---\n') });
  expect(listDistinctRows(matrix.rows).length).toBeLessThan(matrix.rows.length / 2);
  expectSameFindings(matrix);
});

test('the findings on random policies are those of all rows', { tags: ['slow'] }, () => {
  fc.assert(
    fc.property(world(), (one) => {
      expectSameFindings(matrixIn(toFiles(one)));
    }),
    runs(40),
  );
});
