// The peers that bench/runtime.mjs compares, each as a function `prepare(world)`. It returns for every kind of check the
// function that answers one call, and the calls, which hold everything that a service would have at hand.
import { createMongoAbility, subject } from '@casl/ability';

const kinds = ['toggle', 'model', 'property', 'record', 'both'];

/** The records on which a cell of a session works, as bundles have it. */
export const reachIn = ({ reaches, reachOf }, cell) => reaches[reachOf[cell]];

/** A reach as a person would write it in JavaScript. */
export function predicateOf(reach) {
  if (reach === 'all') return () => true;
  const lines = [];
  const words = wordsOf(reach, {
    any: (parts) => `(${parts.join(' || ') || 'false'})`,
    every: (parts) => `(${parts.join(' && ')})`,
    linked({ through, alternatives }) {
      if (through.length === 0) return alternativesOf(alternatives, 'record');
      const it = `it${lines.length}`;
      lines.push(`const ${it} = record.${through.join('?.')};`);
      return `(${it} != null && ${alternativesOf(alternatives, it)})`;
    },
  });
  return new Function('user', 'record', `${lines.join(' ')} return ${words};`);
}

/** Says a reach in the words of a peer: what is reached by any of some, by every one of some, and along a path. */
export function wordsOf(reach, words) {
  if (reach.anyOf) return words.any(reach.anyOf.map((part) => wordsOf(part, words)));
  if (reach.allOf) return words.every(reach.allOf.map((part) => wordsOf(part, words)));
  return words.linked(reach);
}

function alternativesOf(alternatives, it) {
  const operandOf = (operand) => (operand?.$user ? `user.${operand.$user}` : JSON.stringify(operand));
  const comparisonOf = ([property, operator, operand]) => {
    switch (operator) {
      case '$eq':
        return `${it}.${property} === ${operandOf(operand)}`;
      case '$in':
        return `${operandOf(operand)}.includes(${it}.${property})`;
      case '$exists':
        return `(${it}.${property} != null) === ${operand}`;
      default:
        throw new Error(`no peer knows ${operator}`);
    }
  };
  return `(${alternatives.map((alternative) => alternative.map(comparisonOf).join(' && ')).join(' || ')})`;
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
export function naiveRules(session, { catalog }) {
  const held = new Set(session.cells);
  const rules = catalog.toggles
    .filter(([, cell]) => held.has(cell))
    .map(([name]) => ({ action: 'use', subject: name }));
  for (const model of catalog.models)
    for (const [action, cell] of model.actions) {
      if (!held.has(cell)) continue;
      const add = (about, fields) => {
        for (const conditions of conditionsOf(reachIn(session, about), session.user))
          rules.push({ action, subject: model.name, ...(conditions && { conditions }), ...fields });
      };
      const right = action === 'export' ? 'view' : action;
      const shown = model.properties.filter(([, rights]) => held.has(rights[right]));
      const isOnProperties = model.properties.length > 0 && action !== 'create' && action !== 'remove';
      if (!isOnProperties) add(cell);
      else if (shown.length === 0) add(cell, { fields: [''] });
      for (const [name, rights] of isOnProperties ? shown : [])
        add(action === 'export' ? cell : rights[right], { fields: [name] });
    }
  return rules;
}

/** The conditions of CASL for a reach, each of which is enough; undefined for every record. */
function conditionsOf(reach, user) {
  if (reach === 'all') return [undefined];
  return wordsOf(reach, {
    any: (parts) => parts.flat(),
    every: (parts) => [{ $and: parts.map((part) => (part.length === 1 ? part[0] : { $or: part })) }],
    linked({ through, alternatives }) {
      const prefix = through.map((step) => `${step}.`).join('');
      return alternatives.map((alternative) => ({
        $and: alternative.map(([property, operator, operand]) => ({
          [`${prefix}${property}`]: {
            [operator]: operand?.$user === undefined ? operand : user[operand.$user],
          },
        })),
      }));
    },
  }).map((condition) => (condition.$and?.length === 1 ? condition.$and[0] : condition));
}

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
      if (record === undefined) return true;
      const reaches = granted.others?.get(property) ?? granted.reaches;
      return reaches === undefined || reaches(user, record);
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

function grantsOf(session, { toggles, models }) {
  const held = new Set(session.cells);
  const predicateFor = (cell) => {
    const reach = reachIn(session, cell);
    return reach === 'all' ? undefined : predicateOf(reach);
  };
  const grantsOn = ({ actions, properties }) =>
    new Map(
      actions
        .filter(([, cell]) => held.has(cell))
        .map(([action, cell]) => {
          const having = properties.filter(([, rights]) => held.has(rights[action]));
          const others = having.filter(
            ([, rights]) => session.reachOf[rights[action]] !== session.reachOf[cell],
          );
          return [
            action,
            {
              properties: new Set(having.map(([name]) => name)),
              reaches: predicateFor(cell),
              // Properties that are held on other records than their action.
              others:
                others.length === 0
                  ? undefined
                  : new Map(others.map(([name, rights]) => [name, predicateFor(rights[action])])),
            },
          ];
        }),
    );
  return {
    user: session.user,
    toggles: new Set(toggles.filter(([, cell]) => held.has(cell)).map(([name]) => name)),
    models: new Map(models.map((model) => [model.name, grantsOn(model)])),
  };
}

// ---- a bare bit set: the numbers of the cells are known where the question is written

export const bareBits = {
  name: 'bit set, numbers known',
  prepare(world) {
    const sessions = world.sessions.map((session) => {
      const bits = new Uint32Array((world.catalog.size + 31) >>> 5);
      for (const cell of session.cells) bits[cell >>> 5] |= 1 << (cell & 31);
      return { bits, user: session.user, predicates: session.reaches.map(predicateOf), session };
    });
    const calls = callsOf(world, sessions);
    for (const call of [...calls.record, ...calls.both])
      call.reaches = call.by.predicates[call.by.session.reachOf[call.cell]];
    const has = ({ by: { bits }, cell }) => ((bits[cell >>> 5] >>> (cell & 31)) & 1) === 1;
    const reaches = (call) => has(call) && call.reaches(call.by.user, call.record);
    return together(calls, { toggle: has, model: has, property: has, record: reaches, both: reaches });
  },
};
