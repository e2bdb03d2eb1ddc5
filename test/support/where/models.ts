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

/** The properties that a tenant adds: they stand inside `extra`, and are no columns of their own. */
export const ownProperties = {
  'extra.owner': 'id',
  'extra.name': 'string',
  'extra.size': 'number',
  'extra.done': 'boolean',
  'extra.due': 'date',
  'extra.tags': 'list',
  'extra.deep.owner': 'id',
} as const satisfies Readonly<Record<string, ColumnType>>;

/** A property of every model. */
export type PropertyName = keyof typeof properties;

/** Where each relation of a model leads; a row holds the `id` of the row it leads to, or null, under its name. */
export const relations: Readonly<Record<ModelName, Readonly<Record<string, ModelName>>>> = {
  Company: { parent: 'Company' },
  Project: { parent: 'Project', company: 'Company' },
  Task: { parent: 'Task', project: 'Project', company: 'Company' },
};

/** A relation to many records: by the link that these hold, or by two links of the rows of a model between. */
export type List =
  | { readonly to: ModelName; readonly by: string }
  | { readonly to: ModelName; readonly via: ModelName; readonly from: string; readonly onward: string };

/** The relations of a model to many records. */
export const lists: Readonly<Record<ModelName, Readonly<Record<string, List>>>> = {
  Company: {
    children: { to: 'Company', by: 'parent' },
    projects: { to: 'Project', by: 'company' },
    tasks: { to: 'Task', by: 'company' },
  },
  Project: {
    children: { to: 'Project', by: 'parent' },
    tasks: { to: 'Task', by: 'project' },
    customers: { to: 'Company', via: 'Task', from: 'project', onward: 'company' },
  },
  Task: { children: { to: 'Task', by: 'parent' } },
};

/** A row as a table holds it. */
export type Row = Readonly<Record<PropertyName, unknown>> & {
  readonly id: string;
  readonly links: Readonly<Record<string, string | null>>;
};

/** The rows of every model. */
export type World = Readonly<Record<ModelName, readonly Row[]>>;

/** The number of steps that relations are followed in a record: more than any filter follows. */
const depth = 3;

/** The record of a row, with the records it leads to inside; null, or an empty list, where a relation leads nowhere. */
export function recordOf(world: World, model: ModelName, row: Row, further = depth): RecordValue {
  const { links, ...columns } = row;
  const record: Record<string, unknown> = columns;
  for (const [relation, target] of Object.entries(relations[model])) {
    const next = world[target].find(({ id }) => id === links[relation]);
    record[relation] = next && further > 0 ? recordOf(world, target, next, further - 1) : null;
  }
  for (const [relation, list] of Object.entries(lists[model]))
    record[relation] =
      further > 0 ? listed(world, row, list).map((next) => recordOf(world, list.to, next, further - 1)) : [];
  return record;
}

function listed(world: World, { id }: Row, list: List): readonly Row[] {
  if ('by' in list) return world[list.to].filter(({ links }) => links[list.by] === id);
  return world[list.via]
    .filter(({ links }) => links[list.from] === id)
    .flatMap(({ links }) => world[list.to].filter((next) => next.id === links[list.onward]));
}
