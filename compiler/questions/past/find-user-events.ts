import type { NetEffect } from '../../model/change.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { User } from '../../model/policy.ts';
import { prepareTenantComparison } from '../diff/compare-tenants.ts';
import { listNetEffects } from '../diff/find-people-changes.ts';
import { isGraveRisk } from '../diff/group-changes.ts';
import type { UserPair } from '../diff/list-user-pairs.ts';
import { openView } from '../diff/open-view.ts';
import { findManager, readManagerColumn } from '../review/find-manager.ts';
import type { PastStep, UserEvent, UserEventKind } from './past.ts';

/**
 * Finds the users for whom a step changed something: what the policies say of them, or a permission of class escalation or
 * exfiltration. Sorted by tenant and user.
 */
export function findUserEvents({ older, newer, unread }: PastStep): readonly UserEvent[] {
  const matrices = { was: older.matrix, is: newer.matrix };
  const [base, head] = [openView(matrices.was, 'base'), openView(matrices.is, 'head')];
  const found: UserEvent[] = [];
  for (const pair of listNetEffects(base, head, prepareTenantComparison(base, head))) {
    const { tenant, user, effect } = pair;
    const graveLost = listGraveLosses(tenant, effect, matrices.was);
    const own = compareStatements(pair, matrices);
    if (own.kind === 'affected' && effect.grave.length === 0 && graveLost.length === 0) continue;
    const { commit } = newer;
    found.push({ ...(commit && { commit }), unread, tenant, user, ...own, effect, graveLost });
  }
  return found;
}

/** Lists what of the graver classes somebody lost, or has on fewer records. */
function listGraveLosses(
  tenant: string,
  { lost, narrowed }: NetEffect,
  { policy }: Matrix,
): readonly string[] {
  const { catalog } = policy.tenants.find(({ name }) => name === tenant) ?? policy;
  return [...lost, ...narrowed].filter((permission) => {
    const cell = catalog.cellOf.get(permission);
    return cell !== undefined && isGraveRisk(cell.risk);
  });
}

type Statements = Pick<UserEvent, 'kind' | 'given' | 'taken' | 'statements'>;

/** Compares what the policies say of a user before and after. */
function compareStatements(
  { was, is }: UserPair,
  matrices: { readonly was: Matrix; readonly is: Matrix },
): Statements {
  const [had, has] = [namesOf(was?.roles), namesOf(is?.roles)];
  const given = has.filter((name) => !had.includes(name));
  const taken = had.filter((name) => !has.includes(name));
  const statements = was && is ? describeOthers(was, is, matrices) : [];
  const isEdited = given.length + taken.length + statements.length > 0;
  return { kind: kindOf(was, is) ?? (isEdited ? 'edited' : 'affected'), given, taken, statements };
}

function kindOf(was: User | undefined, is: User | undefined): UserEventKind | undefined {
  if (!was) return 'added';
  if (!is) return 'removed';
  if (was.active !== is.active) return is.active ? 'activated' : 'deactivated';
  return undefined;
}

/** Describes the changes of user type, seats, maker and manager. */
function describeOthers(
  was: User,
  is: User,
  matrices: { readonly was: Matrix; readonly is: Matrix },
): readonly string[] {
  const managers = {
    was: findManager(was, readManagerColumn(matrices.was.policy)),
    is: findManager(is, readManagerColumn(matrices.is.policy)),
  };
  return [
    ...describeChange('user type', was.userType.name, is.userType.name),
    ...describeChange('seats', namesOf(was.seats).join(' + '), namesOf(is.seats).join(' + ')),
    ...describeChange('made by', was.madeBy ?? '', is.madeBy ?? ''),
    ...describeChange('manager', managers.was, managers.is),
  ];
}

const describeChange = (what: string, was: string, is: string): readonly string[] =>
  was === is ? [] : [`${what}: ${was || 'none'} -> ${is || 'none'}`];

const namesOf = (some: readonly { readonly name: string }[] = []): readonly string[] =>
  some.map(({ name }) => name).sort();
