// The engines that bench/runtime.mjs compares, in the form of bench/runtime/peers.mjs; each in its best layout.
import { callsOf, predicateOf, reachIn, wordsOf } from './peers.mjs';

const each = (calls, check) =>
  Object.fromEntries(Object.entries(calls).map(([kind, list]) => [kind, { check, calls: list }]));

const heldOf = ({ cells }) => new Set(cells);

/**
 * Returns what the role of a session holds of a model: the actions, each with the properties that it holds on the same
 * records; and the properties that it holds on other records than their action, without the action itself.
 */
function holdings(session, model) {
  const held = heldOf(session);
  return model.actions
    .filter(([, cell]) => held.has(cell))
    .flatMap(([action, cell]) => {
      const byReach = new Map([[session.reachOf[cell], []]]);
      for (const [name, rights] of model.properties) {
        if (!held.has(rights[action])) continue;
        const reach = session.reachOf[rights[action]];
        byReach.set(reach, [...(byReach.get(reach) ?? []), name]);
      }
      return [...byReach].map(([number, properties], at) => {
        const reach = session.reaches[number];
        return { action, isItself: at === 0, properties, reach, isLimited: reach !== 'all' };
      });
    });
}

// ---- Cedar: one `permit` for an action on a model, the properties in a set, the reach as a condition

/**
 * Cedar's wasm with sets of policies that are parsed beforehand: one for each role, or one for each role and model.
 * A record is an entity with its attributes and, where it is reached through another, that one's; it is what the
 * border is crossed with.
 */
export function cedar(layout) {
  return {
    name: `Cedar (wasm), a set for each ${layout}`,
    async prepare(world) {
      const { default: wasm } = await import('@cedar-policy/cedar-wasm/nodejs');
      const models = new Map(world.catalog.models.map((model) => [model.name, model]));
      const parse = (id, texts) => {
        const answer = wasm.preparsePolicySet(id, { staticPolicies: texts.join('\n') });
        if (answer.type !== 'success') throw new Error(`Cedar: ${JSON.stringify(answer)}`);
      };
      const sessions = world.sessions.map((session, number) => {
        const perModel = world.catalog.models.map((model) => [model.name, permitsOn(session, model)]);
        const held = heldOf(session);
        const toggles = world.catalog.toggles
          .filter(([, cell]) => held.has(cell))
          .map(([name]) => `permit(principal, action == Action::"use", resource == Toggle::"${name}");`);
        const base = `${world.name} ${layout} ${number}`;
        if (layout === 'role') parse(base, [...toggles, ...perModel.flatMap(([, permits]) => permits)]);
        else {
          parse(base, toggles);
          for (const [name, permits] of perModel) parse(`${base} ${name}`, permits);
        }
        const { user } = session;
        const principal = { uid: { type: 'User', id: user.id }, attrs: user, parents: [] };
        return { principal, setOf: (model) => (layout === 'role' || !model ? base : `${base} ${model}`) };
      });
      const calls = callsOf(world, sessions, (record, model) => ({ record, path: model.path }));
      for (const list of Object.values(calls))
        for (const call of list) {
          const { by, name, action = 'use', model, property, record } = call;
          const resource = model
            ? { type: model, id: record?.record.id ?? 'any' }
            : { type: 'Toggle', id: name };
          const entity = record && {
            uid: resource,
            attrs: attributesOf(record, models.get(model)),
            parents: [],
          };
          call.request = {
            principal: by.principal.uid,
            action: { type: 'Action', id: action },
            resource,
            context: property === undefined ? {} : { property },
            preparsedPolicySetId: by.setOf(model),
            entities: entity ? [by.principal, entity] : [by.principal],
          };
        }
      return each(calls, ({ request }) => {
        const answer = wasm.statefulIsAuthorized(request);
        if (answer.type !== 'success') throw new Error(`Cedar: ${JSON.stringify(answer)}`);
        return answer.response.decision === 'allow';
      });
    },
  };
}

const attributesOf = ({ record, path }) =>
  path.reduceRight((inner, step) => ({ [step]: inner }), withoutNulls(record));

const withoutNulls = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

function permitsOn(session, model) {
  return holdings(session, model).map(({ action, isItself, properties, reach, isLimited }) => {
    const conditions = [];
    if (action === 'view' || action === 'update') {
      const list = properties.map((property) => JSON.stringify(property)).join(', ');
      const isNamed = `[${list}].contains(context.property)`;
      conditions.push(
        isItself ? `(!(context has property) || ${isNamed})` : `(context has property && ${isNamed})`,
      );
    }
    if (isLimited) conditions.push(`(${reachWords(reach)})`);
    const when = conditions.length > 0 ? ` when { ${conditions.join(' && ')} }` : '';
    return `permit(principal, action == Action::"${action}", resource is ${model.name})${when};`;
  });
}

const reachWords = (reach) =>
  wordsOf(reach, {
    any: (parts) => `(${parts.join(' || ') || 'false'})`,
    every: (parts) => `(${parts.join(' && ')})`,
    linked: linkedWords,
  });

function linkedWords({ through, alternatives }) {
  const at = ['resource', ...through];
  const steps = through.map((step, number) => `${at.slice(0, number + 1).join('.')} has ${step}`);
  const it = at.join('.');
  const comparisonOf = ([property, operator, operand]) => {
    const known = `${it} has ${property}`;
    const asked = operand?.$user === undefined ? JSON.stringify(operand) : `principal.${operand.$user}`;
    if (operator === '$exists') return operand ? known : `!(${known})`;
    return `${known} && ${operator === '$in' ? `${asked}.contains(${it}.${property})` : `${it}.${property} == ${asked}`}`;
  };
  const words = alternatives
    .map((alternative) => `(${alternative.map(comparisonOf).join(' && ')})`)
    .join(' || ');
  return [...steps, `(${words})`].join(' && ');
}

// ---- casbin: one line for each cell, an enforcer for each role; the reach is a column that a function reads

export const casbin = {
  name: 'casbin, an enforcer for each role',
  async prepare(world) {
    const { newEnforcer, newModelFromString, StringAdapter } = await import('casbin');
    const sessions = [];
    for (const session of world.sessions) {
      const lines = world.catalog.toggles
        .filter(([, cell]) => heldOf(session).has(cell))
        .map(([name]) => `p, ${name}, use, , all`);
      for (const model of world.catalog.models)
        for (const { action, isItself, properties, reach } of holdings(session, model))
          for (const property of [...(isItself ? [''] : []), ...properties])
            lines.push(`p, ${model.name}, ${action}, ${property}, ${session.reaches.indexOf(reach)}`);
      const predicates = session.reaches.map(predicateOf);
      const enforcer = await newEnforcer(
        newModelFromString(casbinModel),
        new StringAdapter(lines.join('\n')),
      );
      await enforcer.addFunction('reaches', (reach, record) =>
        record === '' ? true : predicates[Number(reach)](session.user, record),
      );
      sessions.push(enforcer);
    }
    return each(
      callsOf(world, sessions),
      ({ by, name, action = 'use', model = name, property = '', record = '' }) =>
        by.enforceSync(model, action, property, record),
    );
  },
};

const casbinModel = `
[request_definition]
r = subject, action, property, record
[policy_definition]
p = subject, action, property, reach
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.subject == p.subject && r.action == p.action && r.property == p.property && reaches(p.reach, r.record)
`;

// ---- accesscontrol: a row for each action on a model, properties that are
// denied as attributes, ownership by a function

export const accesscontrol = {
  name: 'accesscontrol',
  async prepare(world) {
    const { AccessControl } = await import('accesscontrol');
    const sessions = world.sessions.map((session, number) => {
      const role = `role${number}`;
      const held = heldOf(session);
      const rows = world.catalog.toggles
        .filter(([, cell]) => held.has(cell))
        .map(([name]) => ({ role, resource: name, action: 'use:any', attributes: ['*'] }));
      for (const model of world.catalog.models)
        for (const [action, cell] of model.actions) {
          if (!held.has(cell)) continue;
          const cells = [cell, ...model.properties.map(([, rights]) => rights[action])];
          const isLimited = cells.some((one) => held.has(one) && reachIn(session, one) !== 'all');
          const denied = model.properties.filter(
            ([, rights]) => rights[action] !== undefined && !held.has(rights[action]),
          );
          rows.push({
            role,
            resource: model.name,
            action: `${action}:${isLimited ? 'own' : 'any'}`,
            attributes: ['*', ...denied.map(([name]) => `!${name}`)],
          });
        }
      const predicates = session.reaches.map(predicateOf);
      const owner = ({ cell, record }) => predicates[session.reachOf[cell]]?.(session.user, record) ?? false;
      return { role, ac: new AccessControl(rows, { policy: { owner } }) };
    });
    return each(
      callsOf(world, sessions),
      ({ by, name, action = 'use', model = name, property, cell, record }) => {
        const query = record === undefined ? by.ac.can(by.role) : by.ac.can(by.role, { cell, record });
        const permission = query.do(`${action}:${record === undefined ? 'any' : 'own'}`, model);
        return (
          permission.granted && (property === undefined || !permission.attributes.includes(`!${property}`))
        );
      },
    );
  },
};
