/** @module-tag slow */
import { cpSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { bench } from './bench.ts';
import { base } from './policies.ts';

const place = bench(base);
afterAll(() => place.remove());
afterEach(() => vi.useRealTimers());

describe('a pack is the same bytes', () => {
  test('years later, in another time zone, in another folder', async () => {
    expect((await place.audit('--out', '{}/first')).exit).toBe(0);
    const zone = process.env.TZ;
    vi.useFakeTimers({ now: Date.parse('2031-07-08T23:30:00Z'), toFake: ['Date'] });
    process.env.TZ = 'Pacific/Auckland';
    expect((await place.audit('--out', '{}/other/second')).exit).toBe(0);
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(place.read('other/second')).toEqual(place.read('first'));
  });

  test('after the policies were touched and the pack was written again', async () => {
    await place.audit('--out', '{}/first');
    const before = place.read('first');
    const policies = path.join(place.folder, 'work/policies');
    for (const file of readdirSync(policies)) utimesSync(path.join(policies, file), 1, 1);
    await place.audit('--out', '{}/first');
    expect(place.read('first')).toEqual(before);
  });

  test('from a copy of the policies that lies elsewhere, but for the commit', async () => {
    await place.audit('--out', '{}/first');
    cpSync(path.join(place.folder, 'work/policies'), path.join(place.folder, 'copy/policies'), {
      recursive: true,
    });
    await place.audit('--out', '{}/third', '--policies', '{}/copy/policies');
    const [first, third] = [place.read('first'), place.read('third')];
    for (const file of Object.keys(first).filter((one) => one.endsWith('.csv')))
      expect(third[file], file).toEqual(first[file]);
    expect(JSON.parse(String(third['manifest.json']))).toMatchObject({ git: null });
    expect(String(third['manifest.json'])).not.toContain(place.folder);
  });
});

test('what is asked for is in the manifest, and where it was written is not', async () => {
  const commit = place.commit('again');
  await place.audit('--out', '{}/one', '--tenant', 'acme', '--since', 'HEAD', '--date', '2027-02-01');
  const manifest = JSON.parse(String(place.read('one')['manifest.json']));
  expect(manifest).toMatchObject({
    version: 1,
    kind: 'evidence',
    compiler: { name: 'plafond', version: '1.2.3' },
    command: 'plafond audit --date 2027-02-01 --tenant acme --since HEAD',
    policies: { folder: 'policies', files: 6 },
    date: '2027-02-01',
    tenant: 'acme',
    since: { revision: 'HEAD', commit },
    git: { commit, dirty: false },
    totals: { tenants: 1, roles: 2, users: 2, activeUsers: 1, tenantsWithUnknownUsers: 0 },
  });
  expect(Object.keys(manifest.files)).toEqual(
    [
      'README.md',
      'audit.xlsx',
      'control-history.csv',
      'controls.csv',
      'delta-people.csv',
      'delta.csv',
      'delta.md',
      'findings.csv',
      'grants.csv',
      'history.csv',
      'index.html',
      'limits.csv',
      'matrices/acme.csv',
      'register.csv',
      'role-history.csv',
      'roles.csv',
      'tenants.csv',
      'user-history.csv',
      'user-rights.csv',
      'user-roles.csv',
      'users.csv',
      'waivers.csv',
    ].sort(),
  );
  place.write({ 'policies/notes.yaml': `${base['policies/hooli.yaml']}`.replaceAll('hooli', 'initech') });
  await place.audit('--out', '{}/dirty');
  expect(JSON.parse(String(place.read('dirty')['manifest.json'])).git).toEqual({ commit, dirty: true });
});
