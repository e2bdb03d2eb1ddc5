import { has, listIndices, union } from '../../model/bits.ts';
import type { Risk } from '../../model/catalog.ts';
import {
  type Change,
  type ChangeKind,
  changeKinds,
  type NetEffect,
  type PersonChange,
  type SidePlace,
} from '../../model/change.ts';
import type { User } from '../../model/policy.ts';
import { findReachInUnion, joinUserRoles, type RowUnion } from '../../model/row-union.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { CompareTenants } from './compare-tenants.ts';
import { compareColumns } from './group-alike-cells.ts';
import { isGraveRisk, worseRisk } from './group-changes.ts';
import { isWidening } from './judge-difference.ts';
import { listActiveRoles, listUserPairs, type UserPair } from './list-user-pairs.ts';
import type { View } from './open-view.ts';

/** All of a comparison of rows that the comparison of users goes on from. */
export interface ComparedRows {
  readonly changes: readonly Change[];
  readonly comparisonOf: CompareTenants;
}

/** A permission that changes for somebody. */
interface PersonMove {
  readonly kind: ChangeKind;
  readonly permission: string;
  readonly risk: Risk;
}

/** Finds the users for whom something changes, each by the union of their roles; sorted by tenant and user. */
export function findPeopleChanges(base: View, head: View, rows: ComparedRows): readonly PersonChange[] {
  const ofRows = groupBy(rows.changes, ({ tenant, role }) => JSON.stringify([tenant, role]));
  const effects = new Map<string, NetEffect>();
  const shares = new Map<string, RoleShare>();
  return listUserPairs(base, head).flatMap(({ tenant, user, was, is, at }): PersonChange[] => {
    const [had, holds] = [listActiveRoles(was), listActiveRoles(is)];
    const key = JSON.stringify([tenant, had, holds]);
    const effect = effects.get(key) ?? sumUp(listMoves());
    effects.set(key, effect);
    if (!changeKinds.some((kind) => effect[kind].length > 0)) return [];
    const isReassigned = had.join('\n') !== holds.join('\n');
    const roles = [...new Set([...had, ...holds])];
    const known = shares.get(key) ?? shareOf(effect, listOwnChanges(roles), isReassigned);
    shares.set(key, known);
    const { together, causes } = known;
    return [{ tenant, user, effect, roles, together, causes: isReassigned ? [at, ...causes] : causes, at }];

    function listOwnChanges(names: readonly string[]): readonly Change[] {
      return names.flatMap((role) => ofRows.get(JSON.stringify([tenant, role])) ?? []);
    }

    function listMoves(): readonly PersonMove[] {
      const [only] = had;
      if (only !== undefined && had.length === 1 && holds.length === 1 && holds[0] === only)
        return ofRows.get(JSON.stringify([tenant, only])) ?? [];
      return compareUnions(joinFor(base, tenant, was), joinFor(head, tenant, is), rows.comparisonOf, tenant);
    }
  });
}

/** A declared user of either side with the net effect of a difference on them. */
export interface UserEffect extends UserPair {
  readonly effect: NetEffect;
}

/** Lists the net effect on every user that either side declares, sorted by tenant and user. Causes are not looked for. */
export function* listNetEffects(base: View, head: View, comparisonOf: CompareTenants): Iterable<UserEffect> {
  const effects = new Map<string, NetEffect>();
  for (const pair of listUserPairs(base, head)) {
    const { tenant, was, is } = pair;
    const key = JSON.stringify([tenant, listActiveRoles(was), listActiveRoles(is)]);
    const effect =
      effects.get(key) ??
      sumUp(compareUnions(joinFor(base, tenant, was), joinFor(head, tenant, is), comparisonOf, tenant));
    effects.set(key, effect);
    yield { ...pair, effect };
  }
}

/** The share that the roles of a user have, each by itself, in the effect on the user. */
type RoleShare = Pick<PersonChange, 'together' | 'causes'>;

function shareOf(effect: NetEffect, own: readonly Change[], isReassigned: boolean): RoleShare {
  const moved = new Set(changeKinds.flatMap((kind) => effect[kind]));
  const causes = new Set(own.filter(({ permission }) => moved.has(permission)).map(locateCause));
  const byRole = (kind: ChangeKind) =>
    new Set(own.filter((change) => change.kind === kind).map(({ permission }) => permission));
  const beyond = (kind: 'gained' | 'lost') => {
    const alone = byRole(kind);
    return effect[kind].filter((permission) => !alone.has(permission));
  };
  return {
    together: isReassigned ? [] : [...beyond('gained'), ...beyond('lost')].sort(byCodeUnit),
    causes: [...causes].slice(0, mostCauses),
  };
}

/** The most lines that are kept as causes of an effect on somebody. */
const mostCauses = 20;

/** Locates the line to look at for a change: for a loss the line of the head that says otherwise, if there is one. */
const locateCause = ({ kind, because: { at, other } }: Change): SidePlace =>
  isWidening(kind) || at.side === 'head' || !other ? at : other;

/** Joins the roles of a user on one side; undefined if they can use none. */
function joinFor({ matrix, tenantOf }: View, name: string, user: User | undefined): RowUnion | undefined {
  const tenant = tenantOf.get(name);
  return tenant && user?.active ? joinUserRoles(matrix, tenant, user) : undefined;
}

function compareUnions(
  before: RowUnion | undefined,
  after: RowUnion | undefined,
  comparisonOf: CompareTenants,
  tenant: string,
): readonly PersonMove[] {
  const { joint, relationOf } = comparisonOf(tenant);
  const [was, is] = [joint.fromBase(before?.effective), joint.fromHead(after?.effective)];
  return listIndices(union(was, is)).flatMap((number): PersonMove[] => {
    const { permission, base, head } = joint.cells[number] ?? { permission: '' };
    const risks = [base?.risk ?? [], head?.risk ?? []].flat();
    const risk = risks.reduce(worseRisk, 'read');
    if (!has(was, number)) return [{ kind: 'gained', permission, risk }];
    if (!has(is, number)) return [{ kind: 'lost', permission, risk }];
    if (!base?.model || !head?.model || !before || !after) return [];
    const columns = compareColumns(base, head);
    const kind = relationOf(findReachInUnion(before, base), findReachInUnion(after, head), columns);
    return kind === 'same' ? [] : [{ kind, permission, risk }];
  });
}

function sumUp(moves: readonly PersonMove[]): NetEffect {
  const listed = (isMeant: (move: PersonMove) => boolean) =>
    moves
      .filter(isMeant)
      .map(({ permission }) => permission)
      .sort(byCodeUnit);
  const more = moves.filter(({ kind }) => isWidening(kind)).map(({ risk }) => risk);
  return {
    gained: listed(({ kind }) => kind === 'gained'),
    lost: listed(({ kind }) => kind === 'lost'),
    widened: listed(({ kind }) => kind === 'widened'),
    narrowed: listed(({ kind }) => kind === 'narrowed'),
    shifted: listed(({ kind }) => kind === 'shifted'),
    ...(more.length > 0 && { risk: more.reduce(worseRisk) }),
    grave: listed(({ kind, risk }) => isWidening(kind) && isGraveRisk(risk)),
  };
}
