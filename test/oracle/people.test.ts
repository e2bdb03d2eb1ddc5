/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import type { NetEffect } from '../../compiler/model/change.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { runs } from '../support/random.ts';
import { type Document, ofKind, resolve, rowsOf, type User, unionOf, usersOf, worksOn } from './oracle.ts';
import { compileDocuments } from './run.ts';
import { type Draw, drawFrom, isLikely, pick } from './world/draw.ts';
import { landed } from './world/possible.ts';
import { drawRecord, drawSignedIn } from './world/records.ts';
import { worldOf } from './world/world.ts';

type Written = Record<string, unknown> & { kind: string };

/** Edits documents a little: what roles give and reach, and who holds them. */
function edit(draw: Draw, documents: readonly Document[]): readonly Document[] {
  const edited = structuredClone(documents) as unknown as Written[];
  const roles = edited.filter(({ kind }) => kind === 'Role');
  const users = edited.flatMap((one) => (one.kind === 'Users' ? (one.users as User[]) : []));
  for (let edits = 1 + draw(3); edits > 0; edits--) {
    const part = pick(draw, ['grants', 'portfolio', 'roles', 'active']);
    if (part === 'grants' || part === 'portfolio') {
      const [to, from] = [pick(draw, roles), pick(draw, roles)];
      if (from[part] !== undefined) to[part] = structuredClone(from[part]);
    } else if (users.length > 0) {
      const user = pick(draw, users) as { roles?: readonly string[]; active?: boolean };
      if (part === 'active') user.active = user.active === false;
      else if (isLikely(draw, 50)) user.roles = user.roles?.slice(1) ?? [];
      else user.roles = [...new Set([...(user.roles ?? []), String(pick(draw, roles).name)])];
    }
  }
  return edited as unknown as readonly Document[];
}

/** Draws documents and the same after an edit; undefined where these hold a mistake. */
function drawDocuments(seed: number) {
  const base = worldOf(seed, { possible: landed, size: 1 + (seed % 2) }).documents;
  const draw = drawFrom(seed);
  const before = compileDocuments(base);
  for (let tries = 0; tries < 6; tries++) {
    const head = edit(draw, base);
    const after = compileDocuments(head);
    if (typeof before !== 'string' && typeof after !== 'string')
      return { base, head, difference: diff(before.matrix, after.matrix), draw };
  }
  return undefined;
}

const nothing: NetEffect = { gained: [], lost: [], widened: [], narrowed: [], shifted: [], grave: [] };

function activeUser(documents: readonly Document[], tenant: string, id: string): User | undefined {
  return usersOf(documents, tenant).find((user) => user.id === id && user.active !== false);
}

/** Returns the rows of somebody who is active. */
function rowsFor(documents: readonly Document[], tenant: string, id: string) {
  const user = activeUser(documents, tenant, id);
  return user ? rowsOf(resolve(documents), tenant, user) : [];
}

describe('what a difference says of users', { tags: ['slow'] }, () => {
  test('is what a literal reading of both sides gives and reaches', () => {
    const { numRuns, seed: first } = runs(60);
    const met = { pairs: 0, users: 0, several: 0, changed: 0, records: 0 };
    for (let seed = first; seed < first + numRuns; seed++) {
      const pair = drawDocuments(seed);
      if (!pair) continue;
      met.pairs++;
      const { base, head, difference, draw } = pair;
      for (const { name: tenant } of ofKind(base, 'Tenant')) {
        const ids = new Set([base, head].flatMap((side) => usersOf(side, tenant).map(({ id }) => id)));
        for (const id of ids) {
          const effect =
            difference.people.find((one) => one.tenant === tenant && one.user === id)?.effect ?? nothing;
          const [rowsBefore, rowsAfter] = [rowsFor(base, tenant, id), rowsFor(head, tenant, id)];
          const [was, is] = [unionOf(base, rowsBefore), unionOf(head, rowsAfter)];
          const told = `seed ${seed}, ${id} of ${tenant}`;
          expect(effect.gained, told).toEqual([...is].filter((cell) => !was.has(cell)).sort());
          expect(effect.lost, told).toEqual([...was].filter((cell) => !is.has(cell)).sort());
          met.users++;
          if (rowsBefore.length > 1) met.several++;
          if (effect !== nothing) met.changed++;
          const user = drawSignedIn(draw, base, { isTyped: true });
          const wider = new Set([...effect.gained, ...effect.widened, ...effect.shifted]);
          const narrower = new Set([...effect.lost, ...effect.narrowed, ...effect.shifted]);
          for (const { name: model } of ofKind(base, 'Model'))
            for (let records = 0; records < 3; records++) {
              const declared = ofKind(base, 'Model').find(({ name }) => name === model);
              if (!declared) continue;
              const record = drawRecord(draw, base, tenant, declared, { isTyped: true });
              const [before, after] = [
                worksOn({ documents: base, tenant, user }, rowsBefore, model, record),
                worksOn({ documents: head, tenant, user }, rowsAfter, model, record),
              ];
              met.records++;
              const more = [...after].filter((cell) => !before.has(cell) && !wider.has(cell));
              const less = [...before].filter((cell) => !after.has(cell) && !narrower.has(cell));
              expect({ more, less }, `${told}, ${JSON.stringify({ record, user })}`).toEqual({
                more: [],
                less: [],
              });
            }
        }
      }
    }
    expect(met.pairs).toBeGreaterThan(numRuns / 3);
    expect(met.several).toBeGreaterThan(0);
    expect(met.changed).toBeGreaterThan(0);
    expect(met.records).toBeGreaterThan(met.users);
  });
});
