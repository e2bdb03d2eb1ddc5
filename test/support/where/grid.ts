import type { ComparableType, Comparison, Scalar, Where } from '../../../runtime/where.ts';
import { momentOf } from './matches.ts';
import { type PropertyName, properties, type Row, type World } from './models.ts';
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
import type { Holding } from './random.ts';

/**
 * Every value that is worth trying in every column, and every comparison with every such value: what random filters
 * come across too rarely. The rows are companies and lead nowhere.
 */
export function grid({ dates, notFinite = false, strays = [] }: Holding): {
  readonly world: World;
  readonly wheres: readonly Where[];
} {
  const numbers = [...integerPool, ...numberPool, ...(notFinite ? unrealPool : [])];
  const instants = datePool.flatMap((date) =>
    shifts.slice(2, -1).map((shift) => new Date(momentOf(date) + shift)),
  );
  const values: Readonly<Record<PropertyName, readonly unknown[]>> = {
    owner: textPool,
    name: textPool,
    score: numbers,
    size: integerPool,
    done: [true, false],
    due: dates === 'text' ? [...datePool, ...undatedPool] : instants,
    tags: [[], ['a'], ['a', 'b'], ['1'], ['true'], ['null', ''], ['[]']],
    extra: [{}, { a: 1 }],
  };
  const columns = Object.entries(values).map(
    ([property, of]) => [property, [null, ...of, ...strays]] as const,
  );
  const rows = Array.from({ length: Math.max(...columns.map(([, of]) => of.length)) }, (_, index): Row => {
    const cells = columns.map(([property, of]) => [property, of[index % of.length]]);
    return { ...Object.fromEntries(cells), id: `${index}`, links: { parent: null } };
  });
  const wheres = Object.entries(properties).flatMap(([property, type]): Where[] => [
    ...[true, false].map((operand) => only({ property, type, operator: '$exists', operand })),
    ...(type === 'list' ? contentsOf(property) : type === 'object' ? [] : comparisonsOf(property, type)),
  ]);
  return { world: { Company: rows, Project: [], Task: [] }, wheres };
}

const only = (comparison: Comparison): Where => ({
  model: 'Company',
  through: [],
  alternatives: [[comparison]],
});

const operandsOf: Readonly<Record<ComparableType, readonly Scalar[]>> = {
  id: textPool,
  string: textPool,
  number: [...integerPool, ...numberPool],
  integer: integerPool,
  boolean: [true, false],
  date: [...datePool, '0000-02-29', '0001-01-01T00:00:00+01:00'],
};

const contentsOf = (property: string): readonly Where[] => [
  ...[...itemPool, 1, 0.1, true, false].flatMap((operand) =>
    (['$eq', '$ne'] as const).map((operator) => only({ property, type: 'list', operator, operand })),
  ),
  ...[[], ['a', 1], ['b', 'c'], [...textPool]].flatMap((operand) =>
    (['$in', '$nin'] as const).map((operator) => only({ property, type: 'list', operator, operand })),
  ),
];

function comparisonsOf(property: string, type: ComparableType): readonly Where[] {
  const operands = operandsOf[type];
  return operands.flatMap((operand, index) => [
    ...(['$eq', '$gt', '$gte', '$lt', '$lte', '$ne'] as const).map((operator) =>
      only({ property, type, operator, operand }),
    ),
    ...(['$in', '$nin'] as const).flatMap((operator) => [
      only({ property, type, operator, operand: [operand] }),
      only({ property, type, operator, operand: operands.slice(index, index + 4) }),
    ]),
    ...(index === 0 ? [only({ property, type, operator: '$nin', operand: [] })] : []),
  ]);
}
