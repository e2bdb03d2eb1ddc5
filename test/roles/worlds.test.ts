/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { findRefusingLayer } from '../../compiler/model/matrix.ts';
import type { Document } from '../oracle/documents.ts';
import { cellsOf, ofKind, partsOf, resolve, worksOn } from '../oracle/oracle.ts';
import { compileDocuments } from '../oracle/run.ts';
import { drawFrom } from '../oracle/world/draw.ts';
import { landed } from '../oracle/world/possible.ts';
import { drawRecord, drawSignedIn } from '../oracle/world/records.ts';
import { worldOf } from '../oracle/world/world.ts';
import { runs } from '../support/random.ts';
import { openPackage } from '../support/role-editor.ts';
import { matches } from '../support/where/matches.ts';
import type { RecordValue } from '../support/where/models.ts';

type RoleDocument = Extract<Document, { readonly kind: 'Role' }>;

/** Returns true if a role can be taken out of its files: no other document speaks of it. */
function isAlone(role: RoleDocument, documents: readonly Document[]): boolean {
  if (role.tenant === undefined || role.abstract === true) return false;
  const mentioned = JSON.stringify(documents.filter((one) => one !== role));
  return !mentioned.includes(JSON.stringify(role.name));
}

/** Takes each role of a tenant's own out of the files in turn, and gives it to `compare` as the database would hold it. */
function overStoredRoles(
  count: number,
  size: number,
  compare: (role: RoleDocument, open: ReturnType<typeof openPackage>, documents: readonly Document[]) => void,
): number {
  const { numRuns, seed } = runs(count);
  let compared = 0;
  for (let at = seed; at < seed + numRuns; at++) {
    const { documents } = worldOf(at, { possible: landed, size });
    const roles = ofKind(documents, 'Role').filter((role) => isAlone(role, documents));
    for (const role of roles.slice(0, 2)) {
      const rest = documents.filter((one) => one !== role);
      const whole = compileDocuments(rest);
      if (typeof whole === 'string') continue;
      compare(role, openPackage(whole), documents);
      compared++;
    }
  }
  return compared;
}

/** Returns the row of a role as the database gives it back; undefined where an invariant refuses what nobody gave before. */
function compileStored({ roles }: ReturnType<typeof openPackage>, role: RoleDocument): unknown {
  try {
    return JSON.parse(JSON.stringify(roles({ tenant: role.tenant ?? '' }).compile(role)));
  } catch {
    return undefined;
  }
}

describe('a role that comes from the database holds what the page says', { tags: ['slow'] }, () => {
  test('in effect, as if it stood in a file', () => {
    const compared = overStoredRoles(60, 1, (role, { roles }, documents) => {
      const tenant = role.tenant ?? '';
      const meant = resolve(documents).find((row) => row.tenant === tenant && row.role.name === role.name);
      const { holds, findings } = roles({ tenant }).check(role);
      const errors = findings.filter(
        ({ severity, code }) => severity === 'error' && code !== 'invariant-broken',
      );
      expect(errors).toEqual([]);
      expect(holds.map(({ permission }) => permission).sort()).toEqual(
        [...(meant?.cells ?? [])]
          .flatMap(([name, { decidedBy: layer }]) => (layer === null ? name : []))
          .sort(),
      );
    });
    expect(compared).toBeGreaterThan(10);
  });

  test('also at run time, from its row, with what its tenant adds to the catalog', () => {
    let held = 0;
    const compared = overStoredRoles(60, 1, (written, open, documents) => {
      const role = { ...written, portfolio: 'all' } as typeof written;
      const { tenant = '', userType = '', seats = [], name } = role;
      const editor = open.roles({ tenant });
      const row = compileStored(open, role);
      if (!row) return;
      const signedIn = { tenant, roles: [row] as never, userType, seats, user: {} };
      const policy = open.permissions(signedIn);
      const meant = resolve(documents.map((one) => (one === written ? role : one))).find(
        (one) => one.tenant === tenant && one.role.name === name,
      );
      for (const { permission, kind, subject, property, action } of editor.offer({ userType, seats })) {
        const isModel = kind === 'action' || kind === 'property';
        const can = isModel ? policy.canSome(action, subject, property) : policy.uses(subject);
        expect([permission, can]).toEqual([permission, meant?.cells.get(permission)?.decidedBy === null]);
        if (can) held++;
      }
    });
    expect(compared).toBeGreaterThan(10);
    expect(held).toBeGreaterThan(100);
  });

  test('on the records that its own portfolio reaches, whatever form that has', () => {
    const found = { works: 0, fails: 0 };
    overStoredRoles(80, 1, (role, open, documents) => {
      const { tenant = '', userType = '', seats = [], name } = role;
      const row = compileStored(open, role);
      const meant = resolve(documents).find((one) => one.tenant === tenant && one.role.name === name);
      if (!row || !meant) return;
      const draw = drawFrom(documents.length);
      for (const model of ofKind(documents, 'Model'))
        for (let count = 4; count > 0; count--) {
          const user = drawSignedIn(draw, documents, { isTyped: false });
          const record = drawRecord(draw, documents, tenant, model, { isTyped: false });
          const policy = open.permissions({ tenant, roles: [row] as never, userType, seats, user });
          const works = worksOn({ documents, tenant, user }, [meant], model.name, record);
          for (const cell of cellsOf(documents, tenant)) {
            const { subject, property, action } = partsOf(cell);
            if (subject !== model.name) continue;
            const [can, filter] = [
              policy.can(action, subject, record, property),
              policy.where(action, subject, property),
            ];
            expect({ cell, record, user, can, meets: matches(filter, record as RecordValue) }).toMatchObject({
              can: works.has(cell),
              meets: works.has(cell),
            });
            found[can ? 'works' : 'fails']++;
          }
        }
    });
    expect(found.works).toBeGreaterThan(100);
    expect(found.fails).toBeGreaterThan(100);
  });

  test('never more than what is offered to its user type and seats', () => {
    overStoredRoles(40, 1, (role, { roles }) => {
      const editor = roles({ tenant: role.tenant ?? '' });
      const { userType = '', seats } = role;
      const offered = editor.offer({ userType, ...(seats && { seats }) });
      const possible = new Set(offered.flatMap(({ permission, possible: can }) => (can ? permission : [])));
      const { holds } = editor.check(role);
      expect(holds.filter(({ permission }) => !possible.has(permission))).toEqual([]);
    });
  });

  test('and each box that is offered can be ticked: no other could', () => {
    overStoredRoles(15, 1, (role, { roles }) => {
      const editor = roles({ tenant: role.tenant ?? '' });
      const { userType = '', seats } = role;
      const draft = editor.draft({ name: 'fresh', userType, portfolio: 'all', ...(seats && { seats }) });
      const offered = editor.offer({ userType, ...(seats && { seats }) });
      const possible = offered.flatMap(({ permission, possible: can }) => (can ? permission : []));
      const { holds, findings } = editor.check(draft);
      expect(
        findings.filter(({ severity, code }) => severity === 'error' && code !== 'invariant-broken'),
      ).toEqual([]);
      expect(holds.map(({ permission }) => permission)).toEqual(possible);
    });
  });

  test('a copy of a role of the files never holds more than it', () => {
    const { numRuns, seed } = runs(30);
    for (let at = seed; at < seed + numRuns; at++) {
      const whole = compileDocuments(worldOf(at, { possible: landed, size: 1 }).documents);
      if (typeof whole === 'string') continue;
      const { roles } = openPackage(whole);
      for (const row of whole.matrix.rows.slice(0, 6))
        for (const { name: userType } of row.tenant.caps.userTypes) {
          const editor = roles({ tenant: row.tenant.name });
          const { role } = editor.duplicate(row.role.name, { name: 'copied', userType, seats: [] });
          const held = (permission: string) => {
            const cell = row.tenant.catalog.cellOf.get(permission);
            return cell !== undefined && findRefusingLayer(row, cell) === undefined;
          };
          const { holds } = editor.check(role);
          expect(holds.filter(({ permission }) => !held(permission))).toEqual([]);
        }
    }
  });
});
