/** @module-tag slow */
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Change, Difference } from '../../compiler/model/change.ts';
import { placeIn, valueIn } from '../../compiler/model/document.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Document, holds, ofKind, type Row, reaches, resolve } from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { build, type World } from '../worlds/build.ts';
import { type RawWorld, rawWorld } from '../worlds/raw.ts';
import { toFiles } from '../worlds/world.ts';

/** Two worlds, of which the second has some draws of a third: from one ceiling to nearly everything. */
function pair(): Arbitrary<readonly [World, World]> {
  const change = fc.record({ of: fc.constantFrom(...kinds), at: fc.nat({ max: 9 }) });
  return fc
    .tuple(rawWorld('small'), rawWorld('small'), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([raw, other, changes]) => [
      build(raw),
      build(changes.reduce((one, by) => mixed(one, other, by), raw)),
    ]);
}

const kinds = [
  'ceiling',
  'packages',
  'allows',
  'adds',
  'grants',
  'portfolios',
  'filter',
  'seats',
  'requires',
  'properties',
  'portfolio',
  'users',
  'tenant',
  'role',
  'subject',
  'everything',
] as const;

function mixed(
  raw: RawWorld,
  other: RawWorld,
  by: { readonly of: (typeof kinds)[number]; readonly at: number },
) {
  const some = <T>(list: readonly T[], others: readonly T[], mix: (one: T, two: T) => T): T[] =>
    list.map((one, at) => {
      const two = others[at % Math.max(1, others.length)];
      return two !== undefined && at === by.at % list.length ? mix(one, two) : one;
    });
  switch (by.of) {
    case 'ceiling':
    case 'packages':
    case 'users':
      return {
        ...raw,
        tenants: some(raw.tenants, other.tenants, (a, b) => ({ ...a, [by.of]: b[by.of as 'ceiling'] })),
      };
    case 'allows':
      return {
        ...raw,
        userTypes: some(raw.userTypes, other.userTypes, (a, b) => ({ ...a, allows: b.allows })),
      };
    case 'adds':
      return { ...raw, seats: some(raw.seats, other.seats, (a, b) => ({ ...a, adds: b.adds })) };
    case 'grants':
    case 'portfolios':
    case 'filter':
    case 'seats':
      return {
        ...raw,
        roles: some(raw.roles, other.roles, (a, b) => ({ ...a, [by.of]: b[by.of as 'grants'] })),
      };
    case 'requires':
    case 'properties':
      return {
        ...raw,
        subjects: some(raw.subjects, other.subjects, (a, b) => ({ ...a, [by.of]: b[by.of as 'requires'] })),
      };
    case 'portfolio':
      return {
        ...raw,
        portfolios: some(raw.portfolios, other.portfolios, (a, b) => ({
          ...a,
          condition: b.condition,
          all: b.all,
        })),
      };
    case 'tenant':
      return {
        ...raw,
        tenants: by.at % 2 === 0 ? [...raw.tenants, ...other.tenants.slice(0, 1)] : raw.tenants.slice(1),
      };
    case 'role':
      return {
        ...raw,
        roles: by.at % 2 === 0 ? [...raw.roles, ...other.roles.slice(0, 1)] : raw.roles.slice(0, -1),
      };
    case 'subject':
      return {
        ...raw,
        subjects:
          by.at % 2 === 0 ? [...raw.subjects, ...other.subjects.slice(0, 2)] : raw.subjects.slice(0, -1),
      };
    case 'everything':
      return by.at === 0 ? other : { ...other, tenants: raw.tenants, roles: raw.roles };
  }
}

function matrixFrom(files: Readonly<Record<string, string>>): Matrix {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy).matrix;
}

const between = ([base, head]: readonly [World, World], seed = 0): Difference =>
  diff(matrixFrom(toFiles(base, seed)), matrixFrom(toFiles(head, seed === 0 ? 0 : seed + 1)));

const keyOf = ({ tenant, role, permission }: Pick<Change, 'tenant' | 'role' | 'permission'>) =>
  `${tenant} ${role} ${permission}`;

/** Everything that is effective, by naive reading. */
function effective(world: World): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const row of resolve(world.documents))
    for (const [permission, cell] of row.cells)
      if (cell.effective) found.set(keyOf({ ...row, permission }), row);
  return found;
}

const keys = (changes: readonly Change[], kind: Change['kind']) =>
  changes.filter((change) => change.kind === kind).map(keyOf);

describe('two policies', () => {
  test('differ in what two naive readings differ in', () => {
    fc.assert(
      fc.property(pair(), fc.nat({ max: 50 }), (worlds, seed) => {
        const [before, after] = [effective(worlds[0]), effective(worlds[1])];
        const { changes, direction, alterations, reassigned, people } = between(worlds, seed);
        const gained = [...after.keys()].filter((key) => !before.has(key)).sort();
        const lost = [...before.keys()].filter((key) => !after.has(key)).sort();
        expect(keys(changes, 'gained').sort()).toEqual(gained);
        expect(keys(changes, 'lost').sort()).toEqual(lost);
        // Guards and users count as well: what moves a permission never goes unseen, and nothing else is told as a move.
        const isLooser = alterations.some(({ effect }) => effect === 'loosens');
        const isGiven = reassigned.some((one) => one.given.length > 0);
        const isTaken = reassigned.some((one) => one.taken.length > 0);
        expect(direction !== 'none').toBe(
          changes.length > 0 || isLooser || isGiven || isTaken || people.length > 0,
        );
        const isWider = gained.length > 0 || isLooser || isGiven;
        if (isWider) expect(['wider', 'both']).toContain(direction);
        if (lost.length > 0 || isTaken) expect(['narrower', 'both']).toContain(direction);
        const order = changes.map(({ tenant, role, permission }) =>
          JSON.stringify([tenant, role, permission]),
        );
        expect(order).toEqual([...order].sort());
      }),
      runs(100),
    );
  });

  test('reach the records that two naive readings reach', () => {
    fc.assert(
      fc.property(pair(), (worlds) => {
        const { changes } = between(worlds);
        const kindOf = new Map(changes.map((change) => [keyOf(change), change.kind]));
        const [before, after] = [effective(worlds[0]), effective(worlds[1])];
        for (const [key, was] of before) {
          const is = after.get(key);
          const permission = key.split(' ')[2] ?? '';
          if (!is) continue;
          for (const sample of [...worlds[0].samples, ...worlds[1].samples]) {
            const had = reachesIn(worlds[0], permission, was, sample);
            const has = reachesIn(worlds[1], permission, is, sample);
            const kind = kindOf.get(key);
            if (had && !has) expect(['narrowed', 'shifted'], key).toContain(kind);
            if (!had && has) expect(['widened', 'shifted'], key).toContain(kind);
          }
        }
      }),
      runs(100),
    );
  });

  test('swapped, swap what is gained and lost, and the causes', () => {
    const mirror = {
      gained: 'lost',
      lost: 'gained',
      widened: 'narrowed',
      narrowed: 'widened',
      shifted: 'shifted',
    };
    const told = ({ kind, because, woken, asleep, ...change }: Change, isSwapped: boolean) => {
      const { at, other, layer, through } = because;
      const place = (one: typeof at | undefined) => one && [one.place.document.source.path, one.place.path];
      const [first, second] = isSwapped && kind === 'shifted' ? [other, at] : [at, other];
      return JSON.stringify([
        keyOf(change),
        isSwapped ? mirror[kind] : kind,
        layer,
        through,
        place(first),
        place(second),
        isSwapped ? [asleep, woken] : [woken, asleep],
      ]);
    };
    fc.assert(
      fc.property(pair(), (worlds) => {
        const { changes } = between(worlds);
        const swapped = between([worlds[1], worlds[0]]);
        expect(swapped.changes.map((change) => told(change, true))).toEqual(
          changes.map((change) => told(change, false)),
        );
      }),
      runs(80),
    );
  });

  test('that say the same differ in nothing, however they are written', () => {
    fc.assert(
      fc.property(
        rawWorld('small').map(build),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (world, layout, order, again) => {
          const difference = diff(
            matrixFrom(toFiles(world, layout, order)),
            matrixFrom(toFiles(world, again === 0 ? layout : again, order + 1)),
          );
          expect({ ...difference, base: 0, head: 0 }).toEqual({
            base: 0,
            head: 0,
            direction: 'none',
            changes: [],
            added: [],
            removed: [],
            edits: [],
            alterations: [],
            reassigned: [],
            people: [],
            limits: [],
            swapped: [],
            inclusions: [],
          });
        },
      ),
      runs(60),
    );
  });

  test('have a cause in a document that really differs', () => {
    fc.assert(
      fc.property(pair(), fc.nat({ max: 20 }), (worlds, seed) => {
        const difference = between(worlds, seed);
        for (const { because, ...change } of difference.changes) {
          const { document } = because.at.place;
          const value = valueIn(placeIn(document, [])) as { kind: string; name: string; tenant?: string };
          const others = worlds[because.at.side === 'head' ? 0 : 1].documents;
          const twin = others.find((one) => identity(one) === identity(value as Document));
          expect(twin, `${keyOf(change)} because of ${identity(value as Document)}`).not.toEqual(value);
        }
        const moved = difference.edits
          .flatMap((edit) => Object.values(edit.moved))
          .reduce((a, b) => a + b, 0);
        expect(moved).toBe(difference.changes.length);
        // Who holds which roles is told apart.
        for (const { idle, moved: cells, document } of difference.edits)
          if (document.kind !== 'Users' && Object.values(cells).every((count) => count === 0))
            expect(idle.length).toBeGreaterThan(0);
      }),
      runs(100),
    );
  });

  test('wake what was granted before', () => {
    fc.assert(
      fc.property(pair(), (worlds) => {
        for (const { kind, woken, tenant, role, permission } of between(worlds).changes) {
          if (kind !== 'gained') continue;
          // In a tenant that is new nothing was there to wake up.
          if (ofKind(worlds[0].documents, 'Tenant').every(({ name }) => name !== tenant)) {
            expect(woken, permission).toBe(false);
            continue;
          }
          const own = (world: World) =>
            ofKind(world.documents, 'Role').find(
              (one) => one.name === role && (one.tenant === undefined || one.tenant === tenant),
            );
          const [before, after] = [own(worlds[0]), own(worlds[1])];
          if (JSON.stringify(before) === JSON.stringify(after)) expect(woken, permission).toBe(true);
          if (!before || !woken) expect(woken && !before).toBe(false);
          else if (!isCapability(worlds[1], permission))
            expect(holds(worlds[1].documents, before.grants, permission), permission).toBe(true);
        }
      }),
      runs(80),
    );
  });
});

const identity = (document: Document): string =>
  JSON.stringify([
    document.kind,
    'name' in document ? document.name : '',
    'tenant' in document ? document.tenant : '',
  ]);

const isCapability = ({ documents }: World, permission: string) =>
  ofKind(documents, 'Capability').some(({ name }) => `${name}:use` === permission);

function reachesIn(
  world: World,
  permission: string,
  row: Row,
  { record, user }: World['samples'][number],
): boolean {
  const [, model = '', action = ''] = /^([^.:]+).*:(.*)$/.exec(permission) ?? [];
  return reaches(world.documents, row, model, action, record, user);
}
