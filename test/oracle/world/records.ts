import { modelOf, propertiesOf } from '../catalog.ts';
import { isOf, type Values } from '../conditions.ts';
import { type Model, ofKind, type PropertyType } from '../documents.ts';
import { valuesOf } from './conditions.ts';
import { type Draw, isLikely, pick, repeat, some } from './draw.ts';

/** The manner in which records and users are drawn. */
export interface Manner {
  /** Values are of their declared type, null or missing: what stock CASL is sound on. */
  readonly isTyped: boolean;
}

/** Returns a record of a model in a tenant, with what its relations lead to. */
export function drawRecord(
  draw: Draw,
  documents: readonly unknown[],
  tenant: string | undefined,
  model: Model,
  manner: Manner,
  depth = 3,
): Values {
  const record: Record<string, unknown> = {};
  const properties = propertiesOf(documents, model, tenant);
  for (const [name, { type }] of Object.entries(properties)) {
    const value = drawValue(draw, type, manner);
    if (value === undefined) continue;
    const dot = name.indexOf('.');
    if (dot < 0 || isLikely(draw, 50)) record[name] = value;
    else put(record, name.slice(0, dot), name.slice(dot + 1), value);
  }
  // The page does not say if something with no property of the model at all is a record of it.
  const [first] = Object.keys(properties);
  if (first !== undefined && Object.keys(record).length === 0) record[first.split('.')[0] ?? ''] = null;
  if (depth === 0) return record;
  for (const [name, { model: to, many }] of Object.entries(model.relations ?? {})) {
    const next = modelOf(documents, to);
    if (next === undefined || isLikely(draw, 15)) continue;
    const linked = () => drawRecord(draw, documents, tenant, next, manner, depth - 1);
    if (isLikely(draw, 10)) record[name] = null;
    else if (!manner.isTyped && isLikely(draw, 6)) record[name] = pick(draw, many ? noList : noRecord);
    else record[name] = many ? repeat(draw, 0, 2, linked) : linked();
  }
  return record;
}

function put(record: Record<string, unknown>, outer: string, inner: string, value: unknown): void {
  const object = record[outer];
  record[outer] = { ...(typeof object === 'object' ? object : {}), [inner]: value };
}

function drawValue(draw: Draw, type: PropertyType, { isTyped }: Manner): unknown {
  if (isLikely(draw, 12)) return undefined;
  if (isLikely(draw, 8)) return null;
  if (!isTyped && isLikely(draw, 8))
    return pick(
      draw,
      strangers.filter((value) => !isOf(type, value)),
    );
  if (type === 'list') return some(draw, valuesOf(type), 40);
  if (type === 'object') return {};
  const value = pick(draw, valuesOf(type));
  return !isTyped && type === 'date' && isLikely(draw, 30) ? new Date(String(value)) : value;
}

/** Values of all sorts, each of which is of another type for some property. */
const strangers: readonly unknown[] = [
  ...['other', '1', '2027', '', 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, true],
  ...[[], ['u1'], [null], {}, { id: 'u1' }, new Date('2027-01-01'), new Date(Number.NaN)],
];

/** Values that are no record, or no list of records: a relation leads nowhere there. */
const noRecord: readonly unknown[] = ['u1', 1, true, [], [{ id: 'u1' }], new Date('2027-01-01')];
const noList: readonly unknown[] = ['u1', 1, { id: 'u1' }, [null], ['u1'], [[{ id: 'u1' }]]];

/** Returns what is known of somebody who signs in; now and then an attribute is missing, null or of another type. */
export function drawSignedIn(draw: Draw, documents: readonly unknown[], manner: Manner): Values {
  const user: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries(ofKind(documents, 'Principal')[0]?.attributes ?? {})) {
    const value = drawValue(draw, type, { isTyped: true });
    if (value === undefined && !manner.isTyped) continue;
    if (type !== 'list') user[name] = value ?? pick(draw, valuesOf(type));
    else user[name] = value ?? [];
    if (manner.isTyped || !isLikely(draw, 6)) continue;
    user[name] = pick(draw, [null, '', 7, ['u1', null]]);
  }
  return user;
}
