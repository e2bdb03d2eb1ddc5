import type { ColumnType } from '../../../runtime/where.ts';

/** A record as the facade sees it: columns, and under the name of a relation the record it leads to. */
export type RecordValue = { readonly [name: string]: unknown };

/** The models that filters and records are made of. A task has a project, a project a company, each has a parent. */
export type ModelName = 'Task' | 'Project' | 'Company';

/** The models, from the one that others lead to. */
export const modelNames: readonly ModelName[] = ['Company', 'Project', 'Task'];

/** The properties of every model with their types, beside `id`, a text that no other row of the model has. */
export const properties = {
  owner: 'id',
  name: 'string',
  score: 'number',
  size: 'integer',
  done: 'boolean',
  due: 'date',
  tags: 'list',
  extra: 'object',
} as const satisfies Readonly<Record<string, ColumnType>>;

/** A property of every model. */
export type PropertyName = keyof typeof properties;

/** Where each relation of a model leads; a row holds the `id` of the row it leads to, or null, under its name. */
export const relations: Readonly<Record<ModelName, Readonly<Record<string, ModelName>>>> = {
  Company: { parent: 'Company' },
  Project: { parent: 'Project', company: 'Company' },
  Task: { parent: 'Task', project: 'Project', company: 'Company' },
};

/** A row as a table holds it. */
export type Row = Readonly<Record<PropertyName, unknown>> & {
  readonly id: string;
  readonly links: Readonly<Record<string, string | null>>;
};

/** The rows of every model. */
export type World = Readonly<Record<ModelName, readonly Row[]>>;

/** How far relations are followed in a record: further than any filter goes. */
const depth = 3;

/** The record of a row, with the records it leads to inside; null where a relation leads nowhere. */
export function recordOf(world: World, model: ModelName, row: Row, further = depth): RecordValue {
  const { links, ...columns } = row;
  const led = Object.entries(relations[model]).map(([relation, target]) => {
    const next = world[target].find(({ id }) => id === links[relation]);
    return [relation, next && further > 0 ? recordOf(world, target, next, further - 1) : null] as const;
  });
  return { ...columns, ...Object.fromEntries(led) };
}
