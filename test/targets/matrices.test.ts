import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { groupRowsByTenant } from '../../compiler/model/artifact.ts';
import { compiled } from '../support/compiled.ts';
import { grid, legend } from '../support/grid.ts';

const whole = compiled(filesOnDisk('policies'));
const tenants = [...groupRowsByTenant(whole.matrix)];

const named = tenants.map(([{ name }, rows]) => ({ name, rows }));

test.for(named)('what CASL allows at $name', async ({ name, rows }) => {
  const grids = rows.map((row) => grid(whole, row));
  await expect([legend, ...grids].join('\n')).toMatchFileSnapshot(`../matrices/${name}.txt`);
});

test('no matrix is left of a tenant that is gone', () => {
  const expected = tenants.map(([tenant]) => `${tenant.name}.txt`);
  const files = readdirSync(`${import.meta.dirname}/../matrices`).sort();
  expect(files, 'delete the snapshot of a tenant that is gone').toEqual(expected);
});
