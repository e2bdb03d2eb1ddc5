import { type Risk, risks } from '../../model/catalog.ts';
import type { ChangedDocument, Edit, Effect } from '../../model/change.ts';
import { demands, type Invariant } from '../../model/invariant.ts';
import type { Pair } from '../../model/pair.ts';
import { comparePortfolioReach, compareRoleReaches } from './compare-portfolios.ts';
import type { ReachRelation } from './compare-reaches.ts';
import { findWeakenings } from './find-weakenings.ts';
import { judgeFormerName } from './judge-former-name.ts';
import { judgeGenerations } from './judge-generations.ts';
import {
  judgeActive,
  judgeAlways,
  judgeBound,
  judgeComplete,
  judgeDemand,
  judgeFlag,
  judgeLimit,
  judgeOffer,
  judgeProperty,
  judgeRelation,
  judgeUntil,
  judgeUser,
  judgeWatch,
} from './judge-values.ts';
import type { ChangedStatement } from './list-changed-statements.ts';
import type { View } from './open-view.ts';

/** The surroundings of a changed statement: its document, the edit that changed it, and both sides. */
interface JudgeContext {
  readonly edit: Edit;
  readonly document: ChangedDocument;
  readonly views: Pair<View>;
}

type Judge = (statement: ChangedStatement, context: JudgeContext) => Effect;

/** Judges the effect of a changed statement on how much the policy guards; one that has no rule counts as loosened. */
export const judgeStatement = (statement: ChangedStatement, context: JudgeContext): Effect =>
  findJudge(context.document.kind, statement.path)?.(statement, context) ?? 'loosens';

/** Finds the rule for a statement of a kind of document. */
export const findJudge = (kind: string, path: readonly string[]): Judge | undefined =>
  judges[`${kind}.${path[0]}`] ?? judges[`${kind}.${generalizePath(path)}`];

/** Writes the path of a statement with `*` for the name of a property or whatever else is named: `properties.*.sensitive`. */
const generalizePath = ([first = '', , ...rest]: readonly string[]): string =>
  [first, '*', ...rest].join('.');

/** Judges a layer: one that allows a permission that nobody holds yet loosens, since the next role would hold it. */
const judgeLayer: Judge = (_, { edit }) => {
  const verdictsOn = new Set(edit.idle.map(({ verdict }) => verdict));
  if (verdictsOn.has('allows')) return 'loosens';
  return verdictsOn.has('refuses') ? 'tightens' : 'neutral';
};

/** Judges the records of a test: only one that is new leaves as it was what the test is about. */
const judgeTestRecords: Judge = ({ path, base }) =>
  base === undefined && path.length === 2 ? 'neutral' : 'loosens';

/** Judges what a test expects: only an answer that is new tightens. */
const judgeTestAnswers: Judge = ({ base }) => (base === undefined ? 'tightens' : 'loosens');

/** Judges the risk of an action by its class on either side; an action without a written risk has the usual class. */
const judgeRisk: Judge = ({ path: [, action = 'use'] }, { document, views }) =>
  compareRisks(views, ({ matrix }) => matrix.policy.catalog.cellOf.get(`${document.name}:${action}`)?.risk);

/** Judges the risk that the declaration of an action gives it on every model. */
const judgeActionRisk: Judge = (_, { document, views }) =>
  compareRisks(views, ({ matrix }) => matrix.policy.catalog.ownActions.get(document.name)?.risk);

function compareRisks({ base, head }: Pair<View>, readRisk: (view: View) => Risk | undefined): Effect {
  const [was, is] = [readRisk(base), readRisk(head)];
  if (was === undefined || is === undefined || was === is) return 'neutral';
  return risks.indexOf(is) < risks.indexOf(was) ? 'loosens' : 'tightens';
}

/** Judges the records that a portfolio selects, or that a role reaches with some permission. */
const judgeReach: Judge = (_, { document, views: { base, head } }) => {
  const relations = listRelations(document, base, head);
  if (!relations) return 'loosens';
  if (relations.every((relation) => relation === 'same')) return 'neutral';
  return relations.every((relation) => relation === 'same' || relation === 'narrowed')
    ? 'tightens'
    : 'loosens';
};

function listRelations(
  document: ChangedDocument,
  base: View,
  head: View,
): readonly ReachRelation[] | undefined {
  if (document.kind !== 'Portfolio') return compareRoleReaches(document, base, head);
  const relation = comparePortfolioReach(document, base, head);
  return relation && [relation];
}

/** Judges the plan of a tenant: the settings of the head say with which plans tenants may have roles of their own. */
const judgePlan: Judge = ({ base, head }, { views }) => {
  const { plans } = views.head.matrix.policy.settings.customRoles;
  const mayHave = (value: unknown) => !plans || (value !== undefined && plans.includes(String(value)));
  if (mayHave(base) === mayHave(head)) return 'neutral';
  return mayHave(head) ? 'loosens' : 'tightens';
};

/** Judges how many days before its end a waiver is a warning: fewer of them loosen. */
const judgeWarnDays: Judge = (_, { views: { base, head } }) => {
  const readDays = ({ matrix }: View) => matrix.policy.settings.waivers.warnDays;
  if (readDays(base) === readDays(head)) return 'neutral';
  return readDays(head) < readDays(base) ? 'loosens' : 'tightens';
};

/** Judges the bounds of roles that tenants make themselves; a bound that is not written bounds nothing. */
const judgeCustomRoles: Judge = (statement, context) => {
  const { path, base, head } = statement;
  if (base === undefined || head === undefined) return head === undefined ? 'loosens' : 'tightens';
  if (path[1] === 'plans') return judgeOffer(statement);
  return path[1] === 'perTenant' ? judgeLimit(statement) : judgeLayer(statement, context);
};

/** Judges the user type of a user: only a lower rank of the same audience tightens. */
const judgeUserType: Judge = ({ base, head }, { views }) => {
  const before = views.base.userTypeOf.get(String(base));
  const after = views.head.userTypeOf.get(String(head));
  const isLower = before && after?.audience === before.audience && after.rank < before.rank;
  return isLower ? 'tightens' : 'loosens';
};

/** Judges fields of an invariant: they loosen if the invariant demands less because of one of them. */
const judgeInvariant =
  (fields: readonly string[]): Judge =>
  (_, context) =>
    isWeaker(context, fields) ? 'loosens' : 'tightens';

function isWeaker({ document, views: { base, head } }: JudgeContext, fields: readonly string[]): boolean {
  const invariantIn = ({ matrix }: View): Invariant | undefined =>
    matrix.policy.invariants.find(({ name }) => name === document.name);
  const [was, is] = [invariantIn(base), invariantIn(head)];
  if (!was || !is) return true;
  const found = findWeakenings(was, is, base.matrix.policy, head.matrix.policy);
  return found.some(({ at }) => fields.includes(String(at.path[0])));
}

/** Judges the former name of a property; that of a tenant's own is said of the model that its document names. */
const judgePropertyName: Judge = (statement, { document, views }) => {
  const { model } = document.head?.value ?? {};
  return judgeFormerName(statement, typeof model === 'string' ? model : document.name, views);
};

/** Judges a statement that is for people to read, or whose change is shown permission by permission. */
const judgeNeutral = judgeAlways('neutral');

/** Judges by kind and statement; `*` stands for the name of a property, an action, a user or whatever is limited. */
const judges: Readonly<Record<string, Judge>> = {
  'Model.name': judgeNeutral,
  'Model.renamedFrom': judgeNeutral,
  'Model.family': judgeNeutral,
  'Model.title': judgeNeutral,
  'Model.description': judgeNeutral,
  'Model.where': judgeNeutral,
  'Model.aliases': judgeNeutral,
  'Model.actions': judgeNeutral,
  'Model.properties.*': judgeProperty,
  'Model.properties.*.requires': judgeDemand,
  'Model.properties.*.renamedFrom': judgePropertyName,
  'Model.properties.*.type': judgeNeutral,
  'Model.properties.*.sensitive': judgeFlag,
  'Model.properties.*.system': judgeFlag,
  'Model.properties.*.required': judgeFlag,
  'Model.risk.*': judgeRisk,
  'Model.requires.*': judgeDemand,
  'Model.portfolio': judgeBound,
  'Model.relations.*': judgeRelation,
  'Model.relations.*.model': judgeAlways('loosens'),
  'Model.relations.*.many': judgeAlways('loosens'),
  'Model.notes.*': judgeNeutral,
  'Model.package': judgeBound,
  'Action.name': judgeNeutral,
  'Action.title': judgeNeutral,
  'Action.description': judgeNeutral,
  'Action.where': judgeNeutral,
  'Action.notes': judgeNeutral,
  'Action.risk': judgeActionRisk,
  'Action.requires': judgeDemand,
  'Module.name': judgeNeutral,
  'Module.title': judgeNeutral,
  'Module.description': judgeNeutral,
  'Module.where': judgeNeutral,
  'Module.notes': judgeNeutral,
  'Module.risk': judgeRisk,
  'Module.requires': judgeDemand,
  'Module.package': judgeBound,
  'Feature.name': judgeNeutral,
  'Feature.title': judgeNeutral,
  'Feature.description': judgeNeutral,
  'Feature.where': judgeNeutral,
  'Feature.notes': judgeNeutral,
  'Feature.risk': judgeRisk,
  'Feature.requires': judgeDemand,
  'Feature.package': judgeBound,
  'Capability.name': judgeNeutral,
  'Capability.title': judgeNeutral,
  'Capability.description': judgeNeutral,
  'Capability.where': judgeNeutral,
  'Capability.notes': judgeNeutral,
  'Capability.requires': judgeDemand,
  'Generations.name': judgeAlways('loosens'),
  'Generations.title': judgeNeutral,
  'Generations.description': judgeNeutral,
  'Generations.generations': judgeGenerations,
  'Principal.attributes.*': judgeNeutral,
  'Principal.attributes.*.type': judgeNeutral,
  'Portfolio.name': judgeNeutral,
  'Portfolio.renamedFrom': judgeNeutral,
  'Portfolio.tenant': judgeBound,
  'Portfolio.title': judgeNeutral,
  'Portfolio.description': judgeNeutral,
  'Portfolio.on': judgeAlways('loosens'),
  'Portfolio.reach': judgeReach,
  'UserType.name': judgeNeutral,
  'UserType.title': judgeNeutral,
  'UserType.description': judgeNeutral,
  'UserType.audience': judgeAlways('loosens'),
  'UserType.rank': judgeAlways('loosens'),
  'UserType.allows': judgeLayer,
  'Seat.name': judgeNeutral,
  'Seat.title': judgeNeutral,
  'Seat.description': judgeNeutral,
  'Seat.combinesWith': judgeOffer,
  'Seat.package': judgeBound,
  'Seat.adds': judgeLayer,
  'Tenant.name': judgeNeutral,
  'Tenant.title': judgeNeutral,
  'Tenant.description': judgeNeutral,
  'Properties.tenant': judgeAlways('loosens'),
  'Properties.model': judgeAlways('loosens'),
  'Properties.properties.*': judgeProperty,
  'Properties.properties.*.renamedFrom': judgePropertyName,
  'Properties.properties.*.type': judgeNeutral,
  'Properties.properties.*.sensitive': judgeFlag,
  'Properties.properties.*.system': judgeFlag,
  'Properties.properties.*.required': judgeFlag,
  'Properties.properties.*.requires': judgeDemand,
  'Tenant.titles.*': judgeNeutral,
  'Tenant.plan': judgePlan,
  'Tenant.packages': judgeOffer,
  'Tenant.generations.*': judgeGenerations,
  'Tenant.generations.*.names': judgeGenerations,
  'Tenant.generations.*.because': judgeNeutral,
  'Tenant.limits.*': judgeLimit,
  'Tenant.ceiling': judgeLayer,
  'Role.name': judgeNeutral,
  'Role.tenant': judgeNeutral,
  'Role.title': judgeNeutral,
  'Role.description': judgeNeutral,
  'Role.abstract': judgeNeutral,
  'Role.includes': judgeNeutral,
  'Role.clonedFrom': judgeNeutral,
  'Role.renamedFrom': judgeNeutral,
  'Role.grants': judgeNeutral,
  'Role.userType': judgeAlways('loosens'),
  'Role.seats': judgeAlways('loosens'),
  'Role.portfolio': judgeReach,
  'Users.tenant': judgeNeutral,
  'Users.complete': judgeComplete,
  'Users.from': judgeNeutral,
  'Users.users.*': judgeUser,
  'Users.users.*.id': judgeNeutral,
  'Users.users.*.userType': judgeUserType,
  'Users.users.*.seats': judgeOffer,
  'Users.users.*.roles': judgeOffer,
  'Users.users.*.active': judgeActive,
  'Users.users.*.madeBy': judgeNeutral,
  'Users.users.*.attributes.*': judgeAlways('loosens'),
  'Invariant.name': judgeNeutral,
  'Invariant.title': judgeNeutral,
  'Invariant.description': judgeNeutral,
  'Invariant.because': judgeNeutral,
  'Invariant.source': judgeNeutral,
  'Invariant.severity': judgeInvariant(['severity']),
  'Invariant.roles': judgeInvariant(['roles']),
  'Invariant.userTypes': judgeInvariant(['userTypes']),
  'Invariant.tenants': judgeInvariant(['tenants']),
  'Invariant.portfolios': judgeInvariant(['portfolios']),
  'Invariant.when': judgeInvariant(['when']),
  'Invariant.must': judgeInvariant(demands),
  'Invariant.mustSome': judgeInvariant(demands),
  'Invariant.mustNot': judgeInvariant(demands),
  'Invariant.mustNotTogether': judgeInvariant(demands),
  'Invariant.mustSomeone': judgeInvariant(demands),
  'Invariant.within': judgeInvariant(['within']),
  'Waiver.invariant': judgeAlways('loosens'),
  'Waiver.role': judgeAlways('loosens'),
  'Waiver.user': judgeAlways('loosens'),
  'Waiver.owner': judgeNeutral,
  'Waiver.because': judgeNeutral,
  'Waiver.tenant': judgeBound,
  'Waiver.until': judgeUntil,
  'Test.name': judgeNeutral,
  'Test.description': judgeNeutral,
  'Test.source': judgeNeutral,
  'Test.tenant': judgeAlways('loosens'),
  'Test.as': judgeAlways('loosens'),
  'Test.records': judgeTestRecords,
  'Test.expect': judgeTestAnswers,
  'Mapping.name': judgeNeutral,
  'Mapping.title': judgeNeutral,
  'Mapping.description': judgeNeutral,
  'Mapping.columns.*': judgeNeutral,
  'Mapping.ignore': judgeNeutral,
  'Mapping.values.*': judgeNeutral,
  'Mapping.separators': judgeNeutral,
  'Mapping.permissions.*': judgeNeutral,
  'Mapping.actions.*': judgeNeutral,
  'Mapping.models.*': judgeNeutral,
  'Mapping.properties.*': judgeNeutral,
  'Mapping.properties.*.*': judgeNeutral,
  'Mapping.modules.*': judgeNeutral,
  'Mapping.features.*': judgeNeutral,
  'Mapping.userTypes.*': judgeNeutral,
  'Mapping.seats.*': judgeNeutral,
  'Mapping.packages.*': judgeNeutral,
  'Mapping.portfolios.*': judgeNeutral,
  'Mapping.roles.*': judgeNeutral,
  'Runbook.name': judgeNeutral,
  'Runbook.title': judgeNeutral,
  'Runbook.description': judgeNeutral,
  'Runbook.screens.*': judgeNeutral,
  'Runbook.prefill.*': judgeNeutral,
  'Runbook.actions.*': judgeNeutral,
  'Runbook.steps.*': judgeNeutral,
  'Runbook.requests.*': judgeNeutral,
  'Runbook.verify.*': judgeNeutral,
  'Settings.out': judgeNeutral,
  'Settings.package.*': judgeNeutral,
  'Settings.customRoles.*': judgeCustomRoles,
  'Settings.vendor': judgeWatch,
  'Settings.waivers.*': judgeWarnDays,
  'Settings.review.*': judgeBound,
};
