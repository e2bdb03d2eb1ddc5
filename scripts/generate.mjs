/**
 * Writes what follows from schema/, the types of policy documents and the validators, and the texts of the examples
 * that `plafond init` writes. With --check it writes nothing and fails if the committed types are stale.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { transform } from 'esbuild';
import { compile } from 'json-schema-to-typescript';

/** @typedef {{ [key: string]: unknown }} Json */

const root = new URL('../', import.meta.url);
const typesFile = new URL('compiler/model/documents.generated.ts', root);
const validatorsFile = new URL('compiler/stages/validators.generated.js', root);
const examplesFile = new URL('compiler/print/examples.generated.js', root);

/** A day that the calendar has, leap years included. */
const date =
  /^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/;

/**
 * Every schema by the name of its file.
 * @returns {Promise<Map<string, Json>>}
 */
export async function readSchemas() {
  const folder = new URL('schema/', root);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.schema.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
  return new Map(names.map((name, index) => [name, JSON.parse(texts[index] ?? '')]));
}

/**
 * The file of each kind's schema, in the order in which policy.schema.json lists the kinds.
 * @param {Map<string, Json>} schemas
 * @returns {[kind: string, file: string][]}
 */
export function listKinds(schemas) {
  const policy = /** @type {any} */ (schemas.get('policy.schema.json'));
  return policy.allOf.map((/** @type {any} */ rule) => [rule.if.properties.kind.const, rule.then.$ref]);
}

/**
 * An ajv that knows all schemas, each by the name of its file. It is strict: an odd schema throws.
 * @param {Map<string, Json>} schemas
 */
export function makeAjv(schemas) {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false, // an invariant's `oneOf` requires fields that are declared beside it
    allErrors: true,
    messages: false,
    inlineRefs: false, // one function for each definition: half the code
    formats: { date },
    code: { source: true, esm: true },
  });
  for (const [file, schema] of schemas) ajv.addSchema(schema, file);
  return ajv;
}

/**
 * The TypeScript types of the documents: the text of compiler/model/documents.generated.ts.
 * @param {Map<string, Json>} schemas
 * @returns {Promise<string>}
 */
export async function writeTypes(schemas) {
  const kinds = listKinds(schemas);
  /** @type {Json} */
  const definitions = {};
  for (const schema of schemas.values())
    for (const [name, definition] of Object.entries(/** @type {Json} */ (schema.$defs ?? {})))
      definitions[name] = forTypes(definition, schemas);
  for (const [kind, file] of kinds) {
    const { title, $defs, ...schema } = schemas.get(file) ?? {};
    definitions[`${kind}Document`] = forTypes(schema, schemas);
  }
  const union = {
    title: 'PolicyDocument',
    description: 'A policy document of any kind, as it is written.',
    anyOf: kinds.map(([kind]) => ({ $ref: `#/$defs/${kind}Document` })),
    $defs: definitions,
  };
  const types = await compile(union, 'PolicyDocument', {
    bannerComment: '// Generated from schema/ by scripts/generate.mjs. Do not edit: change the schema.',
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return types.replaceAll(/^export (?=(?:type|interface) (\w+))/gm, (word, name) =>
    name.endsWith('Document') || sharedDefinitions.includes(name) ? word : '',
  );
}

/** The definitions whose types other files use. The rest stays in the file: the linked policy has types of these names. */
const sharedDefinitions = ['Grants', 'ModelGrant', 'PortfolioChoice', 'Selection'];

/**
 * A schema with only what a type can say. Names and other limited texts become plain strings, and a
 * reference with a description of its own keeps both.
 * @param {any} schema
 * @param {Map<string, Json>} schemas
 * @returns {any}
 */
function forTypes(schema, schemas) {
  if (Array.isArray(schema)) return schema.map((item) => forTypes(item, schemas));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, oneOf, dependentRequired, propertyNames, not, pattern, format, minLength, ...rest } = schema;
  if ($ref === undefined)
    return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, forTypes(value, schemas)]));
  const name = $ref.slice($ref.lastIndexOf('/') + 1);
  const common = /** @type {any} */ (schemas.get('common.schema.json')).$defs[name];
  if (common?.type === 'string' && !common.enum)
    return { type: 'string', description: rest.description ?? common.description };
  const reference = { $ref: `#/$defs/${name}` };
  return rest.description === undefined ? reference : { ...rest, allOf: [reference] };
}

/**
 * The validators of all kinds, or of some, as one small ES module, with the schemas themselves, less their prose: from
 * these validate learns what an author could have meant.
 * @param {Map<string, Json>} schemas
 * @param {readonly string[]} [wanted]
 * @returns {Promise<string>}
 */
export async function compileValidators(schemas, wanted) {
  const bare = new Map([...schemas].map(([file, schema]) => [file, withoutProse(schema)]));
  const kinds = listKinds(schemas).filter(([kind]) => !wanted || wanted.includes(kind));
  const validators = standalone.default(makeAjv(bare), Object.fromEntries(kinds));
  if (validators.includes('require('))
    throw new Error('the validators ask for a module no bundle would hold');
  const ofKind = Object.fromEntries(kinds.map(([kind, file]) => [kind, bare.get(file)]));
  const definitions = keepReferred(
    Object.values(ofKind),
    Object.assign({}, ...[...bare.values()].map((schema) => schema.$defs)),
  );
  const code = [
    joining(validators),
    `export const validators = { __proto__: null, ${kinds.map(([kind]) => kind).join(', ')} };`,
    `export const schemas = ${JSON.stringify(ofKind)};`,
    `export const definitions = ${JSON.stringify(definitions)};`,
  ].join('\n');
  return (await transform(code, { format: 'esm', minify: true })).code;
}

/**
 * Keeps the definitions to which schemas refer, directly or by others, in their order.
 * @param {readonly unknown[]} schemas
 * @param {Record<string, unknown>} definitions
 */
function keepReferred(schemas, definitions) {
  /** @type {Set<string>} */
  const referred = new Set();
  const follow = (/** @type {unknown} */ schema) => {
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"\$ref":"[^"]*\/(\w+)"/g)) {
      if (referred.has(name)) continue;
      referred.add(name);
      follow(definitions[name]);
    }
  };
  schemas.forEach(follow);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => referred.has(name)));
}

/**
 * Ajv copies all earlier errors whenever a definition adds some, which takes minutes on a file with a
 * hundred thousand mistakes. Adding them in place is the same, since nobody else holds the array.
 * @param {string} code
 */
function joining(code) {
  const copying = /vErrors = vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g;
  const join = 'const join = (a, b) => { for (const error of b) a.push(error); return a; };';
  const joined = code.replace(copying, 'vErrors = vErrors === null ? $1.errors : join(vErrors, $1.errors)');
  if (joined === code || joined.includes('.concat(')) throw new Error('ajv joins errors in another way now');
  return `${joined}\n${join}`;
}

/**
 * A schema without what only people read.
 * @param {any} schema
 * @returns {any}
 */
function withoutProse(schema) {
  if (Array.isArray(schema)) return schema.map(withoutProse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const isProse = (/** @type {string} */ key) =>
    ['$schema', 'title', 'description'].includes(key) && typeof schema[key] === 'string';
  return Object.fromEntries(
    Object.keys(schema).flatMap((key) => (isProse(key) ? [] : [[key, withoutProse(schema[key])]])),
  );
}

/**
 * The policies of other products in examples/catalogs/, as an ES module: by example, the text of each file by its path.
 * @returns {Promise<string>}
 */
async function examplesOf() {
  const folder = new URL('examples/catalogs/', root);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const at = fileURLToPath(folder);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => path.includes('/'))
    .sort();
  /** @type {Record<string, Record<string, string>>} */
  const examples = {};
  for (const path of paths) {
    const [name = '', ...rest] = path.split('/');
    examples[name] ??= {};
    examples[name][rest.join('/')] = (await readFile(join(at, path), 'utf8')).replaceAll('\r\n', '\n');
  }
  return `export const examples = ${JSON.stringify(examples)};\n`;
}

/** Writes types, validators and examples; with `isCheck` only says whether the types are fresh. */
export async function generate(isCheck) {
  const schemas = await readSchemas();
  const types = await writeTypes(schemas);
  if (isCheck) {
    if ((await readFile(typesFile, 'utf8').catch(() => '')) === types) return;
    process.stderr.write('compiler/model/documents.generated.ts is stale: run `node scripts/generate.mjs`\n');
    process.exitCode = 1;
    return;
  }
  await mkdir(new URL('./', validatorsFile), { recursive: true });
  await writeFile(validatorsFile, await compileValidators(schemas));
  await writeFile(examplesFile, await examplesOf());
  await writeFile(typesFile, types);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate(process.argv.includes('--check'));
