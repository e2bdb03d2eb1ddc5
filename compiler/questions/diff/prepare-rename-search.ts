import type { Matrix } from '../../model/matrix.ts';
import { type Role, rolesOf, sharedOf, spellCap } from '../../model/policy.ts';
import { prepareRowComparison } from './compare-rows.ts';
import { prepareTenantComparison } from './compare-tenants.ts';
import { findChangedDocuments } from './find-changed-documents.ts';
import { openView } from './open-view.ts';

/** Returns the only new role that may be one that went, under another name; undefined if there is none, or several. */
export type FindRenamedRole = (was: Role) => string | undefined;

/**
 * Prepares the search for roles that went and came back under another name: of the same user type and seats, and equal in
 * effect in every tenant. A role that says it is a copy of another one is not it.
 */
export function prepareRenameSearch(base: Matrix, head: Matrix): FindRenamedRole {
  const nameRole = ({ name, tenant }: Role) => JSON.stringify([tenant, name]);
  const known = new Set(rolesOf(base.policy).map(nameRole));
  const came = rolesOf(head.policy).filter((role) => !known.has(nameRole(role)));
  if (came.length === 0) return () => undefined;
  const [before, after] = [openView(base, 'base'), openView(head, 'head')];
  const comparisonOf = prepareTenantComparison(before, after);
  const documents = findChangedDocuments(base.policy.documents, head.policy.documents);
  const isEqualIn = (tenant: string, was: Role, is: Role): boolean => {
    const [lost, gained] = [before.rowOf(tenant, was.name), after.rowOf(tenant, is.name)];
    if (!lost || !gained || sharedOf(gained.role) !== is) return !lost && !gained;
    const listChanges = prepareRowComparison(before, after, comparisonOf(tenant), documents);
    return [...listChanges(lost, gained)].length === 0;
  };
  return (was) => {
    const tenants = base.policy.tenants.filter(
      ({ name, roles }) => after.tenantOf.has(name) && roles.some((role) => sharedOf(role) === was),
    );
    const [only, more] = came.filter(
      (is) =>
        spellCap(is) === spellCap(was) &&
        (is.clonedFrom === undefined || is.clonedFrom === was.name) &&
        tenants.every(({ name }) => isEqualIn(name, was, is)),
    );
    return more ? undefined : only?.name;
  };
}
