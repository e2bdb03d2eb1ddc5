import type { Matrix } from '../../model/matrix.ts';
import { type Example, exampleOf, sampleOf } from './example.ts';

/** The README of the written package, for who builds a service on it; its examples are of this catalog. */
export function readme(matrix: Matrix): string {
  const { name } = matrix.policy.settings.package;
  const example = exampleOf(matrix);
  const sections = [
    `# ${name}

Who may do what, decided as the policies say and typed to the last property. Written by plafond compile: change the
policies, not this folder.

\`\`\`sh
npm install ${name} @casl/ability        # from a registry; or the path of this folder, or a tarball of it
\`\`\`

It needs Node 20 or a browser and depends on nothing but [CASL](https://casl.js.org) 7. ES modules and CommonJS. TypeScript 5.9 or
newer, with \`moduleResolution\` \`node16\`, \`nodenext\` or \`bundler\`.`,
    ...(example ? usage(matrix, name, example) : ['The policies permit nobody anything yet.']),
  ];
  return `${sections.join('\n\n')}\n`;
}

function usage(matrix: Matrix, name: string, example: Example): readonly string[] {
  return [
    asking(matrix, name, example),
    records(example),
    ...lists(name, example),
    changes(name, example),
    ...(example.model.actions.has('export') ? [exporting(example)] : []),
    browser(name, example),
    ...(example.columns.length > 0 ? [closed(example)] : [closed(undefined)]),
    bundles(name),
    files,
  ];
}

function asking(
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
role that the tenant is not offered. Making a policy costs little more than an answer does: nothing needs to be
cached. Names that come from a database are only text to TypeScript: assert what \`permissions\` checks anyway (\`as SignedIn\`).`;
}

function records({ model, columns, related }: Example): string {
  if (columns.length === 0)
    return `## Records

A record is any object. It is never changed, and nothing in it chooses its model: the call does.`;
  const shape = `{ ${columns.map(({ name, type }) => `${name}: ${sampleOf(type)}`).join(', ')} }`;
  const nested = related?.path.reduceRight((inner, step) => `{ ${step}: ${inner} }`, shape);
  return `## Records

Some roles reach only some records. To decide, a record must have the columns that conditions compare, under these names:

\`\`\`ts
policy.can('view', '${model.name}', ${shape});${related && nested ? `\npolicy.can('view', '${related.model.name}', ${nested});      // with its ${related.path.join(' and that one’s ')}` : ''}
\`\`\`

A column may be null. One that was not loaded does not compile, and if it comes all the same, nothing matches. Values of different types
never match: an id is text, a number a number, a date a \`Date\` or text in ISO 8601. A record is never changed, and nothing in it chooses
its model: the call does.`;
}

function lists(name: string, example: Example): readonly string[] {
  const { model, property, related, columns } = example;
  const m = model.name;
  const asked = related?.model.name ?? m;
  const renamed = columns.filter((column) => snake(column.name) !== column.name);
  const relation = related
    ? related.path.length === 1
      ? `\n    ${asked}: { table: '${table(asked)}', relations: { ${related.path[0]}: { model: '${m}', from: '${related.path[0]}_id', to: 'id' } } },`
      : `\n    // one relation for each step of \`${related.path.join('.')}\``
    : '';
  return [
    `## Lists

The database selects, by the same conditions. \`where\` gives \`'all'\`, \`'none'\` or a filter, and an adapter writes it for a database:

\`\`\`ts
import { sqlFor } from '${name}/sql';

const toSql = sqlFor({
  dialect: 'postgres', // or 'sqlite'
  models: {
    ${m}: { table: '${table(m)}'${renamed.length > 0 ? `, columns: { ${renamed.map((one) => `${one.name}: '${snake(one.name)}'`).join(', ')} }` : ''} },${relation}
  },
});

const values: unknown[] = ['${example.tenant}'];
const { text } = toSql(policy.where('view', '${asked}'), { from: 'r', values });
await database.query(\`SELECT r.* FROM ${table(asked)} AS r WHERE r.tenant = $1 AND \${text} ORDER BY r.id\`, values);
\`\`\`

Values are parameters, added to those of the query; names are quoted; \`'all'\` and \`'none'\` are TRUE and FALSE. \`'all'\` is every record there
is: keeping tenants apart is up to the query. The columns that conditions compare are listed in \`columns\`, to be loaded with every record.

\`\`\`ts
import { prisma } from '${name}/prisma';
await client.${camel(asked)}.findMany({ where: { AND: [prisma(policy.where('view', '${asked}')), yours] } });

import { mongo } from '${name}/mongo';
await collection.find({ $and: [mongo(policy.where('view', '${asked}')), yours] });
\`\`\`

Join either by AND with what else you ask, never by OR or NOT: Prisma takes some conditions for none there. Where fields, relations or
types differ from the catalog's, both take \`{ models: … }\` as \`sqlFor\` does.

Selecting records is not selecting columns. Show of each record what \`fields\` says. Where a list is searched, sorted or summed up by a
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
    .toLowerCase();
const table = (model: string): string => snake(model);
const camel = (model: string): string => `${model.charAt(0).toLowerCase()}${model.slice(1)}`;

function changes(name: string, { model, columns }: Example): string {
  const m = model.name;
  const moved =
    columns.length > 0
      ? `

Ask of the record as it was, and where a change touches ${columns.map(({ name }) => `\`${name}\``).join(', ')}, of the record as it would be too: who gives a record away
or takes one must reach it on both sides. Do both in one transaction, with the record locked.`
      : '';
  const created = `

Creating is one action with no properties: \`policy.can('create', '${m}', record)\` with the record as it would be. If some properties are nobody's to
set but by an update, ask for those as well.`;
  return `## Changes

Property by property, since each has a switch of its own. Names that come from outside are first looked up in the catalog:

\`\`\`ts
import { isProperty } from '${name}';

for (const property of Object.keys(changes))
  if (!isProperty('update', '${m}', property)) refuse(property, 'no such property');
  else if (!policy.can('update', '${m}', record, property)) refuse(property, policy.why('update', '${m}', record, property));
\`\`\`${moved}${model.actions.has('create') ? created : ''}`;
}

function exporting({ model }: Example): string {
  const m = model.name;
  return `## Exports

\`export\` has records and properties of its own: those that the same role lets them both export and view.

\`\`\`ts
policy.where('export', '${m}');               // the records of the file
policy.fields('export', '${m}', record);      // the columns of one line; the others stay empty
\`\`\``;
}

function browser(name: string, { model }: Example): string {
  const m = model.name;
  return `## In a browser

Serve the user their own rules, not the bundle, which says what everybody may do:

\`\`\`ts
reply.send(policy.ability.rules);                      // in the service

import { abilityFrom } from '${name}/client';     // in the page
const ability = abilityFrom(await response.json());
ability.can('update', '${m}');
\`\`\`

It goes into \`<AbilityProvider value={ability}>\` of \`@casl/react\` 7. A page hides what is not permitted so that nobody is misled; only the
service decides. To decide about records in a page, tag them with CASL's \`subject('${m}', record)\`: a record's own content, even a
\`__caslSubjectType__\` in it, chooses nothing. The page then needs the columns that conditions compare, with every record.

For one tenant alone there is \`plafond compile --tenant NAME --out DIR\`: this package with nothing of any other tenant in it.`;
}

function closed(example: Example | undefined): string {
  return `## It fails closed

| what comes | what happens |
|---|---|
| an unknown tenant, role, user type or seat; a role that the user type or seats do not reach | \`permissions\` throws a \`PermissionsError\` with a \`code\` and the reason |
| an attribute that is null, missing, empty, not a number, or of another type | what needs it is not permitted; \`policy.unfilled\` and \`why\` say so: log it |
| an empty list as attribute | matches nothing |
| a model, action or property that the catalog does not have | not permitted |
| null or undefined as record | a \`TypeError\`: it would have asked about any record |
${example ? `| a record without \`${example.columns[0]?.name}\` | matches no comparison of it |\n` : ''}
\`policy.ability\` is as strict: it mixes no types, and \`manage\` and \`all\` mean nothing to it. Rules are only ever positive, so their order means nothing.`;
}

function bundles(name: string): string {
  return `## New permissions without a new release

What decides is \`bundle.json\`. \`plafond bundle --key key.pem\` packs and signs it, and a running service can take another:

\`\`\`ts
import { openStore } from '${name}/store';

const store = await openStore({ bundle: await readFile('bundle.dsse.json'), keys: [publicKey] });
store.permissions(signedIn);              // as above, always by the newest good bundle
await store.swap(await fetchBundle());    // throws BundleRefused, and the last good one stays
\`\`\`

One that is not signed, was altered, is older than the one in use or of another tenant (\`tenant: '…'\`) is refused as a whole.
Keep \`store.sequence\` across restarts and open with \`atLeast\`, or an old bundle could be slipped in while nothing runs.`;
}

const files = `## What is in here

| file | |
|---|---|
| \`bundle.json\` | what decides: the catalog, and for every tenant and role its effective permissions |
| \`rules/\` | the same as CASL rules, for review and for other tools; \`{ "$user": … }\` is a value of the signed-in user |
| \`manifest.json\` | digests of everything |
| \`matrices/\`, \`schema/\` | in the folder only, not in the package: the same for people, and schemas for editors |

A service to copy, with a database, a page and tests, is in \`examples/service\` of the repository that wrote this package.`;
