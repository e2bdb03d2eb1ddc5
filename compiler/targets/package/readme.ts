import { type Compiled, findTypedCatalog } from '../../model/artifact.ts';
import type { Matrix } from '../../model/matrix.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import { quoteText } from '../../text/typescript.ts';
import { describeBrowser, describeBundles, describeRefusals, packageFiles } from './describe-use.ts';
import { describeRoleEditing } from './editing-roles.ts';
import { chooseExample, type Example, type RecordExample, sampleOf, writeSample } from './example.ts';
import { describeLists, nameInSql } from './lists.ts';

/** Writes the README of the package, for whoever builds a service on it; its examples are of this catalog. */
export function writePackageReadme(compiled: Compiled): string {
  const { matrix } = compiled;
  const { name, version } = matrix.policy.settings.package;
  const example = chooseExample(matrix, findTypedCatalog(compiled));
  const sections = [
    `# ${escapeMarkdown(name)}

Who may do what, decided as the policies say and typed to the last property. Written by plafond compile: change the
policies, not this folder.

In the folder of your service, where \`../generated\` stands for this folder:

\`\`\`sh
npm pack ../generated
npm install ./${tarballOf(name, version)} @casl/ability
\`\`\`

Or a copy of the folder. Without the option npm only links it, and it finds CASL from where it lies, as in a workspace:

\`\`\`sh
npm install --install-links ../generated @casl/ability
\`\`\`

The copy stays as it is when the policies are compiled again: after that \`npm ci --install-links\` renews it. The line above would keep what it
finds under the same version, permissions that were taken away included. Whoever installs from the lock file needs the option as well, or
\`install-links=true\` in the \`.npmrc\` of the service.

Or, once \`npm publish\` has put it there, from a registry:

\`\`\`sh
npm install ${name} @casl/ability
\`\`\`

It needs Node 20 or a browser and depends on nothing but [CASL](https://casl.js.org) 7. ES modules and CommonJS. TypeScript 5.9 or
newer, with \`moduleResolution\` \`node16\`, \`nodenext\` or \`bundler\`.`,
    ...(example ? describeUsage(matrix, name, example) : ['The policies permit nobody anything yet.']),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Returns the name that npm gives to the tarball of a package. */
const tarballOf = (name: string, version: string): string =>
  `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`;

function describeUsage(matrix: Matrix, name: string, example: Example): readonly string[] {
  return [
    describeQuestions(matrix, name, example),
    ...(example.records ? aboutRecords(name, example.tenant, example.records) : []),
    describeBrowser(name, example),
    describeRefusals(example),
    describeRoleEditing(name, example),
    describeBundles(name),
    packageFiles,
  ];
}

/** Describes how records are asked about, one by one and as lists, as far as the model of the example allows it. */
function aboutRecords(name: string, tenant: string, records: RecordExample): readonly string[] {
  const { model, property } = records;
  return [
    describeRecords(records),
    ...(model.actions.has('view') ? [describeLists(name, tenant, records)] : []),
    ...(property && records.action === 'update' ? [describeChanges(name, records)] : []),
    ...(model.actions.has('export') ? [describeExports(records)] : []),
  ];
}

/** Lists the attributes of an object as one writes it. */
const writeObject = (members: readonly string[]): string =>
  members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;

function describeQuestions(
  { policy }: Matrix,
  name: string,
  { tenant, role, userType, seats, records, toggle }: Example,
): string {
  const attributes = [...policy.attributes].map(([attribute, type]) => `${attribute}: ${sampleOf(type)}`);
  const fromRow = [...policy.attributes.keys()].map((attribute) => `${attribute}: row.${attribute}`);
  return `## Ask

Once for every request, from what you know of the signed-in user: never from what the request says of itself.

\`\`\`ts
import { permissions } from '${name}';

const policy = permissions({
  tenant: ${quoteText(tenant)},
  roles: [${quoteText(role)}],            // all the user's roles: they are given the union
  userType: ${quoteText(userType)},
  seats: [${seats.map(quoteText).join(', ')}],${' '.repeat(Math.max(1, 23 - seats.join("', '").length))}// left out where there are none
  user: ${writeObject(attributes)},      // what conditions ask of the user
});
\`\`\`

| question | call |
|---|---|
${listQuestions(records, toggle).join('\n')}
| the same as CASL's own ability | \`policy.ability\` |

Whatever does not compile is not permitted by anybody: an action the model does not support, a property of another model, a
role that the tenant is not offered. Making a policy costs little more than an answer does: nothing needs to be cached.

Names that come from a database are only text to TypeScript. Assert them; \`permissions\` checks them anyway, and throws for the
whole user if one role is not theirs to have. Its message lists what there is: log it, and answer 403 without it.

\`\`\`ts
import { PermissionsError, type SignedIn } from '${name}';

try {
  const theirs = permissions({ ...row, user: ${writeObject(fromRow)} } as SignedIn);
} catch (error) {
  if (error instanceof PermissionsError) refuse(error.code, 'your permissions are not valid');
}
\`\`\`${records?.model.actions.has('view') ? describeGenerics(name) : ''}`;
}

/** Lists the questions that one can ask, each with its call, as rows of a table. */
function listQuestions(records: RecordExample | undefined, toggle: string | undefined): readonly string[] {
  const uses = toggle
    ? [`| may they use a module, a feature, a capability? | \`policy.uses('${toggle}')\` |`]
    : [];
  if (!records)
    return [...uses, ...(toggle ? [`| why, or why not? | \`policy.why('use', '${toggle}')\` |`] : [])];
  const { model, action, property } = records;
  const m = model.name;
  const ofProperty = property ? `, '${property.name}'` : '';
  const seen = model.actions.has('view') ? 'view' : action;
  return [
    `| may they ${action} this record? | \`policy.can('${action}', '${m}', record)\` |`,
    ...(property
      ? [
          `| … this property of it? | \`policy.can('${action}', '${m}', record${ofProperty})\` |`,
          `| which properties of it may they view? | \`policy.fields('view', '${m}', record)\` |`,
        ]
      : []),
    `| is there anything they might ${seen}? For menus, never for data | \`policy.canSome('${seen}', '${m}')\` |`,
    ...uses,
    `| which records may they ${seen}? | \`policy.where('${seen}', '${m}')\` |`,
    `| why, or why not? | \`policy.why('${action}', '${m}', record${ofProperty})\`, or without a record${property ? ', or without a property' : ''} |`,
  ];
}

/** Describes how a function asks about any model. */
function describeGenerics(name: string): string {
  return `

What asks about any model is generic in those that support the action:

\`\`\`ts
import type { ModelWith, RecordOf } from '${name}';

const viewable = <M extends ModelWith<'view'>>(model: M, records: readonly RecordOf<M>[]) =>
  records.filter((one) => policy.can('view', model, one));
\`\`\``;
}

function describeRecords({ model, action, columns, compared, related }: RecordExample): string {
  if (!compared.has(model.name))
    return `## Records

A record is any object. It is never changed, and nothing in it chooses its model: the call does.`;
  const shape = writeSample(compared.get(model.name) ?? []);
  const nested = related && writeSample(compared.get(related.model.name) ?? []);
  return `## Records

Some roles reach only some records. To decide, a record must have the columns that conditions compare, under these names:

\`\`\`ts
policy.can('${model.actions.has('view') ? 'view' : action}', '${model.name}', ${shape});${related && nested ? `\npolicy.can('view', '${related.model.name}', ${nested});      // with its ${related.path.join(' and that one’s ')}` : ''}
\`\`\`

These are the columns that the conditions of any role in any tenant compare, to be loaded with every record: \`columns\` lists them for
programs, \`rules/\` tells which role compares what. A column may be null. One that was not loaded does not compile; if it comes all the
same, nothing matches but a condition that asks for its absence, and \`why\` says which. Values of different types never match: an id is text, a number a number, a date a \`Date\` or text in
ISO 8601. Dates in text are compared as written, so keep to one form and zone. A record is never changed, and nothing in it chooses its model: the call does.${
    related?.path.length === 1 && columns.length > 0
      ? `

In PostgreSQL a join brings the other record along:

\`\`\`sql
SELECT …, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object(${columns.map(({ name }) => `'${name}', c.${nameInSql(name)}`).join(', ')}) END AS ${related.path[0]}
FROM "${nameInSql(related.model.name)}" AS r LEFT JOIN "${nameInSql(model.name)}" AS c ON c.tenant = r.tenant AND c.id = r.${nameInSql(related.path[0] ?? '')}_id
\`\`\``
      : ''
  }`;
}

function describeChanges(name: string, { model, columns, related }: RecordExample): string {
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

function describeExports({ model, property }: RecordExample): string {
  const m = model.name;
  return `## Exports

\`export\` has records and properties of its own: those that the same role lets them both export and view.

\`\`\`ts
if (!policy.canSome('export', '${m}')) refuse('${m}', policy.why('export', '${m}'));
policy.where('export', '${m}');               // the records of the file${property ? `\npolicy.fields('export', '${m}', record);      // the columns of one line; the others stay empty` : ''}
\`\`\``;
}
