/** Draws the first policy of a family. */
import type { Dice } from '../dice.ts';
import { drawCondition, drawGrants, drawPortfolio } from './conditions.ts';
import {
  attributeTypes,
  builtIn,
  type Column,
  columnTypes,
  type Draft,
  type DraftModel,
  drawOperands,
  type Profile,
} from './draft.ts';

const whole = { models: { '*': 'all' }, modules: 'all', features: 'all' };

/** Draws a policy that is rich in what a profile names. */
export function drawDraft(dice: Dice, profile: Profile): Draft {
  const draft: Draft = {
    profile,
    operands: drawOperands(dice),
    companyActions: builtIn,
    columns: drawColumns(dice, profile),
    attributes: drawAttributes(dice),
    listed: dice.one(['string', 'string', 'number']),
    models: drawModels(dice, profile),
    mergeRequires: dice.one([[], ['view'], ['update']]),
    features: { Sync: { requires: [] }, Beta: { requires: dice.one([[], ['Sync:use']]) } },
    capability: ['Company:view'],
    core: whole,
    guest: whole,
    seat: whole,
    seatCombines: ['Core', 'Full'],
    seatPackage: dice.one([undefined, undefined, 'Extra']),
    customRoles: undefined,
    tenants: {},
    added: {},
    roles: {},
    portfolios: {},
    users: [],
  };
  if (profile === 'tenants') draft.added.acme = { 'custom.region': { type: 'string' } };
  setPortfolios(dice, draft);
  if (dice.isOne(2)) draft.core = drawGrants(dice, draft, true);
  draft.guest = drawGrants(dice, draft);
  draft.seat = drawGrants(dice, draft);
  for (const name of ['acme', 'beta'])
    draft.tenants[name] = {
      packages: dice.some(['Extra']),
      ceiling: dice.isOne(2) ? whole : drawGrants(dice, draft, true),
    };
  setRoles(dice, draft);
  setUsers(dice, draft);
  return draft;
}

function drawColumns(dice: Dice, profile: Profile): Record<string, Column> {
  const names = Object.keys(columnTypes);
  const first = dice.one(names);
  const second = dice.one(names.filter((name) => name !== first));
  const chosen = profile === 'values' ? [first, second] : [first];
  return Object.fromEntries(chosen.map((name) => [name, { type: dice.one(columnTypes[name] ?? ['id']) }]));
}

function drawAttributes(dice: Dice): Record<string, string> {
  const names = Object.keys(attributeTypes);
  const first = dice.one(names);
  return Object.fromEntries(
    [...new Set([first, dice.one(names)])].map((name) => [name, dice.one(attributeTypes[name] ?? ['list'])]),
  );
}

function drawModels(dice: Dice, profile: Profile): DraftModel[] {
  const toCompany = { company: { model: 'Company' } };
  const model = (name: string, more: Partial<DraftModel>): DraftModel => ({
    name,
    actions: builtIn,
    through: undefined,
    relations: {},
    properties: undefined,
    requires: {},
    package: undefined,
    ...more,
  });
  const call = model('Call', {
    actions: [...builtIn, 'merge'],
    through: profile === 'paths' ? dice.one(['company', 'company.parent', 'parent']) : 'company',
    relations: profile === 'paths' ? { ...toCompany, parent: { model: 'Company' } } : toCompany,
    ...(profile === 'records' && { properties: { author: { type: 'id' } } }),
  });
  const note = model('Note', {
    actions: ['view', 'update', 'export'],
    properties: { body: { type: 'string' } },
  });
  const account = model('Account', {
    actions: ['create', 'view', 'update'],
    through: 'self',
    properties: { author: { type: 'id' } },
  });
  return profile === 'records' ? [call, note, account] : [call, note];
}

function setPortfolios(dice: Dice, draft: Draft): void {
  draft.portfolios.own = { on: 'Company', reach: drawCondition(dice, draft, 'Company') };
  draft.portfolios.wide = {
    on: 'Company',
    reach: dice.isOne(4) ? 'all' : drawCondition(dice, draft, 'Company'),
  };
  if (draft.profile === 'records') {
    draft.portfolios.authored = { on: 'Call', reach: drawCondition(dice, draft, 'Call') };
    draft.portfolios.accounts = { on: 'Account', reach: drawCondition(dice, draft, 'Account') };
  }
  if (draft.profile === 'tenants')
    draft.portfolios.theirs = {
      on: 'Company',
      reach: drawCondition(dice, draft, 'Company', 'acme'),
      tenant: 'acme',
    };
}

function setRoles(dice: Dice, draft: Draft): void {
  const role = (tenant?: string) => ({
    tenant,
    abstract: false,
    userType: dice.one(['Core', 'Full']),
    seats: tenant === undefined && dice.isOne(3) ? ['Service'] : [],
    includes: dice.isOne(3) ? ['floor'] : [],
    portfolio: drawPortfolio(dice, draft, tenant),
    grants: drawGrants(dice, draft),
  });
  draft.roles.floor = { ...role(), abstract: true, includes: [] };
  draft.roles.csm = role();
  const other = dice.one(['lead', 'lead', 'boss', 'visitor']);
  draft.roles[other] =
    other === 'visitor'
      ? { ...role(), userType: 'Guest', seats: [] }
      : role(other === 'lead' ? 'acme' : undefined);
}

/** Declares a user of each tenant, with roles that can be given to them. */
function setUsers(dice: Dice, draft: Draft): void {
  for (const [tenant, { packages }] of Object.entries(draft.tenants)) {
    const hasSeat = draft.seatPackage === undefined || packages.includes(draft.seatPackage);
    const names = Object.entries(draft.roles).flatMap(([name, role]) => {
      const isOffered = role.tenant === undefined || role.tenant === tenant;
      const fits = !role.abstract && role.userType !== 'Guest' && (role.seats.length === 0 || hasSeat);
      return isOffered && fits ? [name] : [];
    });
    draft.users.push({
      tenant,
      id: 'ann',
      userType: 'Full',
      seats: hasSeat ? ['Service'] : [],
      roles: dice.isOne(3) ? dice.some(names) : names,
      active: true,
    });
  }
}
