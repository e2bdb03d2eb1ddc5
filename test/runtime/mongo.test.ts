import fc from 'fast-check';
import { Aggregator } from 'mingo';
import { describe, expect, test } from 'vitest';
import { type MongoOptions, mongo } from '../../runtime/mongo.ts';
import type { Comparison, LinkedFilter, Where } from '../../runtime/where.ts';
import { bent, comparing, entriesOf, forMingo, ways } from '../support/documents.ts';
import { queryAsMongo } from '../support/mongo.ts';
import { runs } from '../support/random.ts';
import {
  filters,
  lists,
  type ModelName,
  matches,
  modelNames,
  type RecordValue,
  recordOf,
  relations,
  worlds,
} from '../support/where.ts';

// MongoDB itself comes with no package, so mingo stands in for it. Where the two differ, MongoDB's manual counts:
// - the order of texts and what NaN is compared with (`forMingo`);
// - `$type: 'object'` is met by a list with an object in it, and not only by the object. The filters ask for no list
//   beside it, which is tested by the form of the filter;
// - what `$elemMatch` takes for an item (`queryAsMongo`).

const relationNames = [
  ...new Set(
    [relations, lists].flatMap((of) => Object.values(of).flatMap((leading) => Object.keys(leading))),
  ),
];

/** Values that a column can hold though it should not. */
const strays: readonly unknown[] = [
  ...['5', 'u1', '', 'true', '2026-01-31', 'soon', 0, 1, 5, 2026, Number.NaN, true, false, {}, { $ne: 1 }],
  ...[[], [null], ['u1'], ['a'], [5], [true], ['2026-01-31'], [['u1']], [{}], [new Date('2026-01-31')]],
  ...[new Date('2026-01-31'), new Date('2026-02-01T10:00:00Z'), new Date(0), { owner: 'u1' }, /u1/],
];

describe('the documents that a filter finds', () => {
  test.for(['text', 'instant'] as const)(
    'are those that meet it, dates being %s',
    { tags: ['slow'] },
    (dates) => {
      const asking = fc.array(
        fc.constantFrom(...modelNames).chain((model) => fc.tuple(fc.constant(model), filters(model))),
        { minLength: 10, maxLength: 10 },
      );
      fc.assert(
        fc.property(worlds({ dates, notFinite: true, strays }), ways, asking, (world, bending, asked) => {
          const collections = Object.fromEntries(
            modelNames.map((model) => [
              model,
              world[model].map((row) => bent(recordOf(world, model, row), bending, relationNames)),
            ]),
          );
          for (const [model, where] of asked) {
            const documents = collections[model] ?? [];
            expect([where, found(where, documents)]).toEqual([where, expected(where, documents)]);
          }
        }),
        runs(300),
      );
    },
  );

  test('are those that meet it when joined with another by $and, $or and $nor', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(worlds({ dates: 'text' }), filters('Task'), filters('Task'), (world, one, other) => {
        const documents = world.Task.map((row) => recordOf(world, 'Task', row));
        const [inOne, inOther] = [expected(one, documents), expected(other, documents)];
        const ids = documents.map(idOf);
        expect(ask({ $and: [mongo(one), mongo(other)] }, documents)).toEqual(
          ids.filter((id) => inOne.includes(id) && inOther.includes(id)),
        );
        expect(ask({ $or: [mongo(one), mongo(other)] }, documents)).toEqual(
          ids.filter((id) => inOne.includes(id) || inOther.includes(id)),
        );
        expect(ask({ $nor: [mongo(one)] }, documents)).toEqual(ids.filter((id) => !inOne.includes(id)));
      }),
      runs(100),
    );
  });

  test('are those that meet it when relations are brought in by $lookup', { tags: ['slow'] }, () => {
    const options: MongoOptions = {
      models: {
        Task: { fields: described, relations: leading('Task') },
        Project: { fields: described, relations: leading('Project') },
        Company: { fields: described, relations: leading('Company') },
      },
    };
    fc.assert(
      fc.property(
        worlds({ dates: 'instant', notFinite: true, strays }),
        filters('Task', true),
        (world, where) => {
          const documents = world.Task.map((row) => recordOf(world, 'Task', row));
          const collections = Object.fromEntries(
            modelNames.map((model) => [
              model,
              world[model].map(({ links, id, owner, ...columns }) =>
                forMingo({ _id: id, holder: owner, ...columns, ...keysOf(links) }),
              ),
            ]),
          );
          const rows = queryAsMongo(forMingo(mongo(where, options)) as object)
            .find<Document>(view(collections, 'Task', pathsIn(where)) as Record<string, never>[])
            .all();
          expect(rows.map(({ _id }) => _id)).toEqual(expected(where, documents));
        },
      ),
      runs(100),
    );
  });

  test('may be asked for by ten thousand ids', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `u${index}`);
    const documents = [
      { id: '0', owner: 'u9999' },
      { id: '1', owner: 'u10000' },
      { id: '2', owner: ['u1'] },
    ];
    expect(ask(mongo(comparing('owner', 'id', '$in', ids)), documents)).toEqual(['0']);
  });

  test('hold dates as the options say', () => {
    const documents = [
      '2026-01-31',
      '2026-02-01',
      'soon',
      new Date('2026-01-31'),
      new Date('2026-02-01'),
      20_260_131,
    ].map((due, index) => ({ id: `${index}`, due }));
    const asked = (operator: string, operand: unknown, type?: 'date' | 'text') =>
      ask(
        mongo(
          comparing('due', 'date', operator, operand),
          type && { models: { Task: { fields: { due: { type } } } } },
        ),
        documents,
      );
    expect(asked('$gt', '2026-01-31')).toEqual(['1', '4']);
    expect(asked('$gt', '2026-01-31', 'date')).toEqual(['4']);
    expect(asked('$gt', '2026-01-31', 'text')).toEqual(['1']);
    expect(asked('$eq', '2026-01-31')).toEqual(['0', '3']);
    expect(asked('$in', ['2026-01-31', '2026-02-01'], 'date')).toEqual(['3', '4']);
    expect(asked('$eq', '2026-01-31T00:00', 'date')).toEqual(['3']);
    expect(asked('$eq', '2026-01-31T00:00', 'text')).toEqual([]);
  });
});

describe('a filter', () => {
  const where = comparing('owner', 'id', '$eq', '$where', ['project', 'company']);

  test('is written as one would write it by hand', () => {
    expect(mongo('all')).toEqual({});
    expect(mongo('none')).toEqual({ _id: { $in: [] } });
    expect(mongo(where)).toEqual({
      $and: [
        { project: { $type: 'object', $not: { $type: 'array' } } },
        { 'project.company': { $type: 'object', $not: { $type: 'array' } } },
        { 'project.company.owner': { $eq: '$where', $not: { $type: 'array' } } },
      ],
    });
    expect(mongo(comparing('tags', 'list', '$exists', true))).toEqual({
      $nor: [{ tags: { $eq: null, $not: { $type: 'array' } } }],
    });
    expect(mongo(comparing('tags', 'list', '$in', ['a', 'b']))).toEqual({
      tags: { $elemMatch: { $in: ['a', 'b'] } },
    });
    expect(mongo(comparing('tags', 'list', '$ne', 'a'))).toEqual({
      tags: { $type: 'array', $not: { $elemMatch: { $in: ['a'] } } },
    });
    expect(mongo(comparing('tags', 'list', '$eq', 'no text: \0'))).toEqual(mongo('none'));
    expect(mongo(comparing('due', 'date', '$lt', '2026-01-31'))).toEqual({
      $or: [
        { due: { $lt: '2026-01-31', $regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2}', $not: { $type: 'array' } } },
        { due: { $lt: new Date('2026-01-31'), $not: { $type: 'array' } } },
      ],
    });
  });

  test('has every value behind an operator, asks for a list only where one is meant, and is new each time', {
    tags: ['slow'],
  }, () => {
    fc.assert(
      fc.property(filters('Task'), (asked) => {
        const filter = mongo(asked);
        for (const [key, value] of entriesOf(filter)) {
          expect(value).not.toBe(undefined);
          if (key.startsWith('$') || (key === '_id' && entriesOf(value)[0]?.[0] === '$in')) continue;
          expect(key).toMatch(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/);
          expect(Object.keys(value as object).every((operator) => operator.startsWith('$'))).toBe(true);
          const isListMeant = key.endsWith('tags') || Object.hasOwn(value as object, '$elemMatch');
          if (!isListMeant) expect(value).toMatchObject({ $not: { $type: 'array' } });
        }
        expect(mongo(asked)).toEqual(filter);
        expect(mongo(asked)).not.toBe(filter);
      }),
      runs(300),
    );
  });

  test('takes a text that looks like an operator for a text', () => {
    const texts = ['$where', '$ne', '{"$gt":""}', 'a.b', '$$ROOT', '__proto__', '/u/'];
    const documents = texts.map((owner, index) => ({ id: `${index}`, owner }));
    for (const [index, text] of texts.entries())
      expect(ask(mongo(comparing('owner', 'id', '$eq', text)), documents)).toEqual([`${index}`]);
  });

  test.for([
    ['$eq', undefined],
    ['$eq', null],
    ['$eq', { $ne: null }],
    ['$eq', 5],
    ['$eq', ['u1']],
    ['$in', []],
    ['$in', [undefined, null, 5, { $gt: '' }]],
    ['$gt', undefined],
    ['$gt', 5],
  ])('finds nothing where the operand of %s is no text: %j', ([operator, operand]) => {
    expect(mongo(comparing('owner', 'id', operator as string, operand))).toEqual({ _id: { $in: [] } });
  });

  test('finds nothing where there is no alternative, or one without comparisons', () => {
    for (const alternatives of [[], [[]]])
      expect(mongo({ model: 'Task', through: [], alternatives })).toEqual({ _id: { $in: [] } });
  });

  test('finds nothing through a date, a list or a text', () => {
    const missing = comparing('owner', 'id', '$exists', false, ['company']);
    const held = [new Date(0), [], [{}], 'u1', 5, null, undefined, {}, { owner: null }, { owner: 'u1' }];
    const documents = held.map((company, index) => ({ id: `${index}`, company }));
    expect(ask(mongo(missing), documents)).toEqual(['7', '8']);
  });
});

describe('what stands in lists', () => {
  const items: readonly unknown[] = [
    ...[null, 'u1', 5, {}, { owner: 'u1' }, { owner: null }, { owner: [] }, { owner: ['u1'] }],
    ...[[], [null], ['u1'], [[]], [{}], [{ owner: 'u1' }], { firm: { owner: 'u1' } }, { firm: [{}] }],
    ...[{ firm: {} }, { firm: [] }, [{ firm: {} }], { firms: [{}, 'u1'] }, { firms: [[{}]] }],
  ];
  const held = [...items, ...items.map((item) => [item]), ...items.map((item) => [item, { owner: null }])];
  const documents = held.map((firms, index) => ({ id: `${index}`, firms, tags: firms, firm: firms }));
  const paths: readonly (readonly [string, LinkedFilter['through'], (readonly string[])?])[] = [
    ['tags', []],
    ['owner', ['firm']],
    ['owner', [], ['firm']],
    ['owner', [{ many: 'firms' }]],
    ['owner', [{ many: 'firms' }, 'firm']],
    ['owner', [{ many: 'firms' }], ['firm']],
    ['owner', [{ many: 'firms' }, { many: 'firms' }]],
    ['owner', ['firm', { many: 'firms' }]],
  ];
  const asked = paths.flatMap(([property, through, inside]) =>
    [
      ...(['string', 'date', 'list', 'object'] as const).flatMap((type) =>
        [true, false].map((operand) => ({ type, operator: '$exists' as const, operand })),
      ),
      ...(['$eq', '$ne', '$in', '$nin'] as const).flatMap((operator) =>
        (['string', 'list'] as const).map((type) => ({
          type,
          operator,
          operand: operator.endsWith('in') ? ['u1'] : 'u1',
        })),
      ),
    ].map((comparison): Where => {
      const whole = { property, ...comparison, ...(inside && { through: inside }) } as Comparison;
      return { model: 'Task', through, alternatives: [[whole]] };
    }),
  );

  test('is no document if it is a list, and then only what may be missing is not found that `can` permits', () => {
    let fewer = 0;
    for (const where of asked) {
      const [permitted, inMongo] = [expected(where, documents), found(where, documents)];
      const left = permitted.filter((id) => !inMongo.includes(id));
      expect([where, inMongo]).toEqual([where, permitted.filter((id) => !left.includes(id))]);
      for (const id of left) {
        const { firms } = documents[Number(id)] ?? {};
        expect([where, firms]).toEqual([where, [expect.any(Array), { owner: null }]]);
      }
      fewer += left.length;
    }
    expect(fewer).toBeGreaterThan(0);
  });
});

describe('the options', () => {
  test('name fields and say where relations lead', () => {
    const options: MongoOptions = {
      models: {
        Task: { fields: { owner: 'holder' }, relations: { company: { model: 'Company', field: 'firm' } } },
        Company: { fields: { owner: { field: 'keeper' }, id: '_id' } },
      },
    };
    const alone = { $not: { $type: 'array' } };
    expect(mongo(comparing('owner', 'id', '$eq', 'u1'), options)).toEqual({
      holder: { $eq: 'u1', ...alone },
    });
    expect(mongo(comparing('owner', 'id', '$eq', 'u1', ['company']), options)).toEqual({
      $and: [{ firm: { $type: 'object', ...alone } }, { 'firm.keeper': { $eq: 'u1', ...alone } }],
    });
    expect(() => mongo(comparing('owner', 'id', '$eq', 'u1', ['project']), options)).toThrow(
      'The options do not say where the relation `project` of the model `Task` leads',
    );
  });

  test.for(['$where', 'a.b', '', 'a\0', '\ud800'])('refuse the name %j', (field) => {
    const options = { models: { Task: { fields: { owner: field } } } };
    expect(() => mongo(comparing('owner', 'id', '$eq', 'u1'), options)).toThrow(
      'cannot be the field of `owner`',
    );
  });

  test('look nothing up in prototypes', () => {
    expect(mongo(comparing('constructor', 'id', '$eq', 'u1'), { models: { Task: { fields: {} } } })).toEqual({
      constructor: { $eq: 'u1', $not: { $type: 'array' } },
    });
  });

  test('make an ObjectId of what can be one', () => {
    const digits = '64b7f0a1c2d3e4f5a6b7c8d9';
    const objectId = (text: string) => ({ objectId: text });
    const models = { Task: { fields: { owner: { type: 'objectId' } } } } as const;
    const asked = (operator: string, operand: unknown) =>
      mongo(comparing('owner', 'id', operator, operand), { models, objectId });
    expect(asked('$eq', digits)).toEqual({ owner: { $eq: { objectId: digits }, $not: { $type: 'array' } } });
    expect(asked('$in', ['u1', digits])).toMatchObject({ owner: { $in: [{ objectId: digits }] } });
    for (const other of ['u1', digits.toUpperCase(), `${digits}0`, digits.slice(1)])
      expect(asked('$eq', other)).toEqual({ _id: { $in: [] } });
    expect(() => asked('$gt', 'u1')).toThrow('comes neither before nor after');
    expect(() => mongo(comparing('owner', 'id', '$eq', digits), { models })).toThrow('need `objectId`');
    expect(() => mongo(comparing('owner', 'number', '$eq', 5), { models, objectId })).toThrow(
      '`owner` is of the type number',
    );
  });
});

const found = (where: Where, documents: readonly RecordValue[]): readonly unknown[] =>
  ask(mongo(where), documents);

const ask = (filter: object, documents: readonly RecordValue[]): readonly unknown[] =>
  queryAsMongo(forMingo(filter) as object)
    .find<RecordValue>(documents.map(forMingo) as Record<string, never>[])
    .all()
    .map(idOf);

const expected = (where: Where, documents: readonly RecordValue[]): readonly unknown[] =>
  documents.filter((document) => matches(where, document)).map(idOf);

const idOf = ({ id }: RecordValue): unknown => id;

const described = { id: '_id', owner: { field: 'holder' } };

const to = (model: string) => ({ model, field: `the_${model.toLowerCase()}` });

/** Where the relations of a model lead, to many documents under the names that they have. */
const leading = (model: ModelName): Readonly<Record<string, { model: string; field: string }>> =>
  Object.fromEntries([
    ...Object.entries(relations[model]).map(([name, target]) => [name, to(target)] as const),
    ...Object.entries(lists[model]).map(([name, list]) => [name, { model: list.to, field: name }] as const),
  ]);

const keysOf = (links: Readonly<Record<string, string | null>>): object =>
  Object.fromEntries(Object.entries(links).map(([relation, id]) => [`${relation}Id`, id]));

type Document = Record<string, unknown>;

/** The paths of relations that a filter follows. */
function pathsIn(where: Where): readonly (readonly string[])[] {
  if (typeof where === 'string') return [];
  if (!('through' in where)) return ('anyOf' in where ? where.anyOf : where.allOf).flatMap(pathsIn);
  const start = where.through.map((step) => (typeof step === 'string' ? step : step.many));
  return where.alternatives.flat().map(({ through = [] }) => [...start, ...through]);
}

/** The documents of a collection with those inside that paths of relations lead to, as a view of MongoDB has them. */
function view(
  collections: Readonly<Record<string, readonly unknown[]>>,
  model: ModelName,
  paths: readonly (readonly string[])[],
): Document[] {
  // Copies, because mingo puts what it brings in into the documents themselves.
  const documents = structuredClone(collections[model]) as Document[];
  const isAsked = (relation: string) => paths.some(([first]) => first === relation);
  const many = Object.entries(lists[model]).flatMap(([relation, list]) =>
    isAsked(relation) && 'by' in list
      ? [
          {
            $lookup: {
              from: `${relation} of ${list.to}`,
              localField: '_id',
              foreignField: `${list.by}Id`,
              as: relation,
            },
          },
        ]
      : [],
  );
  const pipeline = Object.entries(relations[model]).flatMap(([relation, from]) => {
    if (!isAsked(relation)) return [];
    const { field } = to(from);
    return [
      {
        $lookup: {
          from: `${relation} of ${from}`,
          localField: `${relation}Id`,
          foreignField: '_id',
          as: field,
        },
      },
      { $unwind: { path: `$${field}`, preserveNullAndEmptyArrays: true } },
    ];
  });
  return new Aggregator([...many, ...pipeline] as unknown as Record<string, never>[], {
    collectionResolver: (named) => {
      const [relation, from] = named.split(' of ') as [string, ModelName];
      const further = paths.filter(([first]) => first === relation).map(([, ...rest]) => rest);
      return view(collections, from, further);
    },
  }).run(documents);
}

describe('what mongo does not understand', () => {
  const filter = (comparison: object) =>
    ({ model: 'Task', through: [], alternatives: [[comparison]] }) as unknown as Where;

  test.each([
    { property: 'owner', type: 'zzz', operator: '$eq', operand: 'u1' },
    { property: 'owner', operator: '$eq', operand: 'u1' },
    { property: 'owner', type: 'id', operator: '$not', operand: 'u1' },
    { property: 'tags', type: 'list', operator: '$gt', operand: 'u1' },
    { property: 'owner', type: 'id', operator: '$in', operand: 'u1' },
    { property: 'owner', type: 'id', operator: '$nin', operand: 'u1' },
  ])('is refused in a filter: %o', (comparison) => {
    expect(() => mongo(filter(comparison))).toThrow('takes what `policy.where` gives');
  });

  test.each([
    [
      { Task: { columns: { owner: 'owner_id' } } },
      '`models.Task.columns`, and a model has `fields` and `relations`',
    ],
    [{ Task: { fields: { owner: { type: 'Uid' } } } }, '`models.Task.fields.owner.type`, and there are'],
    [
      { Task: { relations: { company: { field: 'firm' } } } },
      'a relation names the `model` that it leads to',
    ],
    [{ Task: 'tasks' }, '`models.Task`, which is "tasks" and no map'],
  ])('is refused in the options: %o', (models, message) => {
    expect(() => mongo('all', { models: models as never })).toThrow(message);
  });
});
