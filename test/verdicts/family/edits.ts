/** Every way to edit a policy of a family. */
import type { Dice } from '../dice.ts';
import type { Written } from '../policies.ts';
import { drawCondition, drawGrants, drawPortfolio } from './conditions.ts';
import { attributeTypes, builtIn, columnTypes, type Draft, type DraftRole } from './draft.ts';

type Edit = (dice: Dice, draft: Draft) => void;

const whole = { models: { '*': 'all' }, modules: 'all', features: 'all' };

/** Draws one edit and makes it. */
export function editDraft(dice: Dice, draft: Draft): string {
  const name = dice.one(names);
  edits[name]?.(dice, draft);
  return name;
}

const oneRole = (dice: Dice, draft: Draft): DraftRole => dice.one(Object.values(draft.roles));
const oneModel = (dice: Dice, draft: Draft) => dice.one(draft.models);

const edits: Readonly<Record<string, Edit>> = {
  portfolioOfRole(dice, draft) {
    const role = oneRole(dice, draft);
    role.portfolio = drawPortfolio(dice, draft, role.tenant);
  },
  partOfPortfolio(dice, draft) {
    const role = oneRole(dice, draft);
    role.portfolio = changeWithin(dice, draft, role.portfolio);
  },
  reach(dice, draft) {
    const one = dice.one(Object.values(draft.portfolios));
    one.reach = dice.isOne(6) ? 'all' : drawCondition(dice, draft, one.on, one.tenant);
  },
  partOfReach(dice, draft) {
    const one = dice.one(Object.values(draft.portfolios));
    const other = drawCondition(dice, draft, one.on, one.tenant);
    one.reach =
      one.reach === 'all'
        ? other
        : dice.one([
            { $or: [one.reach, other] },
            { $and: [one.reach, other] },
            changeWithin(dice, draft, one.reach),
          ]);
  },
  operand(dice, draft) {
    const one = dice.one(Object.values(draft.portfolios));
    one.reach = changeWithin(dice, draft, one.reach);
  },
  entry(dice, draft) {
    const role = oneRole(dice, draft);
    if (typeof role.portfolio !== 'object' || role.portfolio === null || Array.isArray(role.portfolio))
      return;
    const entries = Object.entries(role.portfolio as Written);
    const at = dice.below(entries.length);
    if (entries[at]?.[0] !== '*') role.portfolio = Object.fromEntries(entries.toSpliced(at, 1));
  },
  typeOfColumn(dice, draft) {
    const name = dice.one(Object.keys(draft.columns));
    draft.columns[name] = { ...draft.columns[name], type: dice.one(columnTypes[name] ?? ['id']) };
  },
  typeOfAttribute(dice, draft) {
    const name = dice.one(Object.keys(draft.attributes));
    draft.attributes[name] = dice.one(attributeTypes[name] ?? ['list']);
  },
  column(dice, draft) {
    const name = dice.one(Object.keys(columnTypes));
    const isRead = JSON.stringify([draft.portfolios, draft.roles]).includes(`"${name}"`);
    if (!draft.columns[name]) draft.columns[name] = { type: dice.one(columnTypes[name] ?? ['id']) };
    else if (!isRead && Object.keys(draft.columns).length > 1) delete draft.columns[name];
  },
  systemColumn(dice, draft) {
    const name = dice.one(Object.keys(draft.columns));
    const { type = 'id' } = draft.columns[name] ?? {};
    draft.columns[name] = { type, system: dice.isOne(2) };
  },
  requiringColumn(dice, draft) {
    const name = dice.one(Object.keys(draft.columns));
    const { type = 'id' } = draft.columns[name] ?? {};
    draft.columns[name] = { type, requires: dice.one([[], ['Sync:use'], ['Note:view']]) };
  },
  columnsOfModel(dice, draft) {
    const model = oneModel(dice, draft);
    model.properties = dice.one([
      undefined,
      {},
      { author: { type: 'id' } },
      { body: { type: 'string' } },
      { author: { type: 'id' }, body: { type: 'string', system: true } },
    ]);
  },
  actions(dice, draft) {
    const model = oneModel(dice, draft);
    model.actions = ['view', ...dice.some(['create', 'update', 'remove', 'export', 'merge'])];
  },
  companyActions(dice, draft) {
    draft.companyActions = dice.isOne(2) ? builtIn : ['view', 'update', ...dice.some(['create', 'export'])];
  },
  through(dice, draft) {
    const model = oneModel(dice, draft);
    const paths = draft.profile === 'paths' ? ['company', 'parent', 'company.parent'] : ['company'];
    model.through = dice.one([...paths, ...paths, undefined]);
    if (model.through !== undefined && model.relations.company === undefined)
      model.relations = { ...model.relations, company: { model: 'Company' }, parent: { model: 'Company' } };
  },
  many(dice, draft) {
    if (draft.profile !== 'paths') return;
    const relation = () => ({ model: 'Company', ...(dice.isOne(2) && { many: true as const }) });
    oneModel(dice, draft).relations = { company: relation(), parent: relation() };
  },
  requires(dice, draft) {
    const model = oneModel(dice, draft);
    const demand = dice.one<unknown>([
      'Sync:use',
      'Company:view',
      { anyOf: ['Sync:use', 'Company:update'] },
      'Hub:use',
    ]);
    model.requires = dice.one<Written>([
      {},
      { '*': [demand] },
      { view: [demand] },
      { update: [demand] },
    ]) as Record<string, readonly unknown[]>;
  },
  merge(dice, draft) {
    draft.mergeRequires = dice.one([[], ['view'], ['update']]);
  },
  packageOfModel(dice, draft) {
    const model = oneModel(dice, draft);
    model.package = model.package === undefined ? 'Extra' : undefined;
  },
  feature(dice, draft) {
    draft.features.Beta = {
      requires: dice.one<readonly unknown[]>([
        [],
        ['Sync:use'],
        ['Company:view'],
        [{ anyOf: ['Note:view', 'Sync:use'] }],
      ]),
      package: dice.one([undefined, undefined, 'Extra']),
    };
  },
  capability(dice, draft) {
    draft.capability = dice.one<readonly unknown[]>([
      ['Company:view'],
      ['Sync:use'],
      [{ anyOf: ['Call:update', 'Sync:use'] }],
    ]);
  },
  core(dice, draft) {
    draft.core = dice.isOne(3) ? whole : drawGrants(dice, draft, true);
  },
  guest(dice, draft) {
    draft.guest = drawGrants(dice, draft);
  },
  seat(dice, draft) {
    draft.seat = drawGrants(dice, draft);
  },
  seatItself(dice, draft) {
    draft.seatCombines = dice.one([['Core', 'Full'], ['Full'], ['Core']]);
    draft.seatPackage = dice.one([undefined, 'Extra']);
  },
  ceiling(dice, draft) {
    const tenant = dice.one(Object.values(draft.tenants));
    tenant.ceiling = dice.isOne(3) ? whole : drawGrants(dice, draft, true);
  },
  packages(dice, draft) {
    dice.one(Object.values(draft.tenants)).packages = dice.some(['Extra']);
  },
  settings(dice, draft) {
    draft.customRoles = dice.isOne(3) ? undefined : drawGrants(dice, draft);
  },
  added(dice, draft) {
    if (draft.profile !== 'tenants') return;
    if (dice.isOne(2))
      draft.added.acme = { 'custom.region': { type: dice.one(['string', 'id']), system: dice.isOne(2) } };
    else if (draft.columns.custom) delete draft.columns.custom;
    else draft.columns.custom = { type: 'object', ...(dice.isOne(2) && { requires: ['Sync:use'] }) };
  },
  grants(dice, draft) {
    oneRole(dice, draft).grants = drawGrants(dice, draft);
  },
  typeOfRole(dice, draft) {
    const role = oneRole(dice, draft);
    if (role.userType !== 'Guest') role.userType = dice.one(['Core', 'Full']);
  },
  seatsOfRole(dice, draft) {
    const role = oneRole(dice, draft);
    if (role.userType !== 'Guest') role.seats = role.seats.length > 0 ? [] : ['Service'];
  },
  includes(dice, draft) {
    const role = oneRole(dice, draft);
    if (!role.abstract) role.includes = role.includes.length > 0 ? [] : ['floor'];
  },
  role(dice, draft) {
    const { csm } = draft.roles;
    if (draft.roles.twin) delete draft.roles.twin;
    else if (csm) draft.roles.twin = { ...csm, grants: dice.isOne(2) ? csm.grants : drawGrants(dice, draft) };
  },
  sharing(dice, draft) {
    const { twin } = draft.roles;
    if (twin) twin.tenant = twin.tenant === undefined ? dice.one(['acme', 'beta']) : undefined;
  },
  tenant(dice, draft) {
    if (draft.tenants.gamma) delete draft.tenants.gamma;
    else draft.tenants.gamma = { packages: dice.some(['Extra']), ceiling: drawGrants(dice, draft, true) };
  },
  rolesOfUser(dice, draft) {
    const user = dice.one(draft.users);
    const theirs = Object.entries(draft.roles).filter(
      ([, { abstract, tenant = user.tenant }]) => !abstract && tenant === user.tenant,
    );
    user.roles = dice.some(theirs.map(([name]) => name));
  },
  activity(dice, draft) {
    const user = dice.one(draft.users);
    user.active = !user.active;
  },
  seatsOfUser(dice, draft) {
    const user = dice.one(draft.users);
    user.seats = user.seats.length > 0 ? [] : ['Service'];
  },
  typeOfUser(dice, draft) {
    dice.one(draft.users).userType = dice.one(['Full', 'Core']);
  },
};

const names = Object.keys(edits);

/** A value with some of its operands replaced by others of their type, and now and then a part left out. */
function changeWithin(dice: Dice, draft: Draft, written: unknown): unknown {
  if (Array.isArray(written)) {
    const kept =
      written.length > 1 && dice.isOne(4) ? written.toSpliced(dice.below(written.length), 1) : written;
    return kept.map((one) => changeWithin(dice, draft, one));
  }
  if (typeof written === 'object' && written !== null)
    return Object.fromEntries(
      Object.entries(written).map(([key, value]) => [
        swapOperator(dice, key),
        key === '$user' || key === 'on' || key === 'allOf' ? value : changeWithin(dice, draft, value),
      ]),
    );
  const { id: _, ...byType } = draft.operands;
  const alike = Object.values(byType).find((values) => values.includes(written as string));
  return alike && dice.isOne(2) ? dice.one(alike) : written;
}

const likeOperators: readonly (readonly string[])[] = [
  ['$gt', '$gte', '$lt', '$lte'],
  ['$in', '$nin'],
  ['$eq', '$ne'],
  ['$and', '$or'],
];

function swapOperator(dice: Dice, key: string): string {
  const alike = likeOperators.find((some) => some.includes(key));
  return alike && dice.isOne(5) ? dice.one(alike) : key;
}
