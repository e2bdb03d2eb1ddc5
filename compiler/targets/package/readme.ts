import { type Compiled, findTypedCatalog } from '../../model/artifact.ts';
import type { Matrix } from '../../model/matrix.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import { writeKey } from '../../text/typescript.ts';
import { describeRoleEditing } from './editing-roles.ts';
import { chooseExample, type Example, sampleOf, writeSample } from './example.ts';
import { describeBrowser, describeBundles, describeRefusals, packageFiles } from './running.ts';

/** Writes the README of the package, for whoever builds a service on it; its examples are of this catalog. */
export function writePackageReadme(compiled: Compiled): string {
  const { matrix } = compiled;
  const { name } = matrix.policy.settings.package;
  const example = chooseExample(matrix, findTypedCatalog(compiled));
  const sections = [
    `# ${escapeMarkdown(name)}

Who may do what, decided as the policies say and typed to the last property. Written by plafond compile: change the
policies, not this folder.

\`\`\`sh
npm install ${name} @casl/ability        # from a registry; or the tarball that npm pack makes of this folder
\`\`\`

Installed by its path the folder is only linked, and finds CASL from where it lies: in a workspace, or with \`npm install --install-links\`,
which copies it.

It needs Node 20 or a browser and depends on nothing but [CASL](https://casl.js.org) 7. ES modules and CommonJS. TypeScript 5.9 or
newer, with \`moduleResolution\` \`node16\`, \`nodenext\` or \`bundler\`.`,
    ...(example ? usage(matrix, name, example) : ['The policies permit nobody anything yet.']),
  ];
  return `${sections.join('\n\n')}\n`;
}

function usage(matrix: Matrix, name: string, example: Example): readonly string[] {
  return [
    describeQuestions(matrix, name, example),
    records(example),
    ...lists(name, example),
    changes(name, example),
    ...(example.model.actions.has('export') ? [describeExports(example)] : []),
    describeBrowser(name, example),
    describeRefusals(example),
    describeRoleEditing(name, example),
    describeBundles(name),
    packageFiles,
  ];
}

function describeQuestions(
  { policy }: Matrix,
  name: string,
  { tenant, role, userType, seats, model, property, toggle }: Example,
): string {
  const attributes = [...policy.attributes].map(([attribute, type]) => `${attribute}: ${sampleOf(type)}`);
  const m = model.name;
  return `## Ask

Once for every request, from what you know of the signed-in user: never from what the request says of itself.

\`\`\`ts
import { permissions } from '${name}';

const policy = permissions({
  tenant: '${tenant}',
  roles: ['${role}'],            // all the user's roles: they are given the union
  userType: '${userType}',
  seats: [${seats.map((seat) => `'${seat}'`).join(', ')}],${' '.repeat(Math.max(1, 23 - seats.join("', '").length))}// left out where there are none
  user: { ${attributes.join(', ')} },      // what conditions ask of the user
});
\`\`\`

| question | call |
|---|---|
| may they update this record? | \`policy.can('update', '${m}', record)\` |
| … this property of it? | \`policy.can('update', '${m}', record, '${property.name}')\` |
| which properties of it may they view? | \`policy.fields('view', '${m}', record)\` |
| is there anything they might view? For menus, never for data | \`policy.canSome('view', '${m}')\` |
${toggle ? `| may they use a module, a feature, a capability? | \`policy.uses('${toggle}')\` |\n` : ''}| which records may they view? | \`policy.where('view', '${m}')\` |
| why, or why not? | \`policy.why('update', '${m}', record, '${property.name}')\`, or without a record, or without a property |
| the same as CASL's own ability | \`policy.ability\` |

Whatever does not compile is not permitted by anybody: an action the model does not support, a property of another model, a
role that the tenant is not offered. Making a policy costs little more than an answer does: nothing needs to be cached.

Names that come from a database are only text to TypeScript. Assert them; \`permissions\` checks them anyway, and throws for the
whole user if one role is not theirs to have. Its message lists what there is: log it, and answer 403 without it.

\`\`\`ts
import { PermissionsError, type SignedIn } from '${name}';

try {
  const theirs = permissions({ ...row, user: { ${[...policy.attributes.keys()].map((attribute) => `${attribute}: row.${attribute}`).join(', ')} } } as SignedIn);
} catch (error) {
  if (error instanceof PermissionsError) refuse(error.code, 'your permissions are not valid');
}
\`\`\`

What asks about any model is generic in those that support the action:

\`\`\`ts
import type { ModelWith, RecordOf } from '${name}';

const viewable = <M extends ModelWith<'view'>>(model: M, records: readonly RecordOf<M>[]) =>
  records.filter((one) => policy.can('view', model, one));
\`\`\``;
}

function records({ model, columns, compared, related }: Example): string {
  if (columns.length === 0)
    return `## Records

A record is any object. It is never changed, and nothing in it chooses its model: the call does.`;
  const shape = writeSample(compared.get(model.name) ?? []);
  const nested = related && writeSample(compared.get(related.model.name) ?? []);
  return `## Records

Some roles reach only some records. To decide, a record must have the columns that conditions compare, under these names:

\`\`\`ts
policy.can('view', '${model.name}', ${shape});${related && nested ? `\npolicy.can('view', '${related.model.name}', ${nested});      // with its ${related.path.join(' and that one’s ')}` : ''}
\`\`\`

These are the columns that the conditions of any role in any tenant compare, to be loaded with every record: \`columns\` lists them for
programs, \`rules/\` tells which role compares what. A column may be null. One that was not loaded does not compile; if it comes all the
same, nothing matches but a condition that asks for its absence, and \`why\` says which. Values of different types never match: an id is text, a number a number, a date a \`Date\` or text in
ISO 8601. Dates in text are compared as written, so keep to one form and zone. A record is never changed, and nothing in it chooses its model: the call does.${
    related?.path.length === 1
      ? `

In PostgreSQL a join brings the other record along:

\`\`\`sql
SELECT …, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object(${columns.map(({ name }) => `'${name}', c.${snake(name)}`).join(', ')}) END AS ${related.path[0]}
FROM ${table(related.model.name)} AS r LEFT JOIN ${table(model.name)} AS c ON c.tenant = r.tenant AND c.id = r.${related.path[0]}_id
\`\`\``
      : ''
  }`;
}

function lists(name: string, example: Example): readonly string[] {
  const { model, property, related, columns } = example;
  const m = model.name;
  const asked = related?.model.name ?? m;
  const renamed = columns.filter((column) => snake(column.name) !== column.name);
  const relation = related
    ? related.path.length === 1
      ? `\n    ${asked}: { table: '${table(asked)}', relations: { ${related.path[0]}: { model: '${m}', from: ['tenant', '${related.path[0]}_id'], to: ['tenant', 'id'] } } },`
      : `\n    // one relation for each step of \`${related.path.join('.')}\``
    : '';
  const [first] = columns;
  const named = [...columns, ...(columns.includes(property) ? [] : [property])].map(({ name: own }) =>
    snake(own) === own ? `r.${own}` : `r.${snake(own)} AS "${own}"`,
  );
  const selected = named.join(', ');
  const described = [
    ...(first
      ? [`${m}: { fields: { ${writeKey(first.name)}: '${first.name.replaceAll('.', '_')}Id' } }`]
      : []),
    ...(related?.path.length === 1
      ? [`${asked}: { relations: { ${related.path[0]}: { model: '${m}', field: '${related.path[0]}' } } }`]
      : []),
  ].join(', ');
  return [
    `## Lists

The database selects, by the same conditions. \`where\` gives \`'all'\`, \`'none'\` or a filter, and an adapter writes it for a database:

\`\`\`ts
import { sqlFor } from '${name}/sql';

const toSql = sqlFor({
  dialect: 'postgres', // or 'sqlite'
  models: {
    ${m}: { table: '${table(m)}'${renamed.length > 0 ? `, columns: { ${renamed.map((one) => `${writeKey(one.name)}: '${snake(one.name)}'`).join(', ')} }` : ''} },${relation}
  },
});

const values: unknown[] = ['${example.tenant}'];
const { text } = toSql(policy.where('view', '${m}'), { from: 'r', values });
await database.query(\`SELECT ${selected} FROM ${table(m)} AS r WHERE r.tenant = $1 AND \${text}\`, values);
\`\`\`

Name every column as the catalog does: one of another name is missing where conditions compare it, and is left out where \`fields\` decides.

Values are parameters, added to those of the query; names are quoted; \`'all'\` and \`'none'\` are TRUE and FALSE. \`'all'\` is every record there
is: keeping tenants apart is up to the query. **Take the tenant into every relation**, as above; by the id alone (\`from: '…_id', to: 'id'\`)
only where no two tenants can have the same id, or a record of another tenant opens one of this tenant. A relation that a table of its own holds says which, with the tenant too:
\`via: { table: 'watchers', from: ['tenant', 'task_id'], to: ['tenant', 'user_id'] }\` beside \`from\` and \`to\`, which are then the ids. A column that is a uuid says so
(\`{ column: 'owner_id', type: 'uuid' }\`); records hold ids as text. Hand over \`values\` before you count further parameters of your own.

\`\`\`ts
import { prisma } from '${name}/prisma';
await client.${camel(asked)}.findMany({ where: { AND: [prisma(policy.where('view', '${asked}')), yours] } });

import { mongo } from '${name}/mongo';
await collection.find({ $and: [mongo(policy.where('view', '${asked}')), yours] });
\`\`\`

Join either by AND with what else you ask, never by OR or NOT: Prisma takes some conditions for none there. Where fields, relations or
types differ from the catalog's, both take options, which then tell every relation:

\`\`\`ts
prisma(policy.where('view', '${asked}'), {
  models: { ${described} },
});
\`\`\`

Selecting records is not selecting columns. Show of each record what \`fields\` says:

\`\`\`ts
const shown = new Set<string>(policy.fields('view', '${m}', record));
const body = Object.fromEntries(Object.entries(record).filter(([property]) => shown.has(property)));
\`\`\`

Where a list is searched, sorted or summed up by a
property, use it only of those records of which it may be viewed, or the order gives it away:

\`\`\`ts
const visible = toSql(policy.where('view', '${m}', '${property.name}'), { from: 'r', values }).text;
const order = \`ORDER BY CASE WHEN \${visible} THEN r.${snake(property.name)} END\`;
\`\`\``,
  ];
}

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/^_+/, '')
    .replaceAll('.', '_')
    .toLowerCase();
const table = (model: string): string => snake(model);
const camel = (model: string): string =>
  `${model.charAt(0).toLowerCase()}${model.slice(1).replaceAll('-', '_')}`;

function changes(name: string, { model, columns, related }: Example): string {
  const m = model.name;
  const moved =
    columns.length > 0
      ? `

Asked is both the record as it was and as it would be, since a change may touch what conditions compare (${columns.map(({ name }) => `\`${name}\``).join(', ')}): whoever gives a
record away or takes one must reach it on both sides.${related ? ` The same where a change moves a record to another \`${related.path[0]}\`, as one of a \`${related.model.name}\` does: load that one, of the same tenant, and put it into the record as it would be; answer alike whether it is missing or not reached.` : ''} Do all of it in
one transaction, with the rows that decide locked (\`FOR UPDATE\`, each by its own query: a LEFT JOIN cannot be locked). Answer 404 for what they may not view,
before anything else. \`why\` names roles and conditions: it is for logs, and for users who may know them.`
      : '';
  const created = `

Creating is one action with no properties: \`policy.can('create', '${m}', record)\` with the record as it would be. If some properties are nobody's to
set but by an update, ask for those as well.`;
  return `## Changes

Property by property, since each has a switch of its own. Names that come from outside are first looked up in the catalog:

\`\`\`ts
import { isProperty } from '${name}';

const after = { ...record, ...changes };
for (const property of Object.keys(changes))
  if (!isProperty('update', '${m}', property)) refuse(property, 'nothing that can be updated');
  else
    for (const one of [record, after])
      if (!policy.can('update', '${m}', one, property)) refuse(property, policy.why('update', '${m}', one, property));
\`\`\`${moved}${model.actions.has('create') ? created : ''}`;
}

function describeExports({ model }: Example): string {
  const m = model.name;
  return `## Exports

\`export\` has records and properties of its own: those that the same role lets them both export and view.

\`\`\`ts
if (!policy.canSome('export', '${m}')) refuse('${m}', policy.why('export', '${m}'));
policy.where('export', '${m}');               // the records of the file
policy.fields('export', '${m}', record);      // the columns of one line; the others stay empty
\`\`\``;
}
