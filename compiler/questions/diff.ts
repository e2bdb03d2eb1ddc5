import { type Bits, has, indicesOf, isEmpty } from '../model/bits.ts';
import { type Risk, risks } from '../model/catalog.ts';
import type { Cause, Change, ChangeKind, Difference } from '../model/change.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { findChangedDocuments } from './diff/find-changed-documents.ts';
import { findLimitChanges } from './diff/find-limit-changes.ts';
import { findPeopleChanges } from './diff/find-people-changes.ts';
import { findPresences } from './diff/find-presences.ts';
import { findReassignments } from './diff/find-reassignments.ts';
import { type AlikeCells, groupAlikeCells } from './diff/group-alike-cells.ts';
import { type JointCatalog, joinCatalogs } from './diff/join-catalogs.ts';
import { countChanges, findDirection } from './diff/judge-difference.ts';
import { listAlterations } from './diff/list-alterations.ts';
import { listEdits } from './diff/list-edits.ts';
import { countUsers, openView, type View } from './diff/open-view.ts';
import { prepareCauseSearch } from './diff/prepare-cause-search.ts';
import { prepareMoveSearch } from './diff/prepare-move-search.ts';
import {
  type CompareRecords,
  prepareReachComparison,
  prepareRecordComparison,
} from './diff/prepare-reach-comparison.ts';

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
  const edits = listEdits(documents, changes, before, after, joint, reassigned);
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
    limits: findLimitChanges(before, after),
  };
}

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
  const { joint, jointOf } = comparing;
  const common = prepareRowComparison(base, head, joint, comparing);
  for (const tenant of union(base.tenantOf.keys(), head.tenantOf.keys())) {
    const own = jointOf(tenant);
    const changesOf = own === joint ? common : prepareRowComparison(base, head, own, comparing);
    for (const role of union(base.rolesIn(tenant), head.rolesIn(tenant)))
      yield* changesOf(base.rowOf(tenant, role), head.rowOf(tenant, role));
  }
}

/** Prepares comparing a row of the base with the same of the head; one of them may be missing. */
function prepareRowComparison(
  base: View,
  head: View,
  joint: JointCatalog,
  { relationOf: compare }: Comparing,
) {
  const gains = prepareCauseSearch(base, head);
  const losses = prepareCauseSearch(head, base);
  const alike = groupAlikeCells(joint);
  const relationOf = prepareReachComparison(compare);
  const movesUp = prepareMoveSearch(base, head);
  const movesDown = prepareMoveSearch(head, base);

  return function* changesOf(before: Row | undefined, after: Row | undefined): Iterable<Change> {
    const [was, is] = [joint.fromBase(before?.effective), joint.fromHead(after?.effective)];
    const moved = before && after ? movedCells(before, after, was, is) : new Map<number, ChangeKind>();
    const flipped = was.map((word, at) => word ^ (is[at] ?? 0));
    if (moved.size === 0 && isEmpty(flipped)) return;
    const numbers = [...indicesOf(flipped), ...moved.keys()];
    for (const number of numbers.sort((a, b) => (joint.rank[a] ?? 0) - (joint.rank[b] ?? 0))) {
      const kind = moved.get(number) ?? (has(is, number) ? 'gained' : 'lost');
      const change = changeOf(kind, number, before, after);
      if (change) yield change;
    }
  };

  /** Finds the cells that are held before and after and that reach other records now. */
  function movedCells(before: Row, after: Row, was: Bits, is: Bits): Map<number, ChangeKind> {
    const moved = new Map<number, ChangeKind>();
    for (const group of alike) {
      const numbers = listHeld(group, was, is);
      const relation = numbers.length > 0 ? relationOf(before, after, group) : 'same';
      if (relation === 'same') continue;
      for (const number of numbers) moved.set(number, relation);
    }
    return moved;
  }

  function changeOf(kind: ChangeKind, number: number, before?: Row, after?: Row): Change | undefined {
    const { permission, base: was, head: is } = joint.cells[number] ?? { permission: '' };
    const row = kind === 'lost' ? before : after;
    const cell = kind === 'lost' ? was : is;
    if (!row || !cell) return undefined;
    const told = (because: Cause, woken: boolean, asleep: boolean): Change => ({
      kind,
      tenant: row.tenant.name,
      role: row.role.name,
      permission,
      cell,
      row,
      ...(kind !== 'gained' && kind !== 'lost' && before && { before }),
      risk: worse(was?.risk, is?.risk),
      woken,
      asleep,
      because,
      users: countUsers(row),
    });
    if (kind === 'gained' || kind === 'lost') {
      const { cause, isElsewhere } = (kind === 'gained' ? gains : losses)(row, permission);
      return told(cause, isElsewhere && kind === 'gained', isElsewhere && kind === 'lost');
    }
    if (!before || !after || !was || !is) return undefined;
    const isDown = kind === 'narrowed';
    return told(isDown ? movesDown(after, before, is, was) : movesUp(before, after, was, is), false, false);
  }
}

const listHeld = ({ cells }: AlikeCells, was: Bits, is: Bits): readonly number[] =>
  indicesOf(cells.map((word, at) => word & (was[at] ?? 0) & (is[at] ?? 0)));

const worse = (a: Risk = 'read', b: Risk = 'read'): Risk => (risks.indexOf(a) > risks.indexOf(b) ? a : b);

const union = (a: Iterable<string>, b: Iterable<string>): readonly string[] =>
  [...new Set([...a, ...b])].sort();
