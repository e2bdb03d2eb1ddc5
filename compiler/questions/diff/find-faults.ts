import { collect, type Diagnostic, type Report } from '../../diagnostics/diagnostic.ts';
import { impossible } from '../../diagnostics/impossible.ts';
import { countBits } from '../../model/bits.ts';
import { type Cell, risks } from '../../model/catalog.ts';
import type { Difference } from '../../model/change.ts';
import { isOfDatabase, type Place, placeBeside, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { holderOf } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import { capName, type Policy, type Role, rolesOf, spellCap } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirstNames } from '../../text/list.ts';
import { makeOnce } from '../../text/make-once.ts';
import { quoteArgument } from '../../text/quote-argument.ts';
import { spellHolders } from '../edit-role/remove-role.ts';
import { findNewEscalationPaths } from '../find-escalation-paths.ts';
import { findRoleByName, findSuccessors } from './find-successors.ts';
import { findWeakenings } from './find-weakenings.ts';
import { findWaiverLoosening } from './judge-guards.ts';
import { type FindRenamedRole, prepareRenameSearch } from './prepare-rename-search.ts';

/**
 * Finds the faults that only a comparison shows: a role that changed its cap or went while users hold it, which is an
 * error, and every way in which the policy guards less than it did.
 */
export function findFaults({ base, head }: Pick<Difference, 'base' | 'head'>): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  reportRoles(base, head, report);
  reportWaivers(base.policy, head.policy, report);
  reportInvariants(base.policy, head.policy, report);
  reportRisks(base.policy, head.policy, report);
  reportPaths(base, head, report);
  return diagnostics;
}

/**
 * Reports new ways by which a role comes by more than it gives. Ways that the same permissions open are one finding;
 * a new tenant is shown as new instead.
 */
function reportPaths(base: Matrix, head: Matrix, report: Report): void {
  const known = new Set(base.policy.tenants.map(({ name }) => name));
  const opened = findNewEscalationPaths(base, head).filter(({ row }) => known.has(row.tenant.name));
  const permissionsOf = ({ by }: (typeof opened)[number]) => by.map(({ permission }) => permission);
  for (const [, paths] of groupBy(opened, (path) => permissionsOf(path).join())) {
    const [path] = paths;
    const names = (of: readonly string[]) => listFirstNames([...new Set(of)].sort());
    report('escalation-path-opened', spanOf(path.row.role.at), {
      roles: names(paths.map(({ row }) => row.role.name)),
      tenants: names(paths.map(({ row }) => row.tenant.name)),
      by: listFirstNames(permissionsOf(path)),
      permissions: paths.reduce((most, { gains }) => Math.max(most, countBits(gains)), 0),
    });
  }
}

const mapRoles = (policy: Policy): ReadonlyMap<string, Role> =>
  new Map(rolesOf(policy).map((role) => [`${role.tenant ?? ''}/${role.name}`, role]));

function reportRoles(base: Matrix, head: Matrix, report: Report): void {
  const after = mapRoles(head.policy);
  const findRenamed = makeOnce(() => prepareRenameSearch(base, head));
  for (const [key, was] of mapRoles(base.policy)) {
    const same = after.get(key);
    if (!same) reportRemoved(was, base, head, { findRenamed, report });
    for (const is of same ? [same] : findSuccessors(was, base.policy, head.policy))
      if (spellCap(was) !== spellCap(is)) reportRetyped(was, is, report);
  }
}

function reportRetyped(was: Role, is: Role, report: Report): void {
  const field = was.userType.name === is.userType.name ? 'seats' : 'userType';
  const seats = is.seats.length > 0 ? is.seats.map(({ name }) => name).join(',') : 'none';
  report(
    'role-retyped',
    spanOf(placeBeside(placeIn(is.at.document, [field]), was.at.document)),
    { role: is.name, from: capName(was), to: capName(is) },
    isOfDatabase(is.at.document)
      ? 'keep the role as it was, and copy it for other user types and seats'
      : `keep the role and clone it: \`plafond role clone ${quoteArgument(is.name)} NAME --user-type ${is.userType.name} --seats ${seats}\``,
  );
}

function reportRemoved(
  was: Role,
  { policy: base }: Matrix,
  { policy: head }: Matrix,
  { findRenamed, report }: { readonly findRenamed: () => FindRenamedRole; readonly report: Report },
): void {
  const left = new Map(head.tenants.map((tenant) => [tenant.name, tenant]));
  const holders = base.tenants
    .filter(({ name }) => left.has(name) && !findRoleByName(was.name, left.get(name)))
    .flatMap((tenant) =>
      (tenant.users ?? []).filter(({ roles }) => roles.includes(was)).map((user) => ({ tenant, user })),
    );
  const [first] = holders;
  if (!first) return;
  const users = spellHolders(holders.map(({ tenant }) => ({ tenant: tenant.name })));
  const renamed = findRenamed()(was);
  report(
    'role-removed-in-use',
    spanOf(was.at),
    { role: was.name, users },
    renamed
      ? `\`${renamed}\` looks like the same role: if it is, write \`renamedFrom: ${was.name}\` in it; if not, move the users in a change before this one`
      : 'give its users another role in a change before this one',
    { related: [{ at: spanOf(first.user.at), note: `\`${first.user.id}\` holds it` }] },
  );
}

/** Reports waivers that permit more than before. */
function reportWaivers(base: Policy, head: Policy, report: Report): void {
  for (const waiver of head.waivers) {
    const loosening = findWaiverLoosening(waiver, base);
    if (!loosening) continue;
    const { invariant, role, tenant, until, at } = waiver;
    const holder = holderOf(waiver);
    switch (loosening.way) {
      case 'prolonged':
        report('waiver-loosened', spanOf(placeIn(at.document, ['until'])), {
          holder,
          invariant,
          change: `until ${until}, no longer only until ${loosening.before.until}`,
        });
        break;
      case 'extended':
        report('waiver-loosened', spanOf(placeIn(at.document, [role === undefined ? 'user' : 'role'])), {
          holder,
          invariant,
          change: `in every tenant until ${until}, no longer only in tenant \`${loosening.before.tenant}\` until ${loosening.before.until}`,
        });
        break;
      case 'added': {
        const where = tenant === undefined ? 'every tenant' : `tenant \`${tenant}\``;
        report('waiver-added', spanOf(placeIn(at.document, ['invariant'])), {
          holder,
          invariant,
          where,
          until,
        });
      }
    }
  }
}

function reportInvariants(base: Policy, head: Policy, report: Report): void {
  for (const was of base.invariants) {
    const is = head.invariants.find(({ name }) => name === was.name);
    if (!is) report('invariant-removed', spanOf(was.at), { invariant: was.name, because: was.because });
    else
      for (const { change, at } of findWeakenings(was, is, base, head))
        report('invariant-weakened', spanOf(at), { invariant: is.name, because: was.because, change });
  }
}

/**
 * Reports lowered risks. A property has the risk of its model's action, and a capability that of the thing it stands
 * for, so neither is reported by itself.
 */
function reportRisks(base: Policy, head: Policy, report: Report): void {
  for (const was of base.catalog.byPermission) {
    const is = head.catalog.cellOf.get(was.permission);
    if (!is || was.kind === 'property' || was.kind === 'capability' || is.kind === 'capability') continue;
    if (risks.indexOf(is.risk) >= risks.indexOf(was.risk)) continue;
    const at = placeBeside(locateRisk(is, head), locateRisk(was, base).document);
    report('risk-lowered', spanOf(at), {
      permission: is.permission,
      from: was.risk,
      to: is.risk,
    });
  }
}

function locateRisk({ model, subject, action }: Cell, { catalog }: Policy): Place {
  const declared = catalog.ownActions.get(action);
  const isOfModel = model && valueIn(placeIn(model.at.document, ['risk', action])) !== undefined;
  if (declared && !isOfModel) return placeIn(declared.at.document, ['risk'], 'key');
  if (model) return placeIn(model.at.document, ['risk', action], 'key');
  const toggle = [...catalog.modules, ...catalog.features].find(({ name }) => name === subject);
  return placeIn((toggle ?? impossible(`${subject} is declared nowhere`)).at.document, ['risk'], 'key');
}
