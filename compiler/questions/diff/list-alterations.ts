import { risks } from '../../model/catalog.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import type { Alteration, ChangedDocument, Edit, Effect, Reassignment } from '../../model/change.ts';
import { demands, type Invariant } from '../../model/invariant.ts';
import { type Portfolio, rolesOf } from '../../model/policy.ts';
import { keyOfReach, linkTo } from '../../model/record-reach.ts';
import { compareReaches, type ReachRelation, readTypes } from './compare-reaches.ts';
import { findWeakenings } from './find-weakenings.ts';
import {
  type ChangedStatement,
  listChangedStatements,
  writeStatementValue,
} from './list-changed-statements.ts';
import type { View } from './open-view.ts';

/**
 * Every changed statement of the changed documents that no change of a permission tells already, each with what it
 * does to the guard: a flag, a limit, a reason, a name, a ceiling that nobody fills yet.
 */
export function listAlterations(
  edits: readonly Edit[],
  reassigned: readonly Reassignment[],
  base: View,
  head: View,
): readonly Alteration[] {
  const moved = new Set(reassigned.map(({ tenant, user }) => JSON.stringify([tenant, user])));
  return edits.flatMap((edit) => {
    const { document } = edit;
    const isWhole = !document.base || !document.head;
    if (isWhole && !isNameless(document)) return listWholeDocument(edit, base, moved);
    return listChangedStatements(document).flatMap((statement): readonly Alteration[] => {
      if (document.kind === 'Users' && isReassigned(document, statement, moved)) return [];
      const effect = judgeStatement(statement, { edit, document, base, head });
      return isCoveredByChanges(edit, statement, effect) ? [] : [makeAlteration(document, statement, effect)];
    });
  });
}

function makeAlteration(
  document: ChangedDocument,
  { path, was, is, at }: ChangedStatement,
  effect: Effect,
): Alteration {
  const [from, to] = [writeStatementValue(was), writeStatementValue(is)];
  return {
    document,
    field: path.join('.'),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    effect,
    at,
  };
}

/** A document that is new or gone and moved no permission: of all kinds but two that says nothing of the guard. */
function listWholeDocument(edit: Edit, base: View, moved: ReadonlySet<string>): readonly Alteration[] {
  const { document, at, fields } = edit;
  const isTold =
    fields.size > 0 || (document.kind === 'Users' && [...moved].some((key) => isOfTenant(key, document)));
  if (isTold) return [];
  return [{ document, field: 'name', effect: judgeWholeDocument(document, base), at }];
}

const isOfTenant = (key: string, { tenant }: ChangedDocument): boolean =>
  key.startsWith(`[${JSON.stringify(tenant ?? '')},`);

/** The settings and the principal are there once: one that is gone, or new, is all its statements. */
const isNameless = ({ kind }: ChangedDocument): boolean => kind === 'Settings' || kind === 'Principal';

function judgeWholeDocument({ kind, head }: ChangedDocument, { matrix }: View): Effect {
  if (kind === 'Invariant') return head ? 'tightens' : 'loosens';
  if (kind !== 'Waiver') return 'neutral';
  if (!head) return 'tightens';
  // A waiver that came with its invariant weakens nothing that there was.
  return matrix.policy.invariants.some(({ name }) => name === head.value.invariant) ? 'loosens' : 'neutral';
}

/** Who holds which roles is told by itself. */
function isReassigned(
  { tenant }: ChangedDocument,
  { path }: ChangedStatement,
  moved: ReadonlySet<string>,
): boolean {
  const [list, user, field] = path;
  const isRoles = field === undefined || field === 'roles' || field === 'active' || field === 'id';
  return list === 'users' && isRoles && moved.has(JSON.stringify([tenant ?? '', user ?? '']));
}

/** The fields whose changes are told permission by permission. */
const effective = new Set([
  'grants',
  'includes',
  'customRoles',
  'allows',
  'adds',
  'ceiling',
  'portfolio',
  'reach',
  'packages',
  'package',
]);

function isCoveredByChanges({ fields }: Edit, { path }: ChangedStatement, effect: Effect): boolean {
  const [field = ''] = path;
  return fields.has(field) && effective.has(field) && effect !== 'loosens';
}

interface Context {
  readonly edit: Edit;
  readonly document: ChangedDocument;
  readonly base: View;
  readonly head: View;
}

type Judge = (statement: ChangedStatement, context: Context) => Effect;

/** That which a changed statement does to the guard; of one that has no rule nobody can say that it guards as before. */
const judgeStatement = (statement: ChangedStatement, context: Context): Effect =>
  findJudge(context.document.kind, statement.path)?.(statement, context) ?? 'loosens';

/** The rule for a statement of a kind of document. */
export const findJudge = (kind: string, path: readonly string[]): Judge | undefined =>
  judges[`${kind}.${path[0]}`] ?? judges[`${kind}.${generalizePath(path)}`];

/** A statement on a property of some name is like one on any other: `properties.*.sensitive`. */
const generalizePath = ([first = '', , ...rest]: readonly string[]): string =>
  [first, '*', ...rest].join('.');

const always =
  (effect: Effect): Judge =>
  () =>
    effect;

/** A flag that protects while it is set. */
const flag: Judge = ({ was, is }) =>
  was === true && is !== true ? 'loosens' : is === true ? 'tightens' : 'neutral';

/** That which is demanded of whoever wants something: less of it loosens, and so does anything else in its place. */
const demand: Judge = ({ was, is }) => {
  const [before, after] = [listAlternatives(was), listAlternatives(is)];
  const isKept = before.every((oneOf) => after.some((now) => now.every((name) => oneOf.includes(name))));
  return isKept ? 'tightens' : 'loosens';
};

/** Returns for each thing that is required the names of which one is enough. */
const listAlternatives = (required: unknown): readonly (readonly unknown[])[] =>
  toList(required).map((one) =>
    typeof one === 'object' && one !== null && 'anyOf' in one ? toList(one.anyOf) : [one],
  );

/** That which is handed out: more of it loosens. */
const offer: Judge = ({ was, is }) =>
  without(is, was).length > 0 ? 'loosens' : without(was, is).length > 0 ? 'tightens' : 'neutral';

/** A bound that is gone, or another one of which nobody can say how it compares, loosens. */
const bound: Judge = ({ was, is }) => (was === undefined && is !== undefined ? 'tightens' : 'loosens');

const limit: Judge = ({ was, is }) =>
  typeof is === 'number' && (typeof was !== 'number' || is < was) ? 'tightens' : 'loosens';

const toList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const without = (some: unknown, others: unknown): readonly unknown[] => {
  const known = new Set(toList(others));
  return toList(some).filter((one) => !known.has(one));
};

/** A layer that allows something that nobody holds yet, so that the next role has it. */
const layer: Judge = (_, { edit }) => {
  const verdictsOn = new Set(edit.idle.map(({ verdict }) => verdict));
  if (verdictsOn.has('allows')) return 'loosens';
  return verdictsOn.has('refuses') ? 'tightens' : 'neutral';
};

/** The class of an action is compared, not what is written: where nothing is, the usual one counts. */
const risk: Judge = ({ path: [, action = 'use'] }, { document, base, head }) => {
  const classIn = ({ matrix }: View) => matrix.policy.catalog.cellOf.get(`${document.name}:${action}`)?.risk;
  const [was, is] = [classIn(base), classIn(head)];
  if (was === undefined || is === undefined || was === is) return 'neutral';
  return risks.indexOf(is) < risks.indexOf(was) ? 'loosens' : 'tightens';
};

const riskOfAction: Judge = (_, { document, base, head }) => {
  const classIn = ({ matrix }: View) => matrix.policy.catalog.ownActions.get(document.name)?.risk;
  const [was, is] = [classIn(base), classIn(head)];
  if (was === undefined || is === undefined || was === is) return 'neutral';
  return risks.indexOf(is) < risks.indexOf(was) ? 'loosens' : 'tightens';
};

/** The records that a portfolio selects, or that a role reaches with some permission. */
const reach: Judge = (_, { document, base, head }) => {
  const relations =
    document.kind === 'Portfolio'
      ? comparePortfolioReaches(document, base, head)
      : compareRoleReaches(document, base, head);
  if (!relations) return 'loosens';
  if (relations.every((relation) => relation === 'same')) return 'neutral';
  return relations.every((relation) => relation === 'same' || relation === 'narrowed')
    ? 'tightens'
    : 'loosens';
};

function comparePortfolioReaches(
  { name }: ChangedDocument,
  base: View,
  head: View,
): readonly ReachRelation[] | undefined {
  const find = ({ matrix: { policy } }: View) =>
    policy.portfolios.find((portfolio) => portfolio.name === name);
  const [was, is] = [find(base), find(head)];
  if (!was || !is || was.on !== is.on) return undefined;
  const typed = ({ on, reach: selected }: Portfolio, { matrix: { policy } }: View) => ({
    reach: selected === 'all' ? selected : linkTo(on, [], selected),
    types: readTypes(policy),
  });
  return [compareReaches(typed(was, base), typed(is, head))];
}

/** How each action's records change by what the portfolio of a role says; pairs that are written alike are compared once. */
export function compareRoleReaches(
  { name, tenant }: ChangedDocument,
  base: View,
  head: View,
): readonly ReachRelation[] | undefined {
  const find = ({ matrix: { policy } }: View) =>
    rolesOf(policy).find((role) => role.name === name && role.tenant === tenant)?.portfolio;
  const [was, is] = [find(base), find(head)];
  if (!was || !is) return undefined;
  const found = new Map<string, ReachRelation>();
  for (const model of head.matrix.policy.catalog.models)
    for (const [action, cell] of model.actions) {
      const other = base.matrix.policy.catalog.modelOf.get(model.name)?.actions.get(action);
      if (!other) continue;
      const [before, after] = [readPortfolio(was, other).reach, readPortfolio(is, cell).reach];
      const key = `${keyOfReach(before)}\n${keyOfReach(after)}`;
      if (found.has(key)) continue;
      const typesIn = ({ matrix: { policy } }: View) => readTypes(policy);
      found.set(
        key,
        compareReaches({ reach: before, types: typesIn(base) }, { reach: after, types: typesIn(head) }),
      );
    }
  return [...found.values()];
}

/** Another plan, as the settings of the head say which plans let tenants have roles of their own. */
const plan: Judge = ({ was, is }, { head }) => {
  const { plans } = head.matrix.policy.settings.customRoles;
  const mayHave = (value: unknown) => value === undefined || !plans || plans.includes(String(value));
  if (mayHave(was) === mayHave(is)) return 'neutral';
  return mayHave(is) ? 'loosens' : 'tightens';
};

/** The bounds of roles that tenants have of their own; one that is not there bounds nothing. */
const customRoles: Judge = (statement, context) => {
  const { path, was, is } = statement;
  if (was === undefined || is === undefined) return is === undefined ? 'loosens' : 'tightens';
  if (path[1] === 'plans') return offer(statement, context);
  return path[1] === 'perTenant' ? limit(statement, context) : layer(statement, context);
};

const userType: Judge = ({ was, is }, { base, head }) => {
  const [before, after] = [base.userTypeOf.get(String(was)), head.userTypeOf.get(String(is))];
  const isLower = before && after?.audience === before.audience && after.rank < before.rank;
  return isLower ? 'tightens' : 'loosens';
};

/** A user who came or went, or all of them where the list is compared as a whole. */
const user: Judge = ({ is }) => {
  if (is === undefined) return 'tightens';
  return toList(is).some(holdsRole) ? 'loosens' : 'neutral';
};

function holdsRole(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false;
  const isIdle = 'active' in one && one.active === false;
  return !isIdle && 'roles' in one && toList(one.roles).length > 0;
}

/** A property that came or went is told by its permissions; another one in its place may protect less. */
const property: Judge = ({ was, is }) => (was !== undefined && is !== undefined ? 'loosens' : 'neutral');

/** A relation that is new, or gone, is followed on one side at most: what follows it is told by itself. */
const presence: Judge = ({ was, is }) => (was === undefined || is === undefined ? 'neutral' : 'loosens');

/** A user who may sign in again; whoever may not has nothing. */
const active: Judge = ({ is }) => (is === false ? 'tightens' : 'loosens');

/** Of users who are all there are, more is checked. */
const complete: Judge = ({ is }) => (is === true ? 'tightens' : 'loosens');

const severity: Judge = (_, context) => (isWeaker(context, ['severity']) ? 'loosens' : 'tightens');
const within: Judge = (_, context) => (isWeaker(context, ['within']) ? 'loosens' : 'tightens');
const demanded: Judge = (_, context) => (isWeaker(context, demands) ? 'loosens' : 'tightens');
const covered =
  (field: string): Judge =>
  (_, context) =>
    isWeaker(context, [field]) ? 'loosens' : 'tightens';

function isWeaker({ document, base, head }: Context, fields: readonly string[]): boolean {
  const invariantIn = ({ matrix }: View): Invariant | undefined =>
    matrix.policy.invariants.find(({ name }) => name === document.name);
  const [was, is] = [invariantIn(base), invariantIn(head)];
  if (!was || !is) return true;
  const found = findWeakenings(was, is, base.matrix.policy, head.matrix.policy);
  return found.some(({ at }) => fields.includes(String(at.path[0])));
}

const until: Judge = ({ was, is }) => (String(is) > String(was) ? 'loosens' : 'tightens');

/** For people to read, or told permission by permission. */
const neutral = always('neutral');

/** By kind and statement; `*` stands for the name of a property, an action, a user or whatever is limited. */
const judges: Readonly<Record<string, Judge>> = {
  'Model.name': neutral,
  'Model.family': neutral,
  'Model.title': neutral,
  'Model.description': neutral,
  'Model.where': neutral,
  'Model.aliases': neutral,
  'Model.actions': neutral,
  'Model.properties.*': property,
  'Model.properties.*.requires': demand,
  'Model.properties.*.type': neutral,
  'Model.properties.*.sensitive': flag,
  'Model.properties.*.system': flag,
  'Model.properties.*.required': flag,
  'Model.risk.*': risk,
  'Model.requires.*': demand,
  'Model.portfolio': bound,
  'Model.relations.*': presence,
  'Model.relations.*.model': always('loosens'),
  'Model.relations.*.many': always('loosens'),
  'Model.notes.*': neutral,
  'Model.package': bound,
  'Action.name': neutral,
  'Action.title': neutral,
  'Action.description': neutral,
  'Action.where': neutral,
  'Action.notes': neutral,
  'Action.risk': riskOfAction,
  'Action.requires': demand,
  'Module.name': neutral,
  'Module.title': neutral,
  'Module.description': neutral,
  'Module.where': neutral,
  'Module.notes': neutral,
  'Module.risk': risk,
  'Module.requires': demand,
  'Module.package': bound,
  'Feature.name': neutral,
  'Feature.title': neutral,
  'Feature.description': neutral,
  'Feature.where': neutral,
  'Feature.notes': neutral,
  'Feature.risk': risk,
  'Feature.requires': demand,
  'Feature.package': bound,
  'Capability.name': neutral,
  'Capability.title': neutral,
  'Capability.description': neutral,
  'Capability.where': neutral,
  'Capability.notes': neutral,
  'Capability.requires': demand,
  'Principal.attributes.*': neutral,
  'Principal.attributes.*.type': neutral,
  'Portfolio.name': neutral,
  'Portfolio.tenant': bound,
  'Portfolio.title': neutral,
  'Portfolio.description': neutral,
  'Portfolio.on': always('loosens'),
  'Portfolio.reach': reach,
  'UserType.name': neutral,
  'UserType.title': neutral,
  'UserType.description': neutral,
  'UserType.audience': always('loosens'),
  'UserType.rank': always('loosens'),
  'UserType.allows': layer,
  'Seat.name': neutral,
  'Seat.title': neutral,
  'Seat.description': neutral,
  'Seat.combinesWith': offer,
  'Seat.package': bound,
  'Seat.adds': layer,
  'Tenant.name': neutral,
  'Tenant.title': neutral,
  'Tenant.description': neutral,
  'Properties.tenant': always('loosens'),
  'Properties.model': always('loosens'),
  'Properties.properties.*': property,
  'Properties.properties.*.type': neutral,
  'Properties.properties.*.sensitive': flag,
  'Properties.properties.*.system': flag,
  'Properties.properties.*.required': flag,
  'Properties.properties.*.requires': demand,
  'Tenant.titles.*': neutral,
  'Tenant.plan': plan,
  'Tenant.packages': offer,
  'Tenant.limits.*': limit,
  'Tenant.ceiling': layer,
  'Role.name': neutral,
  'Role.tenant': neutral,
  'Role.title': neutral,
  'Role.description': neutral,
  'Role.abstract': neutral,
  'Role.includes': neutral,
  'Role.clonedFrom': neutral,
  'Role.grants': neutral,
  'Role.userType': always('loosens'),
  'Role.seats': always('loosens'),
  'Role.portfolio': reach,
  'Users.tenant': neutral,
  'Users.complete': complete,
  'Users.from': neutral,
  'Users.users.*': user,
  'Users.users.*.id': neutral,
  'Users.users.*.userType': userType,
  'Users.users.*.seats': offer,
  'Users.users.*.roles': offer,
  'Users.users.*.active': active,
  'Users.users.*.madeBy': neutral,
  'Users.users.*.attributes.*': always('loosens'),
  'Invariant.name': neutral,
  'Invariant.title': neutral,
  'Invariant.description': neutral,
  'Invariant.because': neutral,
  'Invariant.source': neutral,
  'Invariant.severity': severity,
  'Invariant.roles': covered('roles'),
  'Invariant.userTypes': covered('userTypes'),
  'Invariant.tenants': covered('tenants'),
  'Invariant.portfolios': covered('portfolios'),
  'Invariant.when': covered('when'),
  'Invariant.must': demanded,
  'Invariant.mustSome': demanded,
  'Invariant.mustNot': demanded,
  'Invariant.mustNotTogether': demanded,
  'Invariant.mustSomeone': demanded,
  'Invariant.within': within,
  'Waiver.invariant': always('loosens'),
  'Waiver.role': always('loosens'),
  'Waiver.user': always('loosens'),
  'Waiver.owner': neutral,
  'Waiver.because': neutral,
  'Waiver.tenant': bound,
  'Waiver.until': until,
  'Settings.package.*': neutral,
  'Settings.customRoles.*': customRoles,
  'Settings.waivers.*': neutral,
};
