import type { Change, Difference, Reassignment } from '../model/change.ts';
import type { Matrix } from '../model/matrix.ts';
import { prepareRowComparison } from './diff/compare-rows.ts';
import { findChangedDocuments } from './diff/find-changed-documents.ts';
import { findLimitChanges } from './diff/find-limit-changes.ts';
import { findPeopleChanges } from './diff/find-people-changes.ts';
import { findPresences } from './diff/find-presences.ts';
import { type JointCatalog, joinCatalogs } from './diff/join-catalogs.ts';
import { countChanges, findDirection } from './diff/judge-difference.ts';
import { listAlterations } from './diff/list-alterations.ts';
import { listEdits } from './diff/list-edits.ts';
import { listActiveRoles, listUserPairs } from './diff/list-user-pairs.ts';
import { moveJointEffects } from './diff/move-joint-effects.ts';
import { openView, type View } from './diff/open-view.ts';
import { type CompareRecords, prepareRecordComparison } from './diff/prepare-reach-comparison.ts';
import { listVendorKinds } from './diff/vendor-kinds.ts';

/** Compares what two policies let people do, cell by cell and by name, since their catalogs may differ. */
export function diff(base: Matrix, head: Matrix): Difference {
  const [before, after] = [openView(base, 'base'), openView(head, 'head')];
  const joint = joinCatalogs(base.policy.catalog, head.policy.catalog);
  const jointOf = prepareJoints(before, after, joint);
  const relationOf = prepareRecordComparison(base.policy, head.policy);
  const changes = [...listChanges(before, after, { joint, jointOf, relationOf })];
  const people = findPeopleChanges(before, after, { changes, jointOf, relationOf });
  const documents = findChangedDocuments(base.policy.documents, head.policy.documents);
  const reassigned = findReassignments(before, after);
  const vendorKinds = listVendorKinds({ base: base.policy, head: head.policy });
  const views = { base: before, head: after };
  const edits = moveJointEffects(
    listEdits(documents, changes, views, { joint, reassigned, vendorKinds }),
    people,
  );
  const alterations = listAlterations(edits, reassigned, before, after);
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

/** All that the rows of two sides are compared with. */
interface Comparing {
  /** The cells that every tenant has. */
  readonly joint: JointCatalog;
  readonly jointOf: (tenant: string) => JointCatalog;
  readonly relationOf: CompareRecords;
}

/** Prepares finding the cells of a tenant under one numbering: those that every tenant has, unless it adds some of its own. */
function prepareJoints(base: View, head: View, common: JointCatalog): Comparing['jointOf'] {
  const known = new Map<string, JointCatalog>();
  return (tenant) => {
    const [was, is] = [base.catalogOf(tenant), head.catalogOf(tenant)];
    if (was === base.matrix.policy.catalog && is === head.matrix.policy.catalog) return common;
    const joint = known.get(tenant) ?? joinCatalogs(was, is);
    known.set(tenant, joint);
    return joint;
  };
}

function* listChanges(base: View, head: View, comparing: Comparing): Iterable<Change> {
  const { joint, jointOf, relationOf } = comparing;
  const common = prepareRowComparison(base, head, joint, relationOf);
  for (const tenant of union(base.tenantOf.keys(), head.tenantOf.keys())) {
    const own = jointOf(tenant);
    const changesOf = own === joint ? common : prepareRowComparison(base, head, own, relationOf);
    for (const role of union(base.rolesIn(tenant), head.rolesIn(tenant)))
      yield* changesOf(base.rowOf(tenant, role), head.rowOf(tenant, role));
  }
}

const union = (a: Iterable<string>, b: Iterable<string>): readonly string[] =>
  [...new Set([...a, ...b])].sort();
