import type { Model, Property } from '../../model/catalog.ts';
import { quoteText, writeKey } from '../../text/typescript.ts';
import type { RecordExample } from './example.ts';

/** Describes how a database selects the records that may be viewed. */
export function describeLists(name: string, tenant: string, records: RecordExample): string {
  const { model, property, related, columns } = records;
  const m = model.name;
  const listedModel = related?.model ?? model;
  const tables = listTables([model, listedModel], records);
  const selected = [...columns, ...(property && !columns.includes(property) ? [property] : [])].map(
    ({ name: own }) => (nameInSql(own) === own ? `r.${own}` : `r.${nameInSql(own)} AS "${own}"`),
  );
  const options = writePrismaModels(tables);
  return `## Lists

The database selects, by the same conditions. \`where\` gives \`'all'\`, \`'none'\` or a filter, and an adapter writes it for a database:

\`\`\`ts
import { sqlFor } from '${name}/sql';

const toSql = sqlFor({
  dialect: 'postgres', // or 'sqlite'
  models: {
${tables.map((table) => `    ${writeSqlModel(table)},\n`).join('')}  },
});

const values: unknown[] = [${quoteText(tenant)}];
const { text } = toSql(policy.where('view', '${m}'), { from: 'r', values });
await database.query(\`SELECT ${selected.length > 0 ? selected.join(', ') : 'r.id'} FROM "${nameInSql(m)}" AS r WHERE r.tenant = $1 AND \${text}\`, values);
\`\`\`

Name every column as the catalog does: one of another name is missing where conditions compare it, and is left out where \`fields\` decides.

Values are parameters, added to those of the query; names are quoted; \`'all'\` and \`'none'\` are TRUE and FALSE. \`'all'\` is every record there
is: keeping tenants apart is up to the query. **Take the tenant into every relation**, as above; by the id alone (\`from: '…_id', to: 'id'\`)
only where no two tenants can have the same id, or a record of another tenant opens one of this tenant. A relation that a table of its own holds says which, with the tenant too:
\`via: { table: 'watchers', from: ['tenant', 'task_id'], to: ['tenant', 'user_id'] }\` beside \`from\` and \`to\`, which are then the ids. A column that is a uuid says so
(\`{ column: 'owner_id', type: 'uuid' }\`); records hold ids as text. Hand over \`values\` before you count further parameters of your own.

\`\`\`ts
import { prisma } from '${name}/prisma';
await client.${nameInPrisma(listedModel.name)}.findMany({ where: { AND: [prisma(policy.where('view', '${listedModel.name}')), yours] } });

import { mongo } from '${name}/mongo';
await collection.find({ $and: [mongo(policy.where('view', '${listedModel.name}')), yours] });
\`\`\`

Join either by AND with what else you ask, never by OR or NOT: Prisma takes some conditions for none there. A mapper that drops from a filter
what its own schema does not know selects more than may be viewed: keep Mongoose's \`strictQuery\` at \`false\` (\`true\` was the default of version 6) or at
\`'throw'\`, and its \`sanitizeFilter\` off, or ask the driver's collection.${
    options === ''
      ? ''
      : ` Where fields, relations or
types differ from the catalog's, both take options, which then tell every relation:

\`\`\`ts
prisma(policy.where('view', '${listedModel.name}'), {
  models: { ${options} },
});
\`\`\``
  }${property ? describeColumns(m, property) : ''}`;
}

/** Describes how what is shown of a record is chosen, and how lists are sorted by it. */
function describeColumns(model: string, property: Property): string {
  return `

Selecting records is not selecting columns. Show of each record what \`fields\` says:

\`\`\`ts
const shown = new Set<string>(policy.fields('view', '${model}', record));
const body = Object.fromEntries(Object.entries(record).filter(([property]) => shown.has(property)));
\`\`\`

Where a list is searched, sorted or summed up by a
property, use it only of those records of which it may be viewed, or the order gives it away:

\`\`\`ts
const visible = toSql(policy.where('view', '${model}', '${property.name}'), { from: 'r', values }).text;
const order = \`ORDER BY CASE WHEN \${visible} THEN r.${nameInSql(property.name)} END\`;
\`\`\``;
}

/** A model with what its records are asked for: columns, and relations with the models that they lead to. */
interface ModelTable {
  readonly model: Model;
  readonly columns: Set<Property>;
  readonly relations: Map<string, { readonly to: string; readonly many: boolean }>;
}

/** Lists the models that conditions about records of some models lead to, each once, these first. */
function listTables(models: readonly Model[], { compared, modelOf }: RecordExample): readonly ModelTable[] {
  const tables = new Map<string, ModelTable>();
  const tableOf = (model: Model): ModelTable => {
    const known = tables.get(model.name) ?? { model, columns: new Set(), relations: new Map() };
    tables.set(model.name, known);
    return known;
  };
  for (const model of models) {
    tableOf(model);
    for (const { path, columns } of compared.get(model.name) ?? []) {
      let from = tableOf(model);
      for (const { name, many } of path) {
        const to = from.model.relations.get(name)?.model ?? '';
        from.relations.set(name, { to, many });
        const next = modelOf.get(to);
        if (next) from = tableOf(next);
      }
      for (const column of columns) from.columns.add(column);
    }
  }
  return [...tables.values()];
}

/** Writes a table with its columns and relations; a record that is one of many has the id of the other one. */
function writeSqlModel({ model, columns, relations }: ModelTable): string {
  const renamed = [...columns].filter(({ name }) => nameInSql(name) !== name);
  const links = [...relations].map(([name, { to, many }]) => {
    const [from, at] = many ? ['id', `${nameInSql(model.name)}_id`] : [`${nameInSql(name)}_id`, 'id'];
    return `${writeKey(name)}: { model: '${to}', from: ['tenant', '${from}'], to: ['tenant', '${at}'] }`;
  });
  const parts = [
    `table: '${nameInSql(model.name)}'`,
    ...(renamed.length > 0
      ? [`columns: { ${renamed.map(({ name }) => `${writeKey(name)}: '${nameInSql(name)}'`).join(', ')} }`]
      : []),
    ...(links.length > 0 ? [`relations: { ${links.join(', ')} }`] : []),
  ];
  return `${writeKey(model.name)}: { ${parts.join(', ')} }`;
}

/** Writes the description of tables for Prisma: of each model the fields with another name, and all relations. */
function writePrismaModels(tables: readonly ModelTable[]): string {
  return tables
    .flatMap(({ model, columns, relations }) => {
      const [first] = columns;
      const links = [...relations].map(
        ([name, { to }]) => `${writeKey(name)}: { model: '${to}', field: '${nameInPrisma(name)}' }`,
      );
      const parts = [
        ...(first ? [`fields: { ${writeKey(first.name)}: '${first.name.replaceAll('.', '_')}Id' }`] : []),
        ...(links.length > 0 ? [`relations: { ${links.join(', ')} }`] : []),
      ];
      return parts.length > 0 ? [`${writeKey(model.name)}: { ${parts.join(', ')} }`] : [];
    })
    .join(', ');
}

/** Returns the usual name in a database of a model, a property or a relation. */
export const nameInSql = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/^_+/, '')
    .replace(/[.-]/g, '_')
    .toLowerCase();

const nameInPrisma = (name: string): string =>
  `${name.charAt(0).toLowerCase()}${name.slice(1).replaceAll('-', '_')}`;
