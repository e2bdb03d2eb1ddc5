// What bench/runtime.mjs compares, each as `prepare(world)`: for every kind of check how one call is answered, and the
// calls, with all that a service would have at hand put into them before the clock starts.
import { createMongoAbility, subject } from '@casl/ability';

const kinds = ['toggle', 'model', 'property', 'record', 'both'];

/** A condition as a person would write it in JavaScript. */
export function predicateOf(reach, path) {
  if (reach === 'all') return () => true;
  const operandOf = (operand) => (operand?.$user ? `user.${operand.$user}` : JSON.stringify(operand));
  const comparisonOf = ({ property, operator, operand }) => {
    switch (operator) {
      case '$eq':
        return `it.${property} === ${operandOf(operand)}`;
      case '$in':
        return `${operandOf(operand)}.includes(it.${property})`;
      case '$exists':
        return `(it.${property} != null) === ${operand}`;
      default:
        throw new Error(`no peer knows ${operator}`);
    }
  };
  const words = reach.map((alternative) => alternative.map(comparisonOf).join(' && ')).join(' || ');
  const reached =
    path.length > 0 ? `const it = record.${path.join('?.')}; return it != null && (${words});` : '';
  return new Function('user', path.length > 0 ? 'record' : 'it', reached || `return ${words};`);
}

/** The calls of a world, each with the session and the record themselves. `recordOf` makes what a peer is given. */
export function callsOf(world, sessions, recordOf = nested) {
  const models = new Map(world.catalog.models.map((model) => [model.name, model]));
  const made = new Map();
  const once = (model, record) => {
    const key = `${model} ${record}`;
    if (!made.has(key)) made.set(key, recordOf(structuredClone(world.records[record]), models.get(model)));
    return made.get(key);
  };
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      world.calls[kind].map(({ session, name, action, model, property, cell, record }) => ({
        by: sessions[session],
        name,
        action,
        model,
        property,
        cell,
        record: record === undefined ? undefined : once(model, record),
      })),
    ]),
  );
}

/** A record of a model that is reached through others stands at the end of its path. */
const nested = (record, { path }) =>
  path.reduceRight(
    (inner, step) => ({ id: `${step}-${inner.id}`, name: 'A name', status: 'open', [step]: inner }),
    record,
  );

const together = (calls, checks) =>
  Object.fromEntries(kinds.map((kind) => [kind, { check: checks[kind], calls: calls[kind] }]));

// ---- the facade, from bundle.json

export const facade = ({ openFacade }) => ({
  name: 'facade',
  prepare(world) {
    const { permissions } = openFacade(JSON.parse(world.bundle));
    const policies = world.sessions.map(({ tenant, role, userType, seats, user }) =>
      permissions({ tenant, roles: [role], userType, seats, user }),
    );
    return together(callsOf(world, policies), {
      toggle: ({ by, name }) => by.uses(name),
      model: ({ by, action, model }) => by.canSome(action, model),
      property: ({ by, action, model, property }) => by.canSome(action, model, property),
      record: ({ by, action, model, record }) => by.can(action, model, record),
      both: ({ by, action, model, record, property }) => by.can(action, model, record, property),
    });
  },
});

// ---- stock CASL: its own matcher, records tagged by `subject()` beforehand

function stock(name, rulesOf) {
  return {
    name,
    prepare(world) {
      const abilities = world.sessions.map((session) => createMongoAbility(rulesOf(session, world)));
      const tagged = (record, model) => subject(model.name, nested(record, model));
      return together(callsOf(world, abilities, tagged), {
        toggle: ({ by, name }) => by.can('use', name),
        model: ({ by, action, model }) => by.can(action, model),
        property: ({ by, action, model, property }) => by.can(action, model, property),
        record: ({ by, action, record }) => by.can(action, record),
        both: ({ by, action, record, property }) => by.can(action, record, property),
      });
    },
  };
}

/** The rules of `rules/` with the user's attributes where they ask for them. */
export const compactRules = ({ emitted, user }) => JSON.parse(JSON.stringify(emitted), filling(user));

const filling = (user) => (_key, value) => (value?.$user === undefined ? value : user[value.$user]);

/** One rule for each cell and alternative, as rules are written by hand: the action without fields beside them. */
export function naiveRules({ cells, reach, user }, { catalog }) {
  const held = new Set(cells);
  const rules = catalog.toggles
    .filter(([, cell]) => held.has(cell))
    .map(([name]) => ({ action: 'use', subject: name }));
  for (const model of catalog.models) {
    const prefix = model.path.map((step) => `${step}.`).join('');
    for (const [action, cell] of model.actions) {
      if (!held.has(cell)) continue;
      const isFree = reach === 'all' || !model.isLimited || (model.isReachedItself && action === 'create');
      const conditions = isFree
        ? [undefined]
        : reach.map((alternative) => conditionsOf(alternative, prefix, user));
      const right = action === 'export' ? 'view' : action;
      const fields = model.properties.filter(([, rights]) => held.has(rights[right])).map(([name]) => name);
      for (const condition of conditions) {
        const rule = { action, subject: model.name, ...(condition && { conditions: condition }) };
        const isOnProperties = model.properties.length > 0 && action !== 'create' && action !== 'remove';
        if (!isOnProperties) rules.push(rule);
        else for (const field of fields.length > 0 ? fields : ['']) rules.push({ ...rule, fields: [field] });
      }
    }
  }
  return rules;
}

const conditionsOf = (alternative, prefix, user) =>
  Object.fromEntries(
    alternative.map(({ property, operator, operand }) => [
      `${prefix}${property}`,
      { [operator]: operand?.$user === undefined ? operand : user[operand.$user] },
    ]),
  );

export const caslCompact = stock('CASL, compact rules', compactRules);
export const caslNaive = stock('CASL, naive rules', naiveRules);

// ---- Map of Sets: what one would write by hand

export const mapOfSets = {
  name: 'Map of Sets',
  prepare(world) {
    const sessions = world.sessions.map((session) => grantsOf(session, world.catalog));
    const may = ({ models, user }, action, model, record, property) => {
      const granted = models.get(model)?.get(action);
      if (granted === undefined) return false;
      if (property !== undefined && !granted.properties.has(property)) return false;
      return record === undefined || granted.reaches === undefined || granted.reaches(user, record);
    };
    return together(callsOf(world, sessions), {
      toggle: ({ by, name }) => by.toggles.has(name),
      model: ({ by, action, model }) => may(by, action, model),
      property: ({ by, action, model, property }) => may(by, action, model, undefined, property),
      record: ({ by, action, model, record }) => may(by, action, model, record),
      both: ({ by, action, model, record, property }) => may(by, action, model, record, property),
    });
  },
};

function grantsOf({ cells, reach, user }, { toggles, models }) {
  const held = new Set(cells);
  const grantsOn = ({ path, isLimited, isReachedItself, actions, properties }) =>
    new Map(
      actions
        .filter(([, cell]) => held.has(cell))
        .map(([action]) => [
          action,
          {
            properties: new Set(
              properties.filter(([, rights]) => held.has(rights[action])).map(([name]) => name),
            ),
            reaches:
              reach === 'all' || !isLimited || (isReachedItself && action === 'create')
                ? undefined
                : predicateOf(reach, path),
          },
        ]),
    );
  return {
    user,
    toggles: new Set(toggles.filter(([, cell]) => held.has(cell)).map(([name]) => name)),
    models: new Map(models.map((model) => [model.name, grantsOn(model)])),
  };
}

// ---- a bare bit set: the numbers of the cells are known where the question is written

export const bareBits = {
  name: 'bit set, numbers known',
  prepare(world) {
    const sessions = world.sessions.map(({ cells, reach, user }) => {
      const bits = new Uint32Array((world.catalog.size + 31) >>> 5);
      for (const cell of cells) bits[cell >>> 5] |= 1 << (cell & 31);
      return { bits, user, reach };
    });
    const calls = callsOf(world, sessions);
    const paths = new Map(world.catalog.models.map(({ name, path }) => [name, path]));
    const predicates = new Map();
    const once = (reach, path) => {
      const key = JSON.stringify([reach, path]);
      if (!predicates.has(key)) predicates.set(key, predicateOf(reach, path));
      return predicates.get(key);
    };
    for (const call of [...calls.record, ...calls.both])
      call.reaches = once(call.by.reach, paths.get(call.model));
    const has = ({ by: { bits }, cell }) => ((bits[cell >>> 5] >>> (cell & 31)) & 1) === 1;
    const reaches = (call) => has(call) && call.reaches(call.by.user, call.record);
    return together(calls, { toggle: has, model: has, property: has, record: reaches, both: reaches });
  },
};
