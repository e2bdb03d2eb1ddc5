import { createHash } from 'node:crypto';
import {
  type Artifact,
  type Compiled,
  type EncodedArtifact,
  groupRowsByTenant,
  type KeptBundle,
  type WrittenDocuments,
} from '../model/artifact.ts';
import { add, type Bits, emptyBits } from '../model/bits.ts';
import type { Catalog, Cell, Model, Toggle } from '../model/catalog.ts';
import { listPackages } from '../model/ceiling.ts';
import { listComparedColumns } from '../model/compared-columns.ts';
import { pathOfOwnDocuments } from '../model/own-documents-path.ts';
import { writeBits } from '../model/write-bits.ts';
import { writeReach } from '../model/write-reach.ts';
import { type FilePiece, joinPieces } from '../text/file-pieces.ts';
import {
  type Json,
  type RepeatedObjects,
  writeBlock,
  writeCanonicalJson,
  writeIndentedJson,
} from '../text/json.ts';
import {
  listCompactPieces,
  listDecidingDocuments,
  listDecidingPieces,
  listLaidOutPieces,
  listOwnPieces,
  type OwnDigests,
  type RoleDocuments,
  readRoleDocuments,
  writeRoleDocuments,
} from './bundle/list-role-documents.ts';
import { prepareRewriting } from './bundle/rewrite-tenant.ts';
import { numberThings, writePrerequisite } from './bundle/write.ts';
import { prepareTenantWriter } from './bundle/write-tenant.ts';
import { readRuntimeFile, runtimePaths } from './runtime.generated.js';

/**
 * Emits `bundle.json`, which services load: everything that decides, and nothing that only people read.
 *
 * ```
 * {
 *   "version": 2,
 *   "digest": "9f86…",              sha256, in hex, of all other keys as canonical JSON: keys sorted by code
 *                                   unit, no white space. The same digest, the same permissions
 *   "documents": "60a1…",           the same of `roles.json`, but for its text that only people read and its key `bundle`: by other
 *                                   documents a role of a database may mean something else, where roles of the files do not. What a
 *                                   tenant has for itself alone stands there as a digest of the same kind
 *   "size": 1023,                   how many cells there are
 *   "catalog": {
 *     "models": [{ "name", "relations": { "company": "Company" }, "actions": ["create", …],
 *                  "properties": { "arr": ["view", "update"] } }],
 *     "modules": [name…], "features": [name…], "capabilities": [name…]
 *   },
 *   "requires": [[12, [3, [40, 41]]], …], a cell, and the cells that the catalog requires for it; of a list, one
 *   "packages": { "Advanced": set },   what belongs to packages; left out where nothing does
 *   "attributes": { "id": "id" },   what conditions may ask of the user, with its type
 *   "columns": { "Company": { "owner": "id" } },   the properties that conditions compare, by model, with their types
 *   "userTypes": [{ "name", "audience", "rank", "allows": set }],      by audience, then from the highest rank down
 *   "seats": [{ "name", "combinesWith": [userType…], "adds": set }],
 *   "extensions": [{ "models": { "Company": { "custom.region": ["view", "update"] } }, "requires", "packages", "columns",
 *                    "allows": { "Core": set }, "adds": { "Service": set }, "sets": ["…"] }],
 *                                   what tenants add to the catalog, each distinct one once; left out where none adds anything
 *   "sets": ["…"],                  sets of cells, each distinct one once; others refer to them by number
 *   "reaches": ["all", { "on": "Company", "through": ["company"], "alternatives": [[["owner", "$eq", { "$user": "id" }]], …] }],
 *                                   each distinct one once, likewise
 *   "tenants": { "acme": { "ceiling": set, "packages": [name…], "custom": set, "roles": {
 *     "csm": { "userType", "seats": [name…], "scopes": [[set, reach], …], "grants": set, "custom": set,
 *              "effective": set } } } }
 * }
 * ```
 *
 * Cells are numbered from 0 in the order in which the catalog lists them: of each model its actions, then of
 * each property its rights; then the modules, the features and the capabilities. A set is base64 of
 * ceil(size / 8) bytes; cell `n` is in it where bit `n % 8`, counted from the lowest, of byte `n / 8` is 1.
 *
 * `effective` is the answer. `grants`, the allows of the user type with the adds of the seats, and `ceiling`, for a
 * tenant's own role together with `custom`, what the settings allow to such roles where they do, are the layers in the order in which they are asked, so that a denial can be told with its reason; what
 * they all hold and `effective` does not, a prerequisite refuses. Layers say nothing of capabilities.
 *
 * A model that is `closed` has no properties and lets none be asked for; without the word, one that has none is open.
 *
 * A tenant that names an `extension` has properties beside the catalog's. Their cells are numbered from `size` on, in the
 * order in which the extension lists them, and its `sets` are of these cells alone, `size` being the first. Where such a
 * tenant's numbers of sets stand, there may be two: of a set of the catalog's cells, and of one of the extension's. What an
 * extension says of packages, columns, user types and seats is beside what the bundle says of them.
 *
 * The scopes of a role say on which records a cell works, if nothing that it requires takes more away: each cell is in one
 * of their sets. A reach is `all`; or `{ "on", "through", "alternatives" }`, the records that lead to one of model `on` that
 * meets an alternative; or `{ "anyOf": [reach…] }` or `{ "allOf": [reach…] }` of such. An alternative is a list of comparisons
 * `[property, operator, operand]` that must all hold; an operand is a scalar, a list of scalars or `{ "$user": attribute }`. A
 * step of `through` is the name of a relation, or `{ "many": name }`: of a list of records one is enough. A relation of a
 * model is the name of the model that it leads to.
 */
export function* emitBundle(compiled: Compiled): Iterable<Artifact> {
  const { content, repeated } = contentOf(compiled);
  yield { path: 'bundle.json', content: layOut(content, repeated()) };
}

/**
 * Writes the documents from which roles of tenants are linked while a service runs: `roles.json` with those that are about all or
 * some, and for each tenant that has documents for itself alone a file in `roles/tenants/`, which a service reads for the tenants that it serves.
 */
export function* emitRoleDocuments(compiled: Compiled): Iterable<EncodedArtifact> {
  const written = roleDocumentsOf(compiled);
  const pieces = listLaidOutPieces(written, ownDigestsOf(compiled), digestOfBundle(compiled));
  yield encodePieces('roles.json', pieces);
  yield* emitTenantRoleDocuments(compiled);
}

/** Writes the files in `roles/tenants/`. */
export function* emitTenantRoleDocuments(compiled: Compiled): Iterable<EncodedArtifact> {
  for (const [tenant, documents] of roleDocumentsOf(compiled).own)
    if (!compiled.kept?.names.has(tenant))
      yield encodePieces(pathOfOwnDocuments(tenant), listOwnPieces(tenant, documents));
}

function encodePieces(path: string, pieces: Iterable<FilePiece>): EncodedArtifact {
  const bytes = joinPieces(pieces);
  return {
    path,
    bytes,
    get content() {
      return new TextDecoder().decode(bytes);
    },
  };
}

/**
 * Writes the modules that load the bundle. Each holds the digest of its content, in the order in which it stands, since
 * that numbers the cells; the run time makes the same digest of the bundle that it is handed. Those that load the documents of roles
 * name the file of each tenant in words that a bundler reads.
 */
export function* emitLoaders(compiled: Compiled): Iterable<Artifact> {
  const own = ownDigestsOf(compiled);
  const ofBundle = sha256(listBundlePieces(contentOf(compiled)));
  const ofRoles = sha256(listCompactPieces(roleDocumentsOf(compiled), own, digestOfBundle(compiled)));
  for (const path of runtimePaths) {
    const { content } = readRuntimeFile(path);
    if (path.startsWith('index.'))
      yield { path, content: content.replace('digest of bundle.json', ofBundle) };
    else if (path.startsWith('roles.'))
      yield {
        path,
        content: loadOwnDocuments(path, content.replace('digest of roles.json', ofRoles), Object.keys(own)),
      };
  }
}

/** Has a module load the file that each of some tenants has in `roles/tenants/`: when it is asked for or, by import, at once. */
function loadOwnDocuments(path: string, content: string, tenants: readonly string[]): string {
  const [line] = /^const own = new Map\(\);\n/m.exec(content) ?? [];
  if (line === undefined || tenants.length === 0) return content;
  const isImported = path === 'roles.js';
  const files = tenants.map((tenant) => `'./${pathOfOwnDocuments(tenant)}'`);
  const imports = files.map((file, at) => `import own${at} from ${file} with { type: 'json' };\n`);
  const entries = tenants.map((tenant, at) => {
    const loaded = isImported ? `own${at}` : `require(${files[at]})`;
    return `  [${JSON.stringify(tenant)}, () => ${loaded}],\n`;
  });
  const filled = content.replace(line, () => `const own = new Map([\n${entries.join('')}]);\n`);
  return isImported ? filled.replace(/^import /m, () => `${imports.join('')}import `) : filled;
}

const contents = new WeakMap<Compiled, WrittenBundle>();

/** Returns what `bundle.json` holds; makes it once. */
function contentOf(compiled: Compiled): WrittenBundle {
  const known = contents.get(compiled) ?? makeContent(compiled);
  contents.set(compiled, known);
  return known;
}

/** Lists the pieces of `bundle.json` without white space, in the order in which it stands; tenants come last. */
function* listBundlePieces({ content, repeated }: WrittenBundle): Iterable<string> {
  const { tenants, ...rest } = content;
  const texts = repeated();
  yield `${JSON.stringify(rest).slice(0, -1)},"tenants":{`;
  let comma = '';
  for (const [name, written] of Object.entries(tenants as Content)) {
    const text = texts.get(written) ?? JSON.stringify(written);
    if (texts.has(written)) texts.set(written, text);
    yield `${comma}${JSON.stringify(name)}:${text}`;
    comma = ',';
  }
  yield '}}';
}

const digestOfBundle = (compiled: Compiled): string => String(contentOf(compiled).content.digest);

const roleDocuments = new WeakMap<Compiled, WrittenDocuments>();

/** Returns the documents from which roles are linked; writes them once. */
function roleDocumentsOf(compiled: Compiled): WrittenDocuments {
  const known =
    compiled.roleDocuments ??
    roleDocuments.get(compiled) ??
    writeRoleDocuments(compiled.matrix.policy, compiled.kept);
  roleDocuments.set(compiled, known);
  return known;
}

const ownDigests = new WeakMap<Compiled, OwnDigests>();

/** Returns the digests of what tenants have for themselves alone; makes them once. */
function ownDigestsOf(compiled: Compiled): OwnDigests {
  const known = ownDigests.get(compiled) ?? digestOwnDocuments(compiled);
  ownDigests.set(compiled, known);
  return known;
}

/** Digests what decides in the documents that each tenant has for itself alone, of those that have some. */
export function digestOwnDocuments(compiled: Compiled): OwnDigests {
  const { own } = roleDocumentsOf(compiled);
  const { kept } = compiled;
  const digests = compiled.matrix.policy.tenants.flatMap(({ name }) => {
    const documents = own.get(name);
    const digest = kept?.names.has(name)
      ? kept.ownDigests.get(name)
      : documents && sha256(listDecidingDocuments(documents));
    return digest === undefined ? [] : [[name, digest] as const];
  });
  return Object.fromEntries(digests);
}

/** Returns the documents from which roles are linked, as a signed bundle has them beside it. */
export const makeRoleContent = (compiled: Compiled): RoleContent => {
  const { version, ...rest } = readRoleDocuments(roleDocumentsOf(compiled));
  return { version, bundle: digestOfBundle(compiled), ...rest };
};

type RoleContent = RoleDocuments & { readonly bundle: string };

type Content = { readonly [key: string]: Json };

/** The content of `bundle.json`, and a function that lists the objects which stand in it for many tenants. */
interface WrittenBundle {
  readonly content: Content;
  readonly repeated: () => RepeatedObjects;
}

function makeContent(compiled: Compiled): WrittenBundle {
  const { matrix } = compiled;
  const { catalog } = matrix.policy;
  const packaged = listPackages(catalog);
  const reaches = numberThings(writeReach);
  const sets = numberThings((bits: Bits) => writeBits(bits, 0, catalog.cells.length));
  // Sets and reaches have their numbers in the order in which they are met: the head first, then the tenants.
  const head = writeHead(compiled, packaged, sets.of);
  const tenantWriter = prepareTenantWriter(matrix, sets.of, reaches.of);
  const rewrite =
    compiled.kept && prepareRewriting(compiled.kept.bundleOf, sets.ofWritten, reaches.ofWritten);
  const tenants = [...groupRowsByTenant(matrix)].map(([tenant, rows]) => {
    const isRead =
      compiled.kept?.names.has(tenant.name) && rows.some(({ role }) => role.tenant !== undefined);
    const written = (isRead && rewrite?.(tenant, rows)) || tenantWriter.write(tenant, rows);
    return [tenant.name, written] as const;
  });
  const added = tenantWriter.extensions();
  const { version, ...rest } = {
    ...head,
    ...(added.length > 0 && { extensions: added }),
    sets: sets.all,
    reaches: reaches.all,
    tenants: Object.fromEntries(tenants),
  };
  const { repeated } = tenantWriter;
  const digest = sha256([writeCanonicalJson({ version, ...rest }, repeated())]);
  return { content: { version, digest, ...rest }, repeated };
}

/** Returns what a bundle says of the tenants that have no properties of their own, and of these alone. */
export function bundleTenants({ matrix }: Pick<Compiled, 'matrix'>): KeptBundle {
  const { catalog } = matrix.policy;
  const reaches = numberThings(writeReach);
  const sets = numberThings((bits: Bits) => writeBits(bits, 0, catalog.cells.length));
  const tenantWriter = prepareTenantWriter(matrix, sets.of, reaches.of);
  const tenants = [...groupRowsByTenant(matrix)]
    .filter(([tenant]) => tenant.catalog === catalog)
    .map(([tenant, rows]) => [tenant.name, tenantWriter.write(tenant, rows)] as const);
  const written = Object.fromEntries(tenants) as unknown as KeptBundle['tenants'];
  return { sets: sets.all, reaches: reaches.all, tenants: written };
}

type Packaged = ReturnType<typeof listPackages>;

/** Writes all of a bundle that no tenant says: the catalog, and what user types and seats allow. */
function writeHead(compiled: Compiled, packaged: Packaged, numberOfSet: (bits: Bits) => Json) {
  const { matrix } = compiled;
  const { catalog, attributes, userTypes, seats } = matrix.policy;
  const numberOfCells = (cells: readonly Cell[]) => {
    const held = emptyBits(catalog.cells.length);
    for (const { index } of cells) add(held, index);
    return numberOfSet(held);
  };
  const packages = [...packaged].map(([name, own]) => [name, numberOfCells(own)] as const);
  return {
    version: 2,
    documents: sha256(listDecidingPieces(roleDocumentsOf(compiled), ownDigestsOf(compiled))),
    size: catalog.cells.length,
    catalog: catalogOf(catalog),
    requires: requiresOf(catalog),
    ...(packaged.size > 0 && { packages: Object.fromEntries(packages) }),
    attributes: Object.fromEntries(attributes),
    columns: Object.fromEntries(
      [...listComparedColumns(matrix)].map(([model, columns]) => [
        model,
        Object.fromEntries(columns.map(({ name, type }) => [name, type])),
      ]),
    ),
    userTypes: userTypes.map(({ name, audience, rank, layer }) => ({
      name,
      audience,
      rank,
      allows: numberOfSet(layer.held),
    })),
    seats: seats.map(({ name, combinesWith, layer }) => ({
      name,
      combinesWith: [...combinesWith].sort(),
      adds: numberOfSet(layer.held),
    })),
  };
}

function sha256(pieces: Iterable<FilePiece>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function catalogOf({ models, modules, features, capabilities }: Catalog) {
  const namesOf = (toggles: readonly Toggle[]) => toggles.map(({ name }) => name);
  return {
    models: models.map(modelOf),
    modules: namesOf(modules),
    features: namesOf(features),
    capabilities: namesOf(capabilities),
  };
}

function modelOf({ name, relations, actions, properties, isClosed }: Model) {
  return {
    name,
    relations: Object.fromEntries([...relations.values()].map((relation) => [relation.name, relation.model])),
    actions: [...actions.keys()],
    properties: Object.fromEntries(
      properties.map((property) => [property.name, [...property.rights.keys()]]),
    ),
    // A model with properties is closed anyway.
    ...(isClosed && properties.length === 0 && { closed: true }),
  };
}

function requiresOf({ cells }: Catalog): readonly Json[] {
  const required = cells.filter(({ requires }) => requires.length > 0);
  return required.map(({ index, requires }) => [index, requires.map(writePrerequisite)]);
}

/**
 * The number of levels of a key that are spread over lines, so that what can change alone stands on a line of its
 * own.
 */
const depths: Readonly<Record<string, number>> = {
  catalog: 2,
  requires: 1,
  attributes: 1,
  columns: 1,
  userTypes: 1,
  seats: 1,
  extensions: 2,
  sets: 1,
  reaches: 1,
  tenants: 3,
};

function layOut(bundle: Content, repeated: RepeatedObjects): string {
  const lines = Object.entries(bundle).map(
    ([key, value]) => `"${key}": ${writeIndentedJson(value, depths[key] ?? 0, '  ', repeated)}`,
  );
  return `${writeBlock('{}', lines, '')}\n`;
}
