/** @module-tag slow */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { findRefusingLayer } from '../../compiler/model/matrix.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compileDocuments } from '../oracle/run.ts';
import { landed } from '../oracle/world/possible.ts';
import { worldOf } from '../oracle/world/world.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { readMatrices, readRules } from '../support/read-matrices.ts';
import { toFiles, world } from '../worlds/world.ts';

/*
 * The file of a role and the file of a tenant say together exactly what the role can do in the tenant: the verdict on
 * every cell, and the rules.
 */

function expectWhole(whole: Compiled): void {
  const { rows } = whole.matrix;
  const expected = rows.map((row) => [
    `${row.tenant.name}/${row.role.name}`,
    Object.fromEntries(
      row.tenant.catalog.cells.map((cell) => [cell.permission, findRefusingLayer(row, cell) ?? 'yes']),
    ),
  ]);
  for (const extension of ['md', 'csv'] as const)
    expect(
      [...readMatrices(whole, extension)].map(([key, verdicts]) => [key, Object.fromEntries(verdicts)]),
      extension,
    ).toEqual(expected);
  expect(readRules(whole)).toEqual(
    rows.map((row) => [`${row.tenant.name}/${row.role.name}`, whole.rulesOf(row)]),
  );
}

test('the files of roles and tenants say the matrix of the policies of this repository', () => {
  expectWhole(compiled(filesOnDisk('policies')));
});

test('the files of roles and tenants say the matrix of any policies', () => {
  let others = 0;
  fc.assert(
    fc.property(world(), (generated) => {
      const whole = compiled(filesInMemory(toFiles(generated, 0)));
      expectWhole(whole);
      others += whole.matrix.policy.sharedRoles.length;
    }),
    runs(60),
  );
  expect(others).toBeGreaterThan(50);
});

test('the files of roles and tenants say the matrix of policies that use all of the language', () => {
  const { numRuns, seed } = runs(80);
  let [taken, own] = [0, 0];
  for (let at = seed; at < seed + numRuns; at++) {
    const whole = compileDocuments(worldOf(at, { possible: landed, size: 2 }).documents);
    if (typeof whole === 'string') throw new Error(`seed ${at}: ${whole}`);
    expectWhole(whole);
    const { policy, rows } = whole.matrix;
    own += policy.tenants.filter(({ catalog }) => catalog !== policy.catalog).length;
    taken += rows.filter(({ tenant, role }) => role.tenant === undefined && tenant.withheld).length;
  }
  expect(Math.min(taken, own)).toBeGreaterThan(10);
});
