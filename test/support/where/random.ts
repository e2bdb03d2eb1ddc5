import fc from 'fast-check';
import type { Alternative, ComparableType, Comparison, Scalar, Where } from '../../../facade/where.ts';
import { momentOf } from './matches.ts';
import { type ModelName, properties, type Row, relations, type World } from './models.ts';

/** What rows may hold. */
export interface Holding {
  /** How dates are held: as text of any shape, or as `Date`. */
  readonly dates: 'text' | 'instant';
  /** Whether numbers may be NaN and infinite. */
  readonly notFinite?: boolean;
  /** Values of a wrong type that may stand in any column. */
  readonly strays?: readonly unknown[];
}

/** Worlds of a few rows, some of which hold null, lead nowhere or lead to themselves. */
export function worlds(holding: Holding): fc.Arbitrary<World> {
  return fc
    .record({
      Company: fc.array(rowOf('Company', holding), { minLength: 1, maxLength: 4 }),
      Project: fc.array(rowOf('Project', holding), { minLength: 1, maxLength: 5 }),
      Task: fc.array(rowOf('Task', holding), { minLength: 1, maxLength: 8 }),
    })
    .map(({ Company, Project, Task }) => ({
      Company: Company.map(withId),
      Project: Project.map(withId),
      Task: Task.map(withId),
    }));
}

const withId = (row: Omit<Row, 'id'>, index: number): Row => ({ ...row, id: `${index}` }) as Row;

function rowOf(model: ModelName, { dates, notFinite = false, strays = [] }: Holding) {
  const column = (values: fc.Arbitrary<unknown>) =>
    strays.length === 0
      ? fc.oneof({ weight: 6, arbitrary: values }, fc.constant(null))
      : fc.oneof({ weight: 4, arbitrary: values }, fc.constant(null), fc.constantFrom(...strays));
  const links = Object.fromEntries(
    Object.keys(relations[model]).map((relation) => [
      relation,
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom('0', '1', '2', '3') }, fc.constant(null)),
    ]),
  );
  return fc.record({
    owner: column(texts),
    name: column(texts),
    score: column(
      notFinite ? fc.oneof({ weight: 3, arbitrary: numbers }, fc.constantFrom(...unreal)) : numbers,
    ),
    size: column(integers),
    done: column(fc.boolean()),
    due: column(dates === 'text' ? dateTexts : moments),
    tags: column(fc.array(texts, { maxLength: 2 })),
    extra: column(fc.constantFrom({}, { a: 1 }, { owner: 'u1' })),
    links: fc.record(links),
  });
}

/** Filters on the records of a model, of every operator and type, some through relations. */
export function filters(model: ModelName): fc.Arbitrary<Where> {
  const filter = fc.record({
    model: fc.constant(model),
    through: fc.constantFrom(...pathsFrom(model, 2)),
    alternatives: fc.array(alternatives, { minLength: 1, maxLength: 3 }),
  });
  return fc.oneof({ weight: 20, arbitrary: filter }, fc.constantFrom<Where>('all', 'none'));
}

function pathsFrom(model: ModelName, length: number): readonly (readonly string[])[] {
  if (length === 0) return [[]];
  const further = Object.entries(relations[model]).flatMap(([relation, target]) =>
    pathsFrom(target, length - 1).map((path) => [relation, ...path]),
  );
  return [[], ...further];
}

const unreal: readonly number[] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const texts = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['', ' ', 'a', 'A', 'a ', 'ab', 'b', 'B', 'u1', 'U1', 'Zoë', 'Zoe\u0308', 'ss', 'ß', 'İ', 'i'],
      ...['\ud7ff', '\ue000', '\ufffd', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}', '\u0001', '\n'],
      ...['0', '05', '5', '5.0', '1e1', 'true', 'null', 'NULL', '$1', '?', '%', '_', '\\', "'", '"', "''"],
      ...['{a,b}', '[]', '["a"]', '{"$ne":1}', '2026-01-31', '__proto__', 'constructor'],
    ),
  },
  fc.string({ unit: 'binary', maxLength: 3 }).map((text) => text.replaceAll('\0', '')),
);

const integers = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...[0, -0, 1, -1, 2, 5, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1],
      ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    ),
  },
  fc.maxSafeInteger(),
);

const numbers = fc.oneof(
  integers,
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        0.1,
        0.2,
        0.1 + 0.2,
        0.3,
        -0.5,
        1.5,
        4.999999999999999,
        5.000000000000001,
        2 ** 53,
        2 ** 63,
        2 ** 64,
      ],
      ...[1e21, -1e21, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON],
    ),
  },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const dates: readonly string[] = [
  ...['2026-01-30', '2026-01-31', '2026-02-01', '2024-02-29', '0001-01-01', '9999-12-31', '1969-12-31'],
  ...['2026-01-31T00:00', '2026-01-31T00:00:00', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
  ...['2026-01-31T00:00:00.001', '2026-01-30T23:59:59.999Z', '2026-01-31T02:00:00+02:00'],
  ...['2026-01-30T19:30:00-05:30', '2026-01-31T01:30:00+01:30', '1969-12-31T23:59:59.999Z'],
  ...['2026-03-29T02:30', '2026-03-29T02:30:00+01:00', '2026-10-25T02:30', '9999-12-31T23:59:59.999-14:00'],
];

const dateTexts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...dates) },
  fc.constantFrom(
    ...[
      '',
      'soon',
      '31.01.2026',
      '2026',
      '2026-01',
      '20260131',
      '+012026-01-31',
      ' 2026-01-31',
      '\n2026-01-31',
    ],
    ...[
      '2026-01-31\n',
      '2026-01-31 10:00',
      '2026-01-31x',
      '2026-01-31\u{1f600}',
      '2026-01-31\uffff',
      '2026-1-31',
    ],
    ...['٢٠٢٦-٠١-٣١', '２０２６-０１-３１', 'x\n2026-01-31', '9999-99-99', '202६-01-31'],
  ),
);

const moments = fc.oneof(
  fc
    .tuple(fc.constantFrom(...dates), fc.constantFrom(-86_400_000, -3_600_000, -1, 0, 0, 0, 1, 3_600_000))
    .map(([date, shift]) => new Date(momentOf(date) + shift)),
  fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9000-01-01') }),
);

const operandsOf = {
  id: texts,
  string: texts,
  number: numbers,
  integer: integers,
  boolean: fc.boolean(),
  date: fc.constantFrom(...dates),
} satisfies Readonly<Record<ComparableType, fc.Arbitrary<Scalar>>>;

/** A short list mostly; sometimes one that is longer than any database wants parameters. */
const listsOf = (type: ComparableType): fc.Arbitrary<readonly Scalar[]> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.array<Scalar>(operandsOf[type], { minLength: 1, maxLength: 4 }) },
    fc
      .array<Scalar>(operandsOf[type], { minLength: 1, maxLength: 4 })
      .map((items) => [...items, ...(type === 'id' ? many : [])]),
  );

const many: readonly string[] = Array.from({ length: 2_000 }, (_, index) => `other-${index}`);

const comparisons: fc.Arbitrary<Comparison> = fc.oneof(
  ...Object.entries(properties).map(([property, type]): fc.Arbitrary<Comparison> => {
    const exists = fc
      .boolean()
      .map((operand): Comparison => ({ property, type, operator: '$exists', operand }));
    if (type === 'list' || type === 'object') return exists;
    const orders = fc.constantFrom('$eq', '$eq', '$gt', '$gte', '$lt', '$lte');
    return fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(orders, operandsOf[type] as fc.Arbitrary<Scalar>)
          .map(([operator, operand]): Comparison => ({ property, type, operator, operand })),
      },
      {
        weight: 2,
        arbitrary: listsOf(type).map((operand): Comparison => ({ property, type, operator: '$in', operand })),
      },
      exists,
    );
  }),
);

const alternatives: fc.Arbitrary<Alternative> = fc.array(comparisons, { minLength: 1, maxLength: 3 });
