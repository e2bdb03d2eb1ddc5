import { describe, expect, test } from 'vitest';
import { BundleError } from '../../runtime/bundle-parts.ts';
import { checkBundle } from '../../runtime/check-bundle.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { bundleText } from '../support/facade/small.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** A few roles of the small policies are enough: one of each kind of reach, and one that needs a seat. */
const kept = ['everything', 'reader', 'server', 'own', 'team', 'until-january', 'orphan', 'both-ways'];

const text = JSON.stringify(JSON.parse(bundleText), function (this: Json, key, value: Json) {
  const isTenant = typeof this === 'object' && this !== null && 'ceiling' in this && key === 'roles';
  if (!isTenant) return value;
  return Object.fromEntries(
    Object.entries(value as { [role: string]: Json }).filter(([role]) => kept.includes(role)),
  );
});
const fresh = (): Json => JSON.parse(text) as Json;

const holders = [
  { userType: 'Core', seats: ['Service'] },
  { userType: 'Core', seats: [] },
  { userType: 'View', seats: [] },
];
const records = [{ owner: 'u9' }, { owner: 'u1', signedAt: '2026-06-01' }, {}].map((company) => ({
  ...company,
  project: { company },
}));

/** Returns the answers of a facade, question by question. Only a refusal of the grant may be thrown. */
function answersOf({ permissions }: Facade): readonly boolean[] {
  const answers: boolean[] = [];
  for (const tenant of ['acme', 'globex'])
    for (const role of kept)
      for (const holder of holders) {
        const policy = permitted(() =>
          permissions({ tenant, roles: [role], ...holder, user: { id: 'u1', teamIds: ['u2'] } }),
        );
        const ask = (question: (asked: NonNullable<typeof policy>) => boolean) =>
          answers.push(policy !== undefined && question(policy));
        for (const model of ['Company', 'Task', 'Page', 'Revenue'])
          for (const action of ['create', 'view', 'export'])
            for (const property of [undefined, 'arr', 'title'])
              for (const record of records) ask((policy) => policy.can(action, model, record, property));
        ask((policy) => policy.uses('Revenue'));
        policy?.why('view', 'Company', 'arr');
        policy?.why('export', 'Company');
        policy?.where('update', 'Task');
        policy?.ability.can('view', 'Company');
      }
  return answers;
}

function permitted<Given>(ask: () => Given): Given | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof PermissionsError) return undefined;
    throw error;
  }
}

const sound = answersOf(openFacade(fresh()));

/** Returns the effect of damage: it is refused, it allows nothing more than it should, or it allows more. */
function fateOf(damaged: Json): 'refused' | 'harmless' | 'allows more' {
  let facade: Facade;
  try {
    facade = openFacade(damaged);
  } catch (error) {
    if (error instanceof BundleError) return 'refused';
    throw error;
  }
  return answersOf(facade).some((allowed, at) => allowed && !sound[at]) ? 'allows more' : 'harmless';
}

describe('a bundle that is damaged in one place', { tags: ['slow'] }, () => {
  test('is sound to begin with, and allows some things and not others', () => {
    expect(sound).toContain(true);
    expect(sound).toContain(false);
    expect(fateOf(fresh())).toBe('harmless');
    const places = placesOf(fresh());
    expect(places.length).toBeGreaterThan(300);
  });

  test('without what was there: refused, or nothing more is allowed', () => {
    const fates = new Map<string, string>();
    for (const path of placesOf(fresh())) {
      if (path.length === 0) continue;
      const damaged = fresh();
      const parent = valueAt(damaged, path.slice(0, -1)) as { [key: string]: Json };
      if (Array.isArray(parent)) continue;
      delete parent[path.at(-1) ?? ''];
      fates.set(path.join('.'), fateOf(damaged));
    }
    expect([...fates].filter(([, fate]) => fate === 'allows more')).toEqual([]);
    expect(fates.get('catalog.models.0.relations')).toBe('refused');
    expect(fates.get('tenants.acme.roles.own.scopes')).toBe('refused');
    expect(fates.get('tenants.acme.roles.own')).toBe('harmless');
  });

  test('with something of another kind in its place: refused, or nothing more is allowed', () => {
    const others: readonly Json[] = [
      null,
      true,
      -1,
      0.5,
      1e9,
      '',
      'x',
      '__proto__',
      '0',
      [],
      {},
      [[]],
      [{}],
      [null],
    ];
    const wrong: string[] = [];
    let refused = 0;
    for (const path of placesOf(fresh()))
      for (const other of others) {
        const was = valueAt(fresh(), path);
        // Another rank or boolean is another meaning, and so is a path to the record itself, or a role that needs no seat.
        if (path.at(-1) === 'rank' && Number.isInteger(other)) continue;
        if (typeof was === typeof other && typeof was === 'boolean') continue;
        if (path.at(-1) === 'through' && Array.isArray(other)) continue;
        if (path.at(-1) === 'seats' && path[0] === 'tenants' && Array.isArray(other)) continue;
        const fate = fateOf(withValue(path, other));
        if (fate === 'refused') refused++;
        if (fate === 'allows more') wrong.push(`${path.join('.')}: ${JSON.stringify(other)}`);
      }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(3000);
  });

  test('with too little or too much in a list: refused, or it works', () => {
    for (const path of placesOf(fresh())) {
      const list = valueAt(fresh(), path);
      if (!Array.isArray(list)) continue;
      for (const changed of [
        list.slice(1),
        list.slice(0, -1),
        [...list, ...list.slice(0, 1)],
        [...list].reverse(),
      ])
        expect(() => fateOf(withValue(path, changed))).not.toThrow();
    }
  });

  test.each(['__proto__', 'constructor', 'toString', '\0', 'Company'])(
    'with a key %j in every map',
    (key) => {
      for (const path of placesOf(fresh())) {
        const map = valueAt(fresh(), path);
        if (typeof map !== 'object' || map === null || Array.isArray(map)) continue;
        const [first = null] = Object.values(map);
        for (const value of [first, 'all', { ceiling: 0, roles: {} }, ['view'], []] as readonly Json[]) {
          const marked = JSON.stringify(withValue(path, { ...map, '-mark-': value }));
          const damaged = JSON.parse(marked.replace('"-mark-"', JSON.stringify(key))) as Json;
          expect(fateOf(damaged), `${path.join('.')} ${JSON.stringify(value)}`).not.toBe('allows more');
        }
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  test.each([
    ['a model that every subject would be', ['catalog', 'models', 1, 'name'], '\0'],
    ['a module that every subject would be', ['catalog', 'modules', 0], '\0'],
    ['a model named like all of them', ['catalog', 'models', 1, 'name'], 'all'],
    ['a model that is there twice', ['catalog', 'models', 1, 'name'], 'Company'],
    ['a module that is a model', ['catalog', 'modules', 0], 'Company'],
    ['an action that is there twice', ['catalog', 'models', 0, 'actions', 1], 'create'],
    ['a path through what JavaScript owns', ['reaches', 2, 'through'], ['__proto__', 'company']],
    ['a path with an empty step', ['reaches', 2, 'through'], ['project', '']],
    ['an alternative that every record meets', ['reaches', 2, 'alternatives', 0], []],
    ['a reach in common with nothing', ['reaches', 2], { allOf: [] }],
    ['another version', ['version'], 1],
    ['a size that does not fit', ['size'], 8],
    ['a set that is too short', ['sets', 0], 'AAAA'],
    ['a set that is no base64', ['sets', 0], 'AA*A'],
  ] as readonly (readonly [string, Path, Json])[])('%s is refused', (_, path, value) => {
    expect(() => checkBundle(withValue(path, value))).toThrow(BundleError);
    expect(() => checkBundle(withValue(path, value))).toThrow(/^this is no bundle that compile wrote: \S/);
  });

  test('a property whose name would match others is refused', () => {
    for (const name of ['*', 'a*', '**', 'a.b', '', '__proto__', 'constructor', 'a,b', 'ä']) {
      const damaged = text.replaceAll('"arr"', JSON.stringify(name));
      expect(() => checkBundle(JSON.parse(damaged)), name).toThrow(BundleError);
    }
  });

  test.each([undefined, null, 7, 'bundle', [], {}, () => text, Symbol('bundle'), new Map()])(
    '%s is no bundle',
    (value) => {
      expect(() => openFacade(value)).toThrow(BundleError);
    },
  );
});

test('a user holds no more than their own type does, whatever a role gives and however types are ranked', () => {
  const { userTypes } = fresh() as { userTypes: { name: string }[] };
  const lowest = userTypes.findIndex(({ name }) => name === 'View');
  const given = { tenant: 'acme', roles: ['everything'], userType: 'View', user: {} };
  expect(() => openFacade(fresh()).permissions(given)).toThrow(PermissionsError);
  const policy = openFacade(withValue(['userTypes', lowest, 'rank'], 9)).permissions(given);
  expect(policy.can('view', 'Company', {}, 'arr')).toBe(true);
  for (const action of ['create', 'update', 'remove', 'export'])
    expect(policy.can(action, 'Company', {})).toBe(false);
  expect([policy.uses('Revenue'), policy.ability.can('update', 'Company')]).toEqual([false, false]);
});

describe('bits that stand for no cell', () => {
  const { size, sets } = fresh() as { size: number; sets: string[] };

  test('there is room for some', () => expect(size % 8).not.toBe(0));

  test('in the last byte of any set, they allow nothing', { tags: ['slow'] }, () => {
    const last = 0xff & (0xff << (size % 8));
    const filled = sets.map((set) => {
      const bytes = Buffer.from(set, 'base64');
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | last;
      return bytes.toString('base64');
    });
    expect(filled).not.toEqual(sets);
    expect(answersOf(openFacade(withValue(['sets'], filled)))).toEqual(sound);
    for (const at of sets.keys())
      expect(answersOf(openFacade(withValue(['sets', at], filled[at] ?? '')))).toEqual(sound);
  });

  test('and a set of one byte more or less is refused, also where its text is as long', {
    tags: ['slow'],
  }, () => {
    const sameLength: boolean[] = [];
    for (let cells = 1; cells <= 48; cells++) {
      const bytes = Math.ceil(cells / 8);
      const bundled = (length: number, written = Buffer.alloc(length).toString('base64')) =>
        checkBundle({ ...tiny(cells), sets: [written] });
      expect(() => bundled(bytes)).not.toThrow();
      for (const other of [bytes - 2, bytes - 1, bytes + 1, bytes + 2]) {
        if (other < 0) continue;
        expect(() => bundled(other), `${other} for ${bytes}`).toThrow(
          `sets[0] is not base64 of ${bytes} bytes`,
        );
        sameLength.push(Math.ceil(other / 3) === Math.ceil(bytes / 3));
      }
      const good = Buffer.alloc(bytes).toString('base64');
      const ends = ['=', '==', '===', '=A', '\n', ' '].map((end) => good.slice(0, -end.length) + end);
      for (const odd of [...ends, good.slice(0, -1), good.slice(0, -4), `${good}AAAA`]) {
        if (odd !== good) expect(() => bundled(bytes, odd), odd).toThrow(BundleError);
      }
    }
    expect([sameLength.includes(true), sameLength.includes(false)]).toEqual([true, true]);
  });
});

/** A bundle of so many cells and nothing else. */
const tiny = (cells: number): object => ({
  ...(fresh() as object),
  size: cells,
  catalog: {
    models: [],
    modules: Array.from({ length: cells }, (_, at) => `M${at}`),
    features: [],
    capabilities: [],
  },
  requires: [],
  userTypes: [],
  seats: [],
  tenants: {},
});

/** Every place in a value, from the whole of it to its leaves. */
function placesOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inside.flatMap(([key, item]) => placesOf(item, [...path, key]))];
}

const valueAt = (value: Json, path: Path): Json =>
  path.reduce<Json>((at, key) => (at as { [key: string]: Json })[key] ?? null, value);

/** The sound bundle with another value at a place. */
function withValue(path: Path, value: Json): Json {
  const [key] = path.slice(-1);
  if (key === undefined) return value;
  const whole = fresh();
  const parent = valueAt(whole, path.slice(0, -1)) as { [key: string]: Json };
  parent[key] = value;
  return whole;
}
