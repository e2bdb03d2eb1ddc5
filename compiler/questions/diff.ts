import type { Change, ChangedDocument, Difference, Reassignment } from '../model/change.ts';
import type { Matrix } from '../model/matrix.ts';
import { type CompareRows, prepareRowComparison } from './diff/compare-rows.ts';
import {
  type CompareTenants,
  prepareTenantComparison,
  type TenantComparison,
} from './diff/compare-tenants.ts';
import { findChangedDocuments } from './diff/find-changed-documents.ts';
import { findLimitChanges } from './diff/find-limit-changes.ts';
import { findPeopleChanges } from './diff/find-people-changes.ts';
import { findPresences } from './diff/find-presences.ts';
import { findSwappedDocuments } from './diff/find-swapped-documents.ts';
import { findSwappedRoles } from './diff/find-swapped-roles.ts';
import { countChanges, findDirection } from './diff/judge-difference.ts';
import { listAlterations } from './diff/list-alterations.ts';
import { listEdits } from './diff/list-edits.ts';
import { listInclusionChanges } from './diff/list-inclusion-changes.ts';
import { listManagerChanges } from './diff/list-manager-changes.ts';
import { listActiveRoles, listUserPairs } from './diff/list-user-pairs.ts';
import { moveJointEffects } from './diff/move-joint-effects.ts';
import { openView, type View } from './diff/open-view.ts';
import { listVendorKinds } from './diff/vendor-kinds.ts';

/** Compares what two policies let people do, cell by cell and by name, since their catalogs may differ. */
export function diff(base: Matrix, head: Matrix): Difference {
  const [before, after] = [openView(base, 'base'), openView(head, 'head')];
  const comparisonOf = prepareTenantComparison(before, after);
  const documents = findChangedDocuments(base.policy.documents, head.policy.documents);
  const changes = [...listChanges(before, after, comparisonOf, documents)];
  const people = findPeopleChanges(before, after, { changes, comparisonOf });
  const reassigned = findReassignments(before, after);
  const vendorKinds = listVendorKinds({ base: base.policy, head: head.policy });
  const views = { base: before, head: after };
  const edits = moveJointEffects(
    listEdits(documents, changes, views, { comparisonOf, reassigned, vendorKinds }),
    people,
  );
  const alterations = [
    ...listAlterations(edits, reassigned, before, after),
    ...listManagerChanges(views, vendorKinds),
  ];
  const gifts = reassigned.flatMap(({ given, taken }) => [
    ...given.map(() => ({ change: 'given' as const })),
    ...taken.map(() => ({ change: 'taken' as const })),
  ]);
  return {
    base,
    head,
    direction: findDirection({
      counts: countChanges(changes),
      reassigned: gifts,
      alterations,
      netEffects: [...new Set(people.map(({ effect }) => effect))],
    }),
    changes,
    ...findPresences(base.policy, head.policy),
    edits,
    alterations,
    reassigned,
    people,
    limits: findLimitChanges(before, after, vendorKinds),
    inclusions: listInclusionChanges(documents),
    swapped: [
      ...findSwappedRoles(before, after, changes, comparisonOf),
      ...findSwappedDocuments(documents, views, comparisonOf().joint),
    ],
  };
}

/** Finds the active users who hold other roles than before, and those who came or went; sorted by tenant and user. */
const findReassignments = (base: View, head: View): readonly Reassignment[] =>
  listUserPairs(base, head).flatMap(({ tenant, user, was, is, at }) => {
    const [had, has] = [listActiveRoles(was), listActiveRoles(is)];
    const given = has.filter((role) => !had.includes(role));
    const taken = had.filter((role) => !has.includes(role));
    return given.length + taken.length === 0 ? [] : [{ tenant, user, given, taken, at }];
  });

function* listChanges(
  base: View,
  head: View,
  comparisonOf: CompareTenants,
  documents: readonly ChangedDocument[],
): Iterable<Change> {
  const known = new Map<TenantComparison, CompareRows>();
  for (const tenant of union(base.tenantOf.keys(), head.tenantOf.keys())) {
    const comparison = comparisonOf(tenant);
    const changesOf = known.get(comparison) ?? prepareRowComparison(base, head, comparison, documents);
    known.set(comparison, changesOf);
    for (const role of union(base.rolesIn(tenant), head.rolesIn(tenant)))
      yield* changesOf(base.rowOf(tenant, role), head.rowOf(tenant, role));
  }
}

const union = (a: Iterable<string>, b: Iterable<string>): readonly string[] =>
  [...new Set([...a, ...b])].sort();
