/** @module-tag slow */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makePack } from '../../../compiler/commands/evidence/gather-evidence.ts';
import type { PackManifest } from '../../../compiler/print/evidence/manifest.ts';
import type { Origin } from '../../../compiler/questions/evidence/evidence.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { bringing, ofKind, type RolePortfolio, resolve, unite, userPermissions } from '../../naive/naive.ts';
import { compiled } from '../../support/compiled.ts';
import { runs } from '../../support/random.ts';
import { toFiles, world } from '../../worlds/world.ts';
import { records } from './bench.ts';

const origin: Origin = {
  version: '1.2.3',
  command: 'plafond audit',
  policies: { folder: 'policies', files: 1, sha256: '' },
  date: '2027-01-31',
  tenant: null,
  since: null,
  git: null,
};

/** The files of a pack of some policies, as text. */
function packOf(texts: Record<string, string>): Readonly<Record<string, string>> {
  const { matrix } = compiled(filesInMemory(texts));
  const evidence = { matrix, findings: [], controls: [], duties: [], date: origin.date };
  const files: Record<string, string> = {};
  for (const { path, content } of makePack({ evidence, origin, explorer: undefined }, () => ''))
    files[path] = Buffer.concat([...content]).toString();
  return files;
}

const portfolioText = (portfolio: RolePortfolio): string =>
  [...new Set(portfolio.map((item) => (typeof item === 'string' ? item : 'filter')))].join(' + ');

const sum = (rows: readonly Readonly<Record<string, string>>[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

test('grants, rights and totals are those of the naive resolver, and add up', () => {
  fc.assert(
    fc.property(world({ size: 'small' }), fc.nat(1000), ({ documents }, layout) => {
      const files = packOf(toFiles({ documents } as Parameters<typeof toFiles>[0], layout));
      const { totals, files: written } = JSON.parse(files['manifest.json'] ?? '') as PackManifest;
      const rows = resolve(documents);

      const effective = rows.flatMap(({ tenant, role, portfolio, cells }) =>
        [...cells].flatMap(([permission, cell]) =>
          cell.effective ? [`${tenant} ${role} ${permission} ${portfolioText(portfolio)}`] : [],
        ),
      );
      const grants = records(files['grants.csv']);
      expect(
        grants.map((row) => `${row.tenant} ${row.role} ${row.permission} ${row.portfolio}`).sort(),
      ).toEqual(effective.sort());

      const declared = ofKind(documents, 'Users').flatMap(({ tenant, users }) =>
        users.map((user) => ({ tenant, user })),
      );
      const naive = declared.flatMap(({ tenant, user }) => [
        ...new Set(
          userPermissions(documents, tenant, user.id).map(
            ({ permission }) => `${tenant} ${user.id} ${permission}`,
          ),
        ),
      ]);
      const rights = records(files['user-rights.csv']);
      expect(rights.map((row) => `${row.tenant} ${row.user} ${row.permission}`).sort()).toEqual(naive.sort());

      const tenants = records(files['tenants.csv']);
      const users = records(files['users.csv']);
      const withUsers = new Set(ofKind(documents, 'Users').map(({ tenant }) => tenant));
      expect(totals).toMatchObject({
        tenants: ofKind(documents, 'Tenant').length,
        tenantsWithUnknownUsers: ofKind(documents, 'Tenant').length - withUsers.size,
        roles: rows.length,
        users: declared.length,
        activeUsers: declared.filter(({ user }) => user.active !== false).length,
        effectiveGrants: effective.length,
      });
      expect(Object.values(totals.effectiveGrantsByRisk).reduce((a, b) => a + b, 0)).toBe(effective.length);
      expect([sum(tenants, 'grants'), sum(tenants, 'roles')]).toEqual([effective.length, rows.length]);
      expect(sum(users, 'permissions')).toBe(rights.length);
      for (const file of ['grants', 'user-rights', 'users', 'tenants'])
        expect(written[`${file}.csv`]?.rows, file).toBe(records(files[`${file}.csv`]).length);

      const isRisky = ({ risk = '' }) => ['escalation', 'exfiltration'].includes(risk);
      const risky = grants.filter(isRisky);
      const keyOf = (row: Readonly<Record<string, string>>) => `${row.tenant} ${row.role} ${row.permission}`;
      // A permission that only several roles of a user give together stands there for each role that brings it.
      const together = declared.flatMap(({ tenant, user }) => {
        const theirs = rows.filter((row) => row.tenant === tenant && (user.roles ?? []).includes(row.role));
        const united = unite(documents, theirs);
        return rights
          .filter((row) => row.tenant === tenant && row.user === user.id && isRisky(row))
          .flatMap(({ permission = '' }) =>
            bringing(documents, theirs, united, permission).map(
              ({ role }) => `${tenant} ${role} ${permission}`,
            ),
          );
      });
      const listed = new Set([...risky.map(keyOf), ...together]);
      expect(records(files['register.csv']).map(keyOf).sort()).toEqual([...listed].sort());
    }),
    runs(60),
  );
});
