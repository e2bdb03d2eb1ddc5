import { type Bits, has, isEmpty, listIndices } from '../../model/bits.ts';
import { type Risk, risks } from '../../model/catalog.ts';
import type { Change, ChangedDocument, ChangeKind } from '../../model/change.ts';
import type { Document } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Row } from '../../model/matrix.ts';
import type { Layer, Role } from '../../model/policy.ts';
import type { ReachRelation } from './compare-reaches.ts';
import type { TenantComparison } from './compare-tenants.ts';
import { type AlikeCells, groupAlikeCells } from './group-alike-cells.ts';
import type { JointCatalog } from './join-catalogs.ts';
import { countUsers, type View } from './open-view.ts';
import { type FindCause, prepareCauseSearch } from './prepare-cause-search.ts';
import { type FindMoveCause, prepareMoveSearch } from './prepare-move-search.ts';
import { prepareReachComparison } from './prepare-reach-comparison.ts';
import { listVendorKinds, prepareKindTest } from './vendor-kinds.ts';

/** Lists the changes between a row of the base and the same of the head; one of them may be missing. */
export type CompareRows = (before: Row | undefined, after: Row | undefined) => Iterable<Change>;

/** All that two rows of one catalog are compared with. */
interface RowComparison {
  readonly joint: JointCatalog;
  readonly alike: readonly AlikeCells[];
  readonly relationOf: (before: Row, after: Row, alike: AlikeCells) => ReachRelation;
  readonly findGain: FindCause;
  readonly findLoss: FindCause;
  readonly findWidening: FindMoveCause;
  readonly findNarrowing: FindMoveCause;
  /** Returns true for a tenant that both sides have. */
  readonly isOnBothSides: (tenant: string) => boolean;
  /** True if nothing that decides on records changed but what roles themselves say. */
  readonly isOnlyRoles: boolean;
  /** Returns true for a document that is the vendor's to decide. */
  readonly isVendors: (document: Document) => boolean;
}

/** The kinds of documents that decide on no record, or only on those of the roles that they are. */
const kindsBesideRecords: ReadonlySet<DocumentKind> = new Set([
  ...(['Role', 'Users', 'Invariant', 'Waiver', 'Test', 'Mapping', 'Runbook'] as const),
]);

/** Prepares comparing the rows of two sides, of tenants that are compared alike; `documents` are those that changed. */
export function prepareRowComparison(
  base: View,
  head: View,
  { joint, relationOf }: TenantComparison,
  documents: readonly ChangedDocument[],
): CompareRows {
  const comparison: RowComparison = {
    joint,
    alike: groupAlikeCells(joint),
    relationOf: prepareReachComparison(relationOf),
    findGain: prepareCauseSearch(base, head),
    findLoss: prepareCauseSearch(head, base),
    findWidening: prepareMoveSearch(base, head),
    findNarrowing: prepareMoveSearch(head, base),
    isOnBothSides: (tenant) => base.tenantOf.has(tenant) && head.tenantOf.has(tenant),
    isOnlyRoles: documents.every(({ kind }) => kindsBesideRecords.has(kind)),
    isVendors: prepareKindTest(listVendorKinds({ base: base.matrix.policy, head: head.matrix.policy })),
  };
  return (before, after) => listRowChanges(comparison, before, after);
}

/** Lists the cells that only one of two rows holds, and those that both hold on other records, in the order of the catalog. */
function* listRowChanges(
  comparison: RowComparison,
  before: Row | undefined,
  after: Row | undefined,
): Iterable<Change> {
  const { joint } = comparison;
  const [was, is] = [joint.fromBase(before?.effective), joint.fromHead(after?.effective)];
  const flipped = was.map((word, at) => word ^ (is[at] ?? 0));
  // Of the roles of a large policy hardly any change, and to compare records takes longest.
  if (comparison.isOnlyRoles && before && after && isEmpty(flipped) && isSameRole(before.role, after.role))
    return;
  const moved =
    before && after ? findMovedCells(comparison, before, after, was, is) : new Map<number, MoveKind>();
  if (moved.size === 0 && isEmpty(flipped)) return;
  const numbers = [...listIndices(flipped), ...moved.keys()];
  for (const number of numbers.sort((a, b) => (joint.rank[a] ?? 0) - (joint.rank[b] ?? 0))) {
    const kind = moved.get(number) ?? (has(is, number) ? 'gained' : 'lost');
    const change =
      kind === 'gained' || kind === 'lost'
        ? describeFlip(comparison, number, kind, kind === 'gained' ? after : before)
        : describeMove(comparison, number, kind, before, after);
    if (change) yield change;
  }
}

/** Returns true if a role and all that it includes are written the same. */
const isSameRole = (was: Role, is: Role): boolean =>
  isWrittenAlike(was.at.document, is.at.document) && isSameLayer(was.layer, is.layer);

const isSameLayer = (was: Layer, is: Layer): boolean =>
  isWrittenAlike(was.at.document, is.at.document) &&
  was.includes.length === is.includes.length &&
  was.includes.every(({ layer }, at) => {
    const same = is.includes[at];
    return same !== undefined && isSameLayer(layer, same.layer);
  });

const isWrittenAlike = (was: Document, is: Document): boolean =>
  was.index === is.index && was.source.text === is.source.text;

/** Finds the cells that are held before and after and that reach other records now. */
function findMovedCells(
  { alike, relationOf }: RowComparison,
  before: Row,
  after: Row,
  was: Bits,
  is: Bits,
): ReadonlyMap<number, MoveKind> {
  const moved = new Map<number, MoveKind>();
  for (const group of alike) {
    const numbers = listHeld(group, was, is);
    const relation = numbers.length > 0 ? relationOf(before, after, group) : 'same';
    if (relation === 'same') continue;
    for (const number of numbers) moved.set(number, relation);
  }
  return moved;
}

const listHeld = ({ numbers }: AlikeCells, was: Bits, is: Bits): readonly number[] =>
  numbers.filter((number) => has(was, number) && has(is, number));

type MoveKind = Exclude<ChangeKind, 'gained' | 'lost'>;

/** Describes a cell that is held on one side only, with the row of that side. */
function describeFlip(
  { joint, findGain, findLoss, isOnBothSides, isVendors }: RowComparison,
  number: number,
  kind: 'gained' | 'lost',
  row: Row | undefined,
): Change | undefined {
  const { permission, base, head } = joint.cells[number] ?? { permission: '' };
  const cell = kind === 'gained' ? head : base;
  if (!row || !cell) return undefined;
  const { cause, isElsewhere } = (kind === 'gained' ? findGain : findLoss)(row, permission);
  // In a tenant that is new nothing slept before, and in one that is gone nothing sleeps.
  const isByOthers = isElsewhere && isOnBothSides(row.tenant.name);
  return {
    kind,
    ...describeRow(row),
    permission,
    cell,
    risk: worse(base?.risk, head?.risk),
    woken: isByOthers && kind === 'gained',
    asleep: isByOthers && kind === 'lost',
    because: cause,
    vendor: isVendors(cause.at.place.document),
  };
}

/** Describes a cell that is held on both sides, on other records. */
function describeMove(
  { joint, findWidening, findNarrowing, isVendors }: RowComparison,
  number: number,
  kind: MoveKind,
  before: Row | undefined,
  after: Row | undefined,
): Change | undefined {
  const { permission, base, head } = joint.cells[number] ?? { permission: '' };
  if (!before || !after || !base || !head) return undefined;
  const because =
    kind === 'narrowed' ? findNarrowing(after, before, head, base) : findWidening(before, after, base, head);
  return {
    kind,
    ...describeRow(after),
    permission,
    cell: head,
    before,
    risk: worse(base.risk, head.risk),
    woken: false,
    asleep: false,
    because,
    vendor: isVendors(because.at.place.document),
  };
}

const describeRow = (row: Row): Pick<Change, 'tenant' | 'role' | 'row' | 'users'> => ({
  tenant: row.tenant.name,
  role: row.role.name,
  row,
  users: countUsers(row),
});

const worse = (a: Risk = 'read', b: Risk = 'read'): Risk => (risks.indexOf(a) > risks.indexOf(b) ? a : b);
