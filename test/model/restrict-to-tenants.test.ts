import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { placeIn, valueIn } from '../../compiler/model/document.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import type { Policy, Tenant } from '../../compiler/model/policy.ts';
import { restrictToTenant, restrictToTenants } from '../../compiler/model/restrict-to-tenant.ts';
import { printMatrixJson } from '../../compiler/print/matrix/json.ts';
import { resolve } from '../../compiler/stages/4-resolve/resolve.ts';

const catalogs = readdirSync('examples/catalogs', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `examples/catalogs/${name}`);

const readFolder = (folder: string): Policy => {
  const { policy } = readPolicy(filesOnDisk(folder), folder);
  if (!policy) throw new Error(`${folder} has errors`);
  return policy;
};

const write = (rows: readonly Row[]): string => [...printMatrixJson(rows)].join('');

/** All subsets of a few tenants but the empty one. */
const subsetsOf = (tenants: readonly Tenant[]): readonly (readonly Tenant[])[] =>
  Array.from({ length: 2 ** tenants.length - 1 }, (_, bits) =>
    tenants.filter((_tenant, at) => ((bits + 1) >> at) & 1),
  );

test.each(catalogs)('%s: any tenants of it are decided as in the whole', expectSameDecisions);

test('policies: any tenants of it are decided as in the whole', { tags: ['slow'] }, () =>
  expectSameDecisions('policies'),
);

/** Expects that policies without some of their tenants decide the others as they do with all of them. */
function expectSameDecisions(folder: string) {
  const policy = readFolder(folder);
  const whole = resolve(policy);
  for (const tenants of subsetsOf(policy.tenants)) {
    const names = new Set(tenants.map(({ name }) => name));
    const part = resolve(restrictToTenants(policy, tenants));
    const expected = whole.rows.filter(({ tenant }) => names.has(tenant.name));
    expect(write(part.rows)).toBe(write(expected));
    const [only] = tenants;
    if (only && tenants.length === 1)
      expect(write(part.rows)).toBe(write(resolve(restrictToTenant(policy, only)).rows));
  }
}

test('nothing of a tenant beside those chosen is in what they are given', () => {
  const policy = readFolder('policies');
  for (const tenants of subsetsOf(policy.tenants)) {
    const part = restrictToTenants(policy, tenants);
    const foreign = policy.tenants.filter((one) => !tenants.includes(one)).map(({ name }) => name);
    const said = JSON.stringify(part.documents.map((document) => valueIn(placeIn(document, []))));
    for (const name of foreign) expect(said).not.toContain(name);
    expect(part.sharedRoles.length).toBe(new Set(part.sharedRoles.map(({ name }) => name)).size);
  }
});
