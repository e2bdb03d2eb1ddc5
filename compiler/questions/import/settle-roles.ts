import type { Report } from '../../diagnostics/diagnostic.ts';
import {
  add,
  type Bits,
  difference,
  emptyBits,
  has,
  intersection,
  intersects,
  isEmpty,
} from '../../model/bits.ts';
import { type Catalog, type Cell, isLimited, type Model, rights } from '../../model/catalog.ts';
import { cellsIn } from '../../model/mask.ts';
import { capName, memberAudience, type Seat, type UserType } from '../../model/policy.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import type { Span } from '../../text/source.ts';
import { capOf } from '../unlock/find-cap.ts';
import type { ImportTarget } from './observe.ts';
import type { Observed, ObservedRole } from './observed.ts';

/** A role of the product as the policies would have it: with its type, and with the switches that its type lets count. */
export interface SettledRole {
  readonly name: string;
  readonly at: Span;
  readonly title?: string;
  readonly description?: string;
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  /** True if the product says no user type: a role from before there were any. */
  readonly isLegacy: boolean;
  /** The names of portfolios; absent if the product says none. */
  readonly portfolio?: readonly string[];
  /** The cells that are switched on, whatever the type holds. */
  readonly on: Bits;
  /** Those of them that the type and the seats hold. */
  readonly asked: Bits;
}

/** Gives every role of the product its type and seats; reports what cannot be and what has no effect. */
export function settleRoles(
  observed: Observed,
  target: ImportTarget,
  report: Report,
): ReadonlyMap<string, SettledRole> {
  const { catalog, roles, switched: spoken } = observed;
  const followers = catalog.models.filter((model) => !isSwitched(model, spoken));
  const settled = new Map<string, SettledRole>();
  for (const role of roles.values()) {
    const one = settleRole(role, { catalog, followers, target, report });
    if (one) settled.set(role.name, one);
  }
  const [first] = roles.values();
  if (first) reportSilence(catalog, spoken, first.at, report);
  return settled;
}

/** Tells whether some switch of a property of a model is said; where none is, rights follow the actions. */
const isSwitched = ({ rights: own }: Model, switched: Bits): boolean =>
  rights.some((right) => intersects(own[right], switched));

interface SettleContext {
  readonly catalog: Catalog;
  /** The models whose property rights follow their actions. */
  readonly followers: readonly Model[];
  readonly target: ImportTarget;
  readonly report: Report;
}

function settleRole(observed: ObservedRole, context: SettleContext): SettledRole | undefined {
  const { name, at, title, description, on, portfolio, ...said } = observed;
  const { policy, tenant } = context.target;
  const { userTypes } = tenant?.caps ?? policy;
  const userType = said.userType?.value ?? userTypes.find(({ audience }) => audience === memberAudience);
  if (!userType) {
    context.report('import-lacks', at, { who: `role \`${name}\``, what: 'user type, and none is declared' });
    return undefined;
  }
  const seats = checkSeats(`role \`${name}\``, userType, said.seats, context);
  const cap = capOf(userType, seats);
  const asked = intersection(on, cap);
  reportAbove(
    observed,
    difference(on, cap),
    [`\`${capName({ userType, seats })}\``, 'taken as off'],
    context,
  );
  const allowed = tenantBoundsOf(name, context);
  if (allowed)
    reportAbove(
      observed,
      difference(asked, allowed),
      ['what the settings allow to roles of a tenant’s own', 'it stays without effect'],
      context,
    );
  const whole = on.slice();
  for (const model of context.followers) {
    follow(whole, whole, model, undefined);
    follow(asked, asked, model, cap);
  }
  return {
    name,
    at,
    ...(title && { title: title.value }),
    ...(description && { description: description.value }),
    userType,
    seats,
    isLegacy: said.userType === undefined,
    ...(portfolio && { portfolio: portfolio.value }),
    on: whole,
    asked,
  };
}

/** Reports the switches that are above something, at the first of them, with the places of a few others. */
function reportAbove(
  { name: role, at, places }: ObservedRole,
  above: Bits,
  [cap, outcome]: readonly [cap: string, outcome: string],
  { catalog, report }: SettleContext,
): void {
  if (isEmpty(above)) return;
  const cells = cellsIn(above, catalog);
  const [first = at, ...others] = cells.flatMap(({ index }) => places.find(index) ?? []);
  const permissions = listFirstNames(cells.map(({ permission }) => permission));
  report('import-above-cap', first, { role, permissions, cap, outcome }, undefined, {
    related: others.slice(0, 3).map((other) => ({ at: other, note: 'and this one' })),
  });
}

/** Returns what the settings let a role of a tenant's own hold; undefined for a shared role, and where nothing bounds it. */
function tenantBoundsOf(role: string, { target }: SettleContext): Bits | undefined {
  const { policy, tenant, tenantName } = target;
  const isShared = policy.sharedRoles.some(({ name }) => name === role);
  if (tenantName === undefined || isShared) return undefined;
  return (tenant ? tenant.customRoles : policy.settings.customRoles.allows)?.held;
}

/** Adds the rights on properties that follow the actions of a model, as far as a cap holds them. */
export function follow(bits: Bits, actions: Bits, model: Model, cap: Bits | undefined): void {
  for (const right of rights) {
    const action = model.actions.get(right);
    if (!action || !has(actions, action.index)) continue;
    for (const { rights: own } of model.properties) {
      const cell = own.get(right);
      if (cell && (!cap || has(cap, cell.index))) add(bits, cell.index);
    }
  }
}

/** Returns seats that a user type and a tenant can have; reports the others. */
export function checkSeats(
  who: string,
  userType: UserType,
  said: ObservedRole['seats'],
  { target: { tenant }, report }: Pick<SettleContext, 'target' | 'report'>,
): readonly Seat[] {
  return (said?.value ?? []).filter((seat) => {
    const isBought = seat.package === undefined || !tenant || tenant.packages.has(seat.package);
    if (seat.combinesWith.has(userType.name) && isBought) return true;
    const reason = isBought
      ? `seat \`${seat.name}\` combines with ${listNames([...seat.combinesWith])}, and not with \`${userType.name}\``
      : `seat \`${seat.name}\` needs package \`${seat.package}\`, which \`${tenant?.name}\` has not bought`;
    if (said) report('import-impossible', said.at, { who, reason });
    return false;
  });
}

/** Returns a cell of a role that a portfolio has to limit; undefined if it needs none. */
export const findLimitedCell = ({ asked }: SettledRole, catalog: Catalog): Cell | undefined =>
  catalog.cells.find(
    ({ index, kind, model, action }) =>
      kind === 'action' && model !== undefined && has(asked, index) && isLimited(model, action),
  );

/** Reports the switches that no role says: they count as off, as in a product that exports what is on. */
function reportSilence(catalog: Catalog, switched: Bits, at: Span, report: Report): void {
  const silent = emptyBits(catalog.cells.length);
  for (const { index, kind } of catalog.cells)
    if (kind !== 'property' && kind !== 'capability' && !has(switched, index)) add(silent, index);
  for (const model of catalog.models)
    if (isSwitched(model, switched))
      for (const property of model.properties)
        for (const { index } of property.rights.values()) if (!has(switched, index)) add(silent, index);
  if (isEmpty(silent)) return;
  const names = cellsIn(silent, catalog).map(({ permission }) => permission);
  report('import-silent', at, { what: listFirstNames(names, 5) });
}
