import fc from 'fast-check';
import type {
  Alternative,
  ComparableType,
  Comparison,
  Filter,
  Scalar,
  Step,
  Where,
} from '../../../runtime/where.ts';
import { momentOf } from './matches.ts';
import {
  lists,
  type ModelName,
  ownProperties,
  properties,
  type Row,
  relations,
  type World,
} from './models.ts';
import {
  datePool,
  integerPool,
  itemPool,
  numberPool,
  shifts,
  textPool,
  undatedPool,
  unrealPool,
} from './pools.ts';

/** The values that rows may hold. */
export interface Holding {
  /** The form of dates: text of any shape, or `Date`. */
  readonly dates: 'text' | 'instant';
  /** True if numbers may be NaN and infinite. */
  readonly notFinite?: boolean;
  /** Values of a wrong type that may stand in any column. */
  readonly strays?: readonly unknown[];
  /** True if an object may hold a tenant's property under a key with a dot. */
  readonly dotted?: boolean;
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

function rowOf(model: ModelName, { dates, notFinite = false, strays = [], dotted = false }: Holding) {
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
      notFinite ? fc.oneof({ weight: 3, arbitrary: numbers }, fc.constantFrom(...unrealPool)) : numbers,
    ),
    size: column(integers),
    done: column(fc.boolean()),
    due: column(dates === 'text' ? dateTexts : moments),
    tags: column(fc.array(fc.oneof(fc.constantFrom(...itemPool), texts), { maxLength: 3 })),
    extra: column(fc.oneof(fc.constantFrom({}, { a: 1 }, { owner: 'u1' }), objects(dotted))),
    links: fc.record(links),
  });
}

/**
 * Filters on the records of a model, of every operator and type, some through relations, to many records too, some of
 * several parts. Relations to many that go by a model between are left out at will, for what cannot have them.
 */
export function filters(model: ModelName, leavesOutVia = false): fc.Arbitrary<Where> {
  const paths = stepsFrom(model, longestPath, leavesOutVia);
  const short = paths.filter((path) => path.length < longestPath);
  const single = fc
    .oneof({ weight: 4, arbitrary: fc.constantFrom(...short) }, fc.constantFrom(...paths))
    .chain((through) =>
      fc.record({
        model: fc.constant(model),
        through: fc.constant(through),
        alternatives: fc.array(alternativesOn(endOf(model, through), longestPath - through.length), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    );
  const parts = (of: fc.Arbitrary<Filter>) => fc.array(of, { minLength: 1, maxLength: 3 });
  const all = parts(single).map((allOf): Filter => ({ model, allOf }));
  const any = parts(fc.oneof(single, all)).map((anyOf): Filter => ({ model, anyOf }));
  const common = parts(fc.oneof(single, any)).map((allOf): Filter => ({ model, allOf }));
  return fc.oneof(
    { weight: 14, arbitrary: single },
    { weight: 3, arbitrary: any },
    { weight: 3, arbitrary: common },
    fc.constantFrom<Where>('all', 'none'),
  );
}

/** The most steps that relations are followed in all; no record goes further. */
const longestPath = 3;

const endOf = (model: ModelName, path: readonly Step[]): ModelName =>
  path.reduce<ModelName>(
    (at, step) => (typeof step === 'string' ? relations[at][step] : lists[at][step.many]?.to) ?? at,
    model,
  );

/** Paths of relations to one record and to many, up to so many steps. */
function stepsFrom(model: ModelName, length: number, leavesOutVia: boolean): readonly (readonly Step[])[] {
  if (length === 0) return [[]];
  const steps: readonly (readonly [Step, ModelName])[] = [
    ...Object.entries(relations[model]),
    ...Object.entries(lists[model]).flatMap(([many, list]) =>
      leavesOutVia && 'via' in list ? [] : [[{ many }, list.to] as const],
    ),
  ];
  const further = steps.flatMap(([step, target]) =>
    stepsFrom(target, length - 1, leavesOutVia).map((path) => [step, ...path]),
  );
  return [[], ...further];
}

function pathsFrom(model: ModelName, length: number): readonly (readonly string[])[] {
  if (length === 0) return [[]];
  const further = Object.entries(relations[model]).flatMap(([relation, target]) =>
    pathsFrom(target, length - 1).map((path) => [relation, ...path]),
  );
  return [[], ...further];
}

const texts = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(...textPool),
  },
  fc.string({ unit: 'binary', maxLength: 3 }).map((text) => text.replaceAll('\0', '')),
);

const integers = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(...integerPool),
  },
  fc.maxSafeInteger(),
);

const numbers = fc.oneof(
  integers,
  {
    weight: 2,
    arbitrary: fc.constantFrom(...numberPool),
  },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const dateTexts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...datePool) },
  fc.constantFrom(...undatedPool),
);

const moments = fc.oneof(
  fc
    .tuple(fc.constantFrom(...datePool), fc.constantFrom(...shifts))
    .map(([date, shift]) => new Date(momentOf(date) + shift)),
  fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9000-01-01') }),
);

/** Makes the values inside objects: mostly of the type that is asked for. */
function objects(dotted: boolean): fc.Arbitrary<object> {
  const other = fc.constantFrom<unknown>(null, 'u1', '5', '', 0, 5, true, [], ['a'], {}, '2026-01-31');
  const held = (values: fc.Arbitrary<unknown>) => fc.oneof({ weight: 5, arbitrary: values }, other);
  const fields = {
    owner: held(texts),
    name: held(texts),
    size: held(numbers),
    done: held(fc.boolean()),
    due: held(dateTexts),
    tags: held(fc.array(fc.constantFrom(...itemPool), { maxLength: 3 })),
    deep: held(fc.record({ owner: held(texts) }, { requiredKeys: [] })),
    ...(dotted ? { 'deep.owner': held(texts) } : {}),
  };
  return fc.record(fields, { requiredKeys: [] });
}

const operandsOf = {
  id: texts,
  string: texts,
  number: numbers,
  integer: integers,
  boolean: fc.boolean(),
  date: fc.constantFrom(...datePool),
} satisfies Readonly<Record<ComparableType, fc.Arbitrary<Scalar>>>;

/** The items that a list of a row may contain, and some that it cannot. */
const items: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...itemPool) },
  texts,
  fc.constantFrom(...numberPool, ...integerPool, true, false),
);

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
  ...Object.entries({ ...properties, ...ownProperties }).map(([property, type]): fc.Arbitrary<Comparison> => {
    const exists = fc
      .boolean()
      .map((operand): Comparison => ({ property, type, operator: '$exists', operand }));
    if (type === 'object') return exists;
    if (type === 'list')
      return fc.oneof(
        exists,
        fc
          .tuple(fc.constantFrom('$eq', '$ne'), items)
          .map(([operator, operand]): Comparison => ({ property, type, operator, operand })),
        fc
          .tuple(fc.constantFrom('$in', '$nin'), fc.array(items, { minLength: 1, maxLength: 3 }))
          .map(([operator, operand]): Comparison => ({ property, type, operator, operand })),
      );
    const orders = fc.constantFrom('$eq', '$eq', '$gt', '$gte', '$lt', '$lte', '$ne');
    return fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(orders, operandsOf[type] as fc.Arbitrary<Scalar>)
          .map(([operator, operand]): Comparison => ({ property, type, operator, operand })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('$in', '$nin'), listsOf(type))
          .map(([operator, operand]): Comparison => ({ property, type, operator, operand })),
      },
      exists,
    );
  }),
);

/** Comparisons of a record of a model, and of those that its relations lead to. */
function alternativesOn(model: ModelName, further: number): fc.Arbitrary<Alternative> {
  const paths = pathsFrom(model, Math.min(further, 2)).filter((path) => path.length > 0);
  if (paths.length === 0) return fc.array(comparisons, { minLength: 1, maxLength: 3 });
  const along = fc
    .tuple(fc.constantFrom(...paths), comparisons)
    .map(([through, comparison]): Comparison => ({ ...comparison, through }));
  return fc.array(fc.oneof({ weight: 3, arbitrary: comparisons }, along), { minLength: 1, maxLength: 3 });
}
