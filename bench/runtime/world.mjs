// The worlds of bench/runtime.mjs: policies, compiled by plafond itself, with users, records and questions. All of it
// is plain data that travels to another process, the same for the same seed on every machine.
import { fileURLToPath } from 'node:url';

/** A small generator of numbers, the same on every machine. */
export function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const numbered = (word, count) => Array.from({ length: count }, (_, at) => `${word}${at}`);
const all = ['create', 'view', 'update', 'remove', 'export'];

/**
 * Policies of 45 models with five actions and 25 properties, 30 features, 8 modules and 8 roles from dense to
 * sparse. Ten models are limited by portfolio, one of them reached itself and nine through their account, and five
 * of the roles reach only what their user owns or co-owns. Each tenant closes about one model in twenty.
 */
export function madeFiles(tenants) {
  const random = randomFrom(12345);
  const some = (names, percent) => names.filter(() => random(100) < percent);
  const names = {
    models: numbered('Model', 45),
    properties: ['owner', 'coOwner', ...numbered('property', 23)],
    features: numbered('Feature', 30),
    modules: numbered('Module', 8),
  };
  const { models, properties, features, modules } = names;
  const types = Object.fromEntries(
    properties.map((name, at) => [name, { type: at < 2 ? 'id' : at % 5 === 0 ? 'number' : 'string' }]),
  );
  const portfolioOf = (at) =>
    at === 0
      ? { portfolio: 'self' }
      : at < 10
        ? { portfolio: { through: 'account' }, relations: { account: { model: models[0] } } }
        : {};
  const roles = rolesOf(names, some, random);
  return textOf([
    ...models.map((name, at) => ({
      kind: 'Model',
      name,
      family: 'standard',
      actions: all,
      ...portfolioOf(at),
      properties: types,
    })),
    ...modules.map((name) => ({ kind: 'Module', name })),
    ...features.map((name) => ({ kind: 'Feature', name })),
    { kind: 'Principal', attributes: { id: { type: 'id' }, managedUserIds: { type: 'list' } } },
    {
      kind: 'Portfolio',
      name: 'own',
      on: 'Model0',
      reach: { $or: [{ owner: { $user: 'id' } }, { coOwner: { $user: 'id' } }] },
    },
    { kind: 'Portfolio', name: 'full', on: 'Model0', reach: 'all' },
    {
      kind: 'UserType',
      name: 'Core',
      rank: 1,
      allows: { models: { '*': 'all' }, modules: 'all', features: 'all' },
    },
    ...roles,
    ...numbered('tenant', tenants).map((name) => ({
      kind: 'Tenant',
      name,
      plan: 'Enterprise',
      ceiling: {
        models: { '*': 'all', ...Object.fromEntries(some(models, 5).map((model) => [model, 'none'])) },
        modules: 'all',
        features: { except: some(features, 5) },
      },
    })),
  ]);
}

/** Eight roles from dense to sparse; five of them reach only what their user owns or co-owns. */
function rolesOf({ models, properties, features, modules }, some, random) {
  return numbered('role', 8).map((name, at) => ({
    kind: 'Role',
    name,
    userType: 'Core',
    portfolio: [at < 5 ? 'own' : 'full'],
    grants: {
      models: Object.fromEntries(
        models.map((model) => {
          const denied = some(properties, 10).map((property) => [
            property,
            random(2) === 0 ? 'none' : ['view'],
          ]);
          return [
            model,
            { actions: some(all, 100 - at * 10), properties: { '*': 'all', ...Object.fromEntries(denied) } },
          ];
        }),
      ),
      modules: some(modules, 100 - at * 10),
      features: some(features, 100 - at * 10),
    },
  }));
}

const textOf = (documents) => ({
  'policies/all.yaml': documents.map((document) => JSON.stringify(document)).join('\n---\n'),
});

/** The policies of this repository. */
export const realFolder = fileURLToPath(new URL('../../policies', import.meta.url));

/** Compiles a policy down to what a peer needs. `compiler` is what `bench/runtime.mjs` bundles of plafond. */
export function compiled(compiler, files, folder = 'policies') {
  const { compiled: whole, diagnostics } = compiler.compile(files, folder);
  if (!whole) throw new Error(`the policies do not compile: ${JSON.stringify(diagnostics.slice(0, 3))}`);
  const [{ content }] = compiler.emitBundle(whole);
  return { ...whole, bundle: content };
}

/**
 * A world for the checks: the artifacts as emitted, one session for each role of the first tenants, and for each
 * kind of check its questions. What a session's role holds is told once more, cell by cell from the matrix and
 * without lowering or bundle, for the peers that know neither.
 */
export function worldOf(compiler, name, files, folder, { tenants, count }) {
  const { matrix, rulesOf, bundle } = compiled(compiler, files, folder);
  const rules = Object.fromEntries(
    [...compiler.emitRules({ matrix, rulesOf, tenant: matrix.policy.tenants[0] })].map(({ content }) => {
      const { tenant, roles } = JSON.parse(content);
      return [tenant, roles];
    }),
  );
  const { catalog } = matrix.policy;
  const offered = matrix.policy.tenants.slice(0, tenants);
  const sessions = matrix.rows
    .filter(({ tenant }) => offered.includes(tenant))
    .map((row) => {
      const { tenant, role, effective } = row;
      const held = [...catalog.cells].filter(
        ({ index, model }) => isIn(effective, index) && !(model && isReachedThroughLists(model)),
      );
      return {
        tenant: tenant.name,
        role: role.name,
        userType: role.userType.name,
        seats: role.seats.map((seat) => seat.name),
        user: { id: 'u1', managedUserIds: ['u2', 'u3'], companyId: 'r7' },
        cells: held.map(({ index }) => index),
        ...reachesOf(held, (cell) => compiler.writeReach(compiler.reachOf(row, cell))),
        emitted: rules[tenant.name][role.name].rules,
      };
    });
  return { name, bundle, sessions, catalog: catalogOf(catalog), ...questions(catalog, sessions, count) };
}

/** The distinct reaches of some cells, as bundles have them, and by cell the number of its own. */
function reachesOf(cells, reachOfCell) {
  const numbers = new Map();
  const numberOf = (text) => numbers.get(text) ?? numbers.set(text, numbers.size).get(text);
  const ofCells = cells.map((cell) => [cell.index, numberOf(JSON.stringify(reachOfCell(cell)))]);
  return {
    reaches: [...numbers.keys()].map((text) => JSON.parse(text)),
    reachOf: Object.fromEntries(ofCells),
  };
}

const isIn = (bits, at) => ((bits[at >>> 5] >>> (at & 31)) & 1) === 1;

/** True of models that are left out of a world: not every engine can ask whether one record of a list is reached. */
const isReachedThroughLists = ({ path }) => path.some(({ many }) => many);

function catalogOf({ models, modules, features, capabilities, cells }) {
  return {
    size: cells.length,
    toggles: [...modules, ...features, ...capabilities].map(({ name, cell }) => [name, cell.index]),
    models: models
      .filter((model) => !isReachedThroughLists(model))
      .map(({ name, portfolio, path, actions, properties }) => ({
        name,
        path: path.map((step) => step.name),
        isLimited: portfolio !== 'none',
        actions: [...actions].map(([action, { index }]) => [action, index]),
        properties: properties.map((property) => [
          property.name,
          Object.fromEntries([...property.rights].map(([right, { index }]) => [right, index])),
        ]),
      })),
  };
}

/** Records that some users own, of every phase and country. */
function recordsOf(one, random) {
  const owners = ['u1', 'u2', 'u3', 'u4', 'u5'];
  return Array.from({ length: 512 }, (_, at) => ({
    id: `r${at}`,
    _id: `r${at}`,
    owner: one(owners),
    coOwner: one([...owners, null]),
    name: `Record ${at}`,
    arr: random(1000),
    country: one(['France', 'Germany', 'Sweden']),
    phase: one(['Adoption', 'Onboarding', 'Renewal']),
    status: one(['open', 'closed']),
    ...(random(2) === 0 && { orgPath: `,g${random(9)},` }),
  }));
}

/** Calls of each kind. Records are numbers of `records`; models that are limited are asked about with a record only. */
function questions(catalog, sessions, count) {
  const random = randomFrom(777);
  const one = (items) => items[random(items.length)];
  const { models, toggles } = catalogOf(catalog);
  const records = recordsOf(one, random);
  const withRights = ({ properties }) => properties.some(([, rights]) => Object.keys(rights).length > 0);
  const free = models.filter(({ isLimited }) => !isLimited);
  const limited = models.filter(
    ({ isLimited, actions }) => isLimited && actions.some(([action]) => action !== 'create'),
  );
  const propertyOf = (model) => {
    const [property, rights] = one(model.properties.filter(([, having]) => Object.keys(having).length > 0));
    const right = one(
      Object.keys(rights).filter((name) => model.actions.some(([action]) => action === name)),
    );
    return { action: right, property, cell: rights[right] };
  };
  const actionOf = (model) => {
    const [action, cell] = one(model.actions.filter(([name]) => !model.isLimited || name !== 'create'));
    return { action, cell };
  };
  const askable = (among) =>
    among.filter(
      (model) =>
        withRights(model) &&
        model.actions.some(([name]) => name === 'view') &&
        model.actions.some(([name]) => name === 'update'),
    );
  const asked = {
    toggle() {
      const [toggle, cell] = one(toggles);
      return { name: toggle, cell };
    },
    model() {
      const model = one(free);
      return { model: model.name, ...actionOf(model) };
    },
    property() {
      const model = one(askable(free));
      return { model: model.name, ...propertyOf(model) };
    },
    record() {
      const model = one(limited);
      return { model: model.name, ...actionOf(model), record: random(records.length) };
    },
    both() {
      const model = one(askable(limited));
      return { model: model.name, ...propertyOf(model), record: random(records.length) };
    },
  };
  const calls = Object.fromEntries(
    Object.entries(asked).map(([kind, ask]) => [
      kind,
      Array.from({ length: count }, () => ({ session: random(sessions.length), ...ask() })),
    ]),
  );
  return { records, calls };
}
