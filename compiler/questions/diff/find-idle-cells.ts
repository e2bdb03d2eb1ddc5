import { addAll, type Bits, difference, has, intersection, isEmpty, listIndices } from '../../model/bits.ts';
import { type Cell, gatingActionOf } from '../../model/catalog.ts';
import type { ChangedDocument, IdleEdit, SidePlace } from '../../model/change.ts';
import { findDecidingPlace } from '../../model/layer.ts';
import type { Row } from '../../model/matrix.ts';
import type { Layer, Role } from '../../model/policy.ts';
import { type Blocker, describeBlockers } from './describe-blockers.ts';
import { type BlockerSearch, findBlocker } from './find-blocker.ts';
import { findGovernedRows, type GovernedRows } from './find-governed-rows.ts';
import type { JointCatalog } from './join-catalogs.ts';
import type { View } from './open-view.ts';

/**
 * Finds the cells of a changed layer that nobody gained or lost anywhere, by the line that says so and by the reason.
 */
export function findIdleCells(
  document: ChangedDocument,
  base: View,
  head: View,
  joint: JointCatalog,
): readonly IdleEdit[] {
  const [before, after] = [findGovernedRows(document, base), findGovernedRows(document, head)];
  // Settings without this layer bound nothing, so that a new one allows nothing that was not allowed.
  if (document.kind === 'Settings' && (!before.layer || !after.layer)) return [];
  const heldBefore = joint.fromBase(readStatedCells(before.layer, after.layer));
  const heldAfter = joint.fromHead(readStatedCells(after.layer, before.layer));
  const moved = findMovedCells(before, after, base, head, joint);
  const flipped = (some: Bits, others: Bits) =>
    listIndices(difference(difference(some, others), moved)).flatMap((number) => joint.cells[number] ?? []);
  const allowed = flipped(heldAfter, heldBefore).filter(
    ({ base: was, head: is }) => is !== undefined && (was !== undefined || !document.base),
  );
  const refused = flipped(heldBefore, heldAfter).filter(
    ({ base: was, head: is }) => was && is && document.head,
  );
  const stated = [
    allowed.filter(({ head: is }) => is && !isShadow(is, after.layer)),
    refused.filter(({ base: was }) => was && !isShadow(was, before.layer)),
  ] as const;
  const isTold = stated.some((some) => some.length > 0) || !isEmpty(moved);
  const [allows, refuses] = isTold ? stated : [allowed, refused];
  const groups = new Map<string, { readonly idle: IdleEdit; readonly permissions: string[] }>();
  const note = (verdict: IdleEdit['verdict'], at: SidePlace, { because, by }: Reason, permission: string) => {
    const { document: where, path, part } = at.place;
    const key = JSON.stringify([where.source.path, where.index, path, part, because]);
    const known = groups.get(key) ?? {
      idle: { at, permissions: [], verdict, because, ...(by && { by }) },
      permissions: [],
    };
    groups.set(key, known);
    known.permissions.push(permission);
  };
  const allowing = prepareReasons(after, head, document);
  const refusing = prepareReasons(before, base, document);
  for (const { permission, head: is } of allows) {
    if (!after.layer || !is) continue;
    note('allows', { side: 'head', place: findDecidingPlace(after.layer, is) }, allowing(is), permission);
  }
  for (const { permission, base: was, head: is } of refuses) {
    if (!after.layer || !is || !was) continue;
    const { because, by, isHeld } = refusing(was);
    const reason = { because: isHeld ? because : `nobody held it: ${because}`, ...(by && { by }) };
    note('refuses', { side: 'head', place: findDecidingPlace(after.layer, is) }, reason, permission);
  }
  return [...groups.values()].map((group) => ({ ...group.idle, permissions: group.permissions.sort() }));
}

/**
 * Returns the cells that a document itself says on one side: those of its own layer, and what it includes on this side
 * only. What a role holds that is included on both sides is said by the document of that role.
 */
export function readStatedCells(layer: Layer | undefined, other: Layer | undefined): Bits | undefined {
  const added = layer?.includes.filter(
    ({ role }) => !other?.includes.some((inclusion) => inclusion.role === role),
  );
  if (!layer || !added || added.length === 0) return layer?.own;
  const stated = layer.own.slice();
  for (const inclusion of added) addAll(stated, inclusion.layer.held);
  return stated;
}

/**
 * Returns true for a right on a property whose action the layer does not hold: the layer says nothing of such a right
 * on purpose.
 */
function isShadow(cell: Cell, layer: Layer | undefined): boolean {
  const gate = gatingActionOf(cell);
  return gate !== undefined && layer !== undefined && !has(layer.held, gate.index);
}

/** Finds the cells that any row under the layer gained or lost. */
function findMovedCells(
  before: GovernedRows,
  after: GovernedRows,
  base: View,
  head: View,
  joint: JointCatalog,
): Bits {
  const moved = joint.fromHead(undefined);
  const pairs = new Map<string, readonly [Row | undefined, Row | undefined]>();
  for (const { tenant, role } of [...before.rows, ...after.rows])
    pairs.set(`${tenant.name} ${role.name}`, [
      base.rowOf(tenant.name, role.name),
      head.rowOf(tenant.name, role.name),
    ]);
  for (const [was, is] of pairs.values()) {
    const [a, b] = [joint.fromBase(was?.effective), joint.fromHead(is?.effective)];
    addAll(
      moved,
      a.map((word, at) => word ^ (b[at] ?? 0)),
    );
  }
  return moved;
}

interface Reason {
  readonly because: string;
  readonly by?: SidePlace;
  /** True if something else holds the cell, so that it is held all the same. */
  readonly isHeld?: boolean;
}

/** Prepares explaining why nobody under a layer holds a cell that the layer holds; each reason is found once. */
function prepareReasons(
  { layer, rows }: GovernedRows,
  view: View,
  document: ChangedDocument,
): (cell: Cell) => Reason {
  const byRole = new Map<Role, Row[]>();
  for (const row of rows) {
    const known = byRole.get(row.role);
    if (known) known.push(row);
    else byRole.set(row.role, [row]);
  }
  const granted =
    view.matrix.policy.catalog.cells.length > 0 ? uniteGranted([...byRole.keys()], layer) : undefined;
  const search: BlockerSearch = { layer, view, document };
  return (cell) => {
    if (rows.length === 0) return { because: explainNoRow(document, view) };
    if (document.kind !== 'Role' && granted && !has(granted, cell.index))
      return { because: `no role ${describeRuler(document)} grants it` };
    const blockers = new Map<string, Blocker>();
    for (const itsRows of byRole.values()) {
      const [first] = itsRows;
      const outside = first && findBlocker(search, first, cell);
      const isOfRole = outside?.kind === 'role' || outside?.kind === 'cap';
      for (const row of isOfRole ? [first] : itsRows) {
        const blocker = row && (isOfRole ? outside : findBlocker(search, row, cell));
        if (blocker) blockers.set(`${blocker.kind} ${blocker.name}`, blocker);
      }
    }
    const all = [...blockers.values()];
    const place = all.find((blocker) => blocker.at)?.at?.();
    return {
      because: describeBlockers(all, document),
      isHeld: all.some(({ kind }) => kind === 'already'),
      ...(place && { by: { side: view.side, place } }),
    };
  };
}

function uniteGranted(roles: readonly Role[], layer: Layer | undefined): Bits | undefined {
  if (!layer) return undefined;
  const granted = intersection(layer.held, new Uint32Array(layer.held.length));
  for (const role of roles) addAll(granted, role.layer.held);
  return granted;
}

/** Explains why a layer governs no row. */
function explainNoRow({ kind, name, tenant }: ChangedDocument, { matrix }: View): string {
  if (kind === 'UserType') return 'no role has this user type';
  if (kind === 'Seat') return 'no role that is offered anywhere has this seat';
  if (kind === 'Tenant') return 'no role is offered there';
  if (kind === 'Settings') return 'no tenant has a role of its own';
  const role = matrix.policy.sharedRoles.find((one) => one.name === name && tenant === undefined);
  if (matrix.policy.abstractRoles.some((one) => one.name === name && one.tenant === tenant))
    return 'no role that includes it is offered anywhere';
  const seat = role?.seats.find((one) => one.package !== undefined);
  if (matrix.policy.tenants.length === 0) return 'there is no tenant';
  return seat?.package === undefined
    ? 'the role is offered in no tenant'
    : `the role is offered in no tenant: none has bought \`${seat.package}\``;
}

function describeRuler({ kind }: ChangedDocument): string {
  if (kind === 'Tenant') return 'offered there';
  if (kind === 'Settings') return 'of a tenant’s own';
  return kind === 'Seat' ? 'with this seat' : 'with this user type';
}
