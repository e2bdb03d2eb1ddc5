import type { Example } from './example.ts';

/** Describes what to do in a page. */
export function describeBrowser(name: string, { records, toggle }: Example): string {
  const m = records?.model.name;
  const call = records ? `'${records.action}', '${records.model.name}'` : `'use', '${toggle ?? ''}'`;
  return `## In a browser

Serve the user their own rules, not the bundle, which says what everybody may do:

\`\`\`ts
reply.send(policy.ability.rules);                      // in the service; with cache-control: no-store

import { abilityFrom } from '${name}/client';     // in the page
const ability = abilityFrom(await response.json());
ability.can(${call});
\`\`\`

It goes into \`<AbilityProvider value={ability}>\` of \`@casl/react\` 7 (whose types need \`moduleResolution: bundler\`). A page hides what is not permitted so that nobody is misled; only the
service decides.${m === undefined ? '' : tagRecords(m)}

For one tenant alone there is \`plafond compile --tenant NAME --out DIR\`: this package with nothing of any other tenant in it.`;
}

/** Describes how a page asks about records. */
const tagRecords = (model: string): string =>
  ` What a page shows of records is best decided there too, and sent with them: \`{ ...body, can: { update: true } }\`. A page that
decides itself needs the columns that conditions compare with every record, and tags it with CASL's \`subject('${model}', record)\`: a record's own
content, even a \`__caslSubjectType__\` in it, chooses nothing.`;

/** Describes what happens to values that do not fit. */
export function describeRefusals({ records }: Example): string {
  const [column] = records?.columns ?? [];
  return `## It fails closed

| what comes | what happens |
|---|---|
| an unknown tenant, role, user type or seat; a role that the user type or seats do not reach | \`permissions\` throws a \`PermissionsError\` with a \`code\` and the reason |
| an attribute that is null, missing, empty, not a number, or of another type | what needs it is not permitted; \`policy.unfilled\` and \`why\` say so: log it |
| an empty list as attribute; no roles | matches nothing; permits nothing |
| a model, action or property that the catalog does not have | not permitted |
| null or undefined as record | a \`TypeError\`: it would have asked about any record |
| an error, date, map, bytes, promise or \`Response\` as record, or in place of a related one | not permitted; \`why\` says what came |
| an object that has none of the properties of a record, such as \`{ rows: […] }\` | lacks no column: a reach of records without one does not hold it. \`{}\` does lack them |
${column ? `| a record without \`${column.name}\` | matches no comparison of it |\n` : ''}| \`undefined\` as property, which does not compile | is none: the question is about the record. Look names up with \`isProperty\` |

\`policy.ability\` is as strict: it mixes no types, and \`manage\` and \`all\` mean nothing to it. Rules are only ever positive, so their order means nothing.
CASL knows no properties where a rule has no \`fields\`: asked for one of a model without properties, or with create or remove, it says yes, and
\`policy.can\` says no.

Stock CASL (\`createMongoAbility\`) reads \`policy.ability.rules\` as the facade does on values of the declared type, null and missing ones, also
packed by \`packRules\`. It says no where a \`Date\` is compared, of a list that holds null where one must be there, of conditions with
\`$and\`, and of what has no rule: two demands on one list, or a value that is missing under a name with a dot. What remains is up to you: to values of **another type** (a text in a column of numbers, a list in place of a value) it may say yes, a
column that is there as \`undefined\` exists to it, and text beyond U+FFFF has another order. Use \`abilityFrom\`, which is strict.`;
}

/** Describes how a service takes new permissions while it runs. */
export function describeBundles(name: string): string {
  return `## New permissions without a new release

What decides is \`bundle.json\`. The compiler packs and signs it, and a running service can take another:

\`\`\`sh
openssl genpkey -algorithm ed25519 -out key.pem
openssl pkey -in key.pem -pubout -out public.pem
plafond bundle --key key.pem
\`\`\`

\`key.pem\` stays where bundles are signed, \`public.pem\` goes to services. The last command, in the policies' repository, writes
\`bundle.dsse.json\`, which a service opens:

\`\`\`ts
import { openStore } from '${name}/store';

const store = await openStore({ bundle: await readFile('bundle.dsse.json'), keys: [publicKey] });
store.permissions(signedIn);              // as above, always by the newest good bundle
await store.swap(await response.arrayBuffer()); // the bytes as they came; throws BundleRefused, and the last good one stays
\`\`\`

One that is not signed, was altered or is older than the one in use is refused as a whole. A store takes bundles of all tenants; opened
with \`tenant: '…'\` it takes those that \`plafond bundle --tenant …\` cut to that tenant, and no others.
With \`plafond bundle --expires 30d\` it is refused from then on, and \`store.permissions\` throws when it expires in use (\`whenExpired: 'keep'\` goes on). \`openStore({ threshold: 2 })\` wants
two of the keys to have signed (\`plafond bundle --add-signature\`); \`await store.trust(keys)\` changes the keys of a running store.
The sequence is the second of the commit, or what \`--sequence\` says: stay with one of them. Keep \`store.sequence\` across restarts and open with \`atLeast\`, or an old bundle could be slipped in while nothing runs. A policy that
was made before a swap keeps answering as before. With a store take \`store.isProperty\` and \`store.columns\` too, and
\`store.roles\` for roles that your database holds, after \`import '${name}/roles'\`: an editor that decides by the bundle in use. The types stay those of this
package: for a new model or property a service needs a new version of it.`;
}

/** The section on what the package holds. */
export const packageFiles = `## What is in here

| file | |
|---|---|
| \`bundle.json\` | what decides: the catalog, and for every tenant and role its effective permissions |
| \`roles.json\`, \`roles/\` | the documents of the policies from which roles of tenants are compiled at run time; those that a tenant has for itself alone are read when it is asked for |
| \`rules/\` | the same as CASL rules, for review and for other tools: of a shared role at most, and of a tenant its own roles and all rules on the models where a shared one is otherwise; \`{ "$user": … }\` is a value of the signed-in user |
| \`manifest.json\` | digests of everything |
| \`matrices/\`, \`schema/\` | in the folder only, not in the package: the same for people, and schemas for editors |

When the package is loaded, it holds the content of \`bundle.json\`, and of \`roles.json\` where that is asked for, against the digest
that compile wrote into \`index.*\` and \`roles.*\`, and later each file of \`roles/\`, but for what only people read there, against the one in \`roles.json\`, and throws a \`PermissionsError\` with the code \`altered\` if anything in it is another: a bit, a name, their order. White space and line ends do not
count. Whoever can change \`index.*\` or \`lib/\` too is not stopped by that: \`plafond compile --check\` where the policies are is what
tells, and a signed bundle keeps what is transported.

The repository of plafond has a service to copy, with a database, a page and tests: its folder \`examples/service\`.`;
