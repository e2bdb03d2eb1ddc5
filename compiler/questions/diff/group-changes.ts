import { type Cell, type Risk, risks } from '../../model/catalog.ts';
import { type Cause, type Change, type ChangeKind, changeKinds } from '../../model/change.ts';
import type { Row } from '../../model/matrix.ts';
import { type Role, sharedOf } from '../../model/policy.ts';
import { byCodeUnit } from '../../text/order.ts';
import { findReach, listReachLabels } from '../find-reach.ts';
import { isSameDocument } from './is-same-document.ts';

/** Changes that a reader takes for one: the same permissions, changed in the same way, for the same cause. */
export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly woken: boolean;
  readonly asleep: boolean;
  /** True if the documents that cause them are the vendor's to decide. */
  readonly vendor: boolean;
  /** The worst of its changes. */
  readonly risk: Risk;
  /** Sorted by name; roles of one name in several tenants are one each. */
  readonly roles: readonly Role[];
  /** Sorted. */
  readonly tenants: readonly string[];
  /** Sorted by permission. */
  readonly cells: readonly Cell[];
  /** The worst class of each permission. */
  readonly risks: ReadonlyMap<string, Risk>;
  /** The causes; each tenant or role may have one of its own. */
  readonly causes: readonly [Cause, ...Cause[]];
  /** One of the changes, of the first role in the first tenant. */
  readonly example: Change;
  /** Active users of all of them, each once, where users are declared. */
  readonly users: number;
  /** The number of tenants that declare no users: what they have is unknown, not none. */
  readonly unknown: number;
  /** The number of changes, and how many of them are of a grave risk. */
  readonly size: number;
  readonly grave: number;
}

/** Returns true if every reviewer has to see changes of a class of risk. */
export const isGraveRisk = (risk: Risk): boolean => risk === 'escalation' || risk === 'exfiltration';

/**
 * Groups changes by symmetry: the same effect in many tenants is one group, and so is the same effect of one
 * cause, or of each role's own document, on many roles. The worst risk comes first, gains before losses.
 */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const ofRow = splitIntoRows(changes).flatMap((row) => bucketBy(row, writeLikeness));
  const ofRole = bucketBy(ofRow, (bucket) => {
    const [{ role, row }] = bucket;
    return `${role}\n${row.role.tenant === undefined}\n${writeBucketKey(bucket)}`;
  });
  const merged = bucketBy(ofRole, (buckets) => {
    const tenants = buckets.map(([{ tenant }]) => tenant).join();
    return `${writeBucketKey(buckets[0])}\n${tenants}`;
  });
  return merged.map((group) => makeGroup(group.flat(2))).sort(compareWeight);
}

/** Splits changes into rows: they are sorted, so those of one row follow each other. */
function splitIntoRows(changes: readonly Change[]): readonly (readonly Change[])[] {
  const rows: Change[][] = [];
  let current: Change[] = [];
  for (const change of changes) {
    const [first] = current;
    if (first?.tenant === change.tenant && first.role === change.role) current.push(change);
    else {
      current = [change];
      rows.push(current);
    }
  }
  return rows;
}

/** Writes a text that is equal for the changes of two rows that a reader takes for one. */
const writeBucketKey = (bucket: Some<Change>): string =>
  `${writeLikeness(bucket[0])}\n${listMovedPermissions(bucket)}`;

type Some<T> = readonly [T, ...T[]];

/** Groups things by their key, in the order in which they come. */
function bucketBy<T>(things: readonly T[], keyOf: (thing: T) => string): readonly Some<T>[] {
  const buckets = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = buckets.get(key);
    if (known) known.push(thing);
    else buckets.set(key, [thing]);
  }
  return [...buckets.values()];
}

/**
 * Lists the permissions of changes; changes of reach are alike whatever they are about, since a portfolio moves all
 * that it limits.
 */
const listMovedPermissions = (changes: Some<Change>): string =>
  changes[0].before ? '' : changes.map(({ permission }) => permission).join();

const numbers = new WeakMap<object, number>();
let last = 0;
const numberOf = (thing: object): number => {
  const known = numbers.get(thing);
  if (known !== undefined) return known;
  numbers.set(thing, ++last);
  return last;
};

/**
 * Writes a text that is equal for two changes that a reader takes for one, whatever their tenant, role and
 * permission.
 */
function writeLikeness(change: Change): string {
  const { kind, woken, asleep, vendor, risk, because, row, before } = change;
  const { document } = because.at.place;
  const own = isSameDocument(document, row.role.at.document)
    ? 'role'
    : isSameDocument(document, row.tenant.at.document)
      ? 'tenant'
      : `${numberOf(document.source)}.${document.index}`;
  const reach = before
    ? `${writeReachKey(before, change)} to ${writeReachKey(row, change)}`
    : findReach(row, change.cell).kind === 'reach'
      ? writeReachKey(row, change)
      : change.cell.model
        ? 'open'
        : 'no records';
  // A portfolio moves all that it limits; elsewhere what a sentence says is of one class.
  const weighs = before ? '' : risk;
  const root = because.through.at(-1);
  return `${kind} ${woken} ${asleep} ${vendor} ${weighs} ${because.layer} ${because.at.place.path[0]} ${root} ${own} ${reach}`;
}

/** Returns a key of the portfolios by which a row reaches records with the permission of a change; a filter counts as the role's own. */
function writeReachKey(row: Row, { cell }: Change): string {
  const labels = listReachLabels(row, cell);
  return labels.includes('filter') ? `filter ${numberOf(row.role.portfolio)}` : labels.join();
}

function makeGroup(changes: readonly Change[]): ChangeGroup {
  const [example] = changes;
  if (!example) throw new Error('a group without changes');
  const { kind, woken, asleep, vendor, because } = example;
  const worst = findWorstRisks(changes);
  const roles = [...new Set(changes.map(({ row }) => sharedOf(row.role)))].sort((a, b) =>
    byCodeUnit(a.name, b.name),
  );
  const tenantOf = new Map(changes.map(({ row }) => [row.tenant.name, row.tenant]));
  const cells = new Map(changes.map(({ permission, cell }) => [permission, cell]));
  const names = new Set(roles.map(({ name }) => name));
  const users = [...tenantOf.values()].map(
    (tenant) =>
      tenant.users?.filter((user) => user.active && user.roles.some(({ name }) => names.has(name))).length,
  );
  return {
    kind,
    woken,
    asleep,
    vendor,
    risk: [...worst.values()].reduce(worseRisk, 'read'),
    roles,
    tenants: [...tenantOf.keys()].sort(),
    cells: [...cells].sort(([a], [b]) => byCodeUnit(a, b)).map(([, cell]) => cell),
    risks: worst,
    causes: [because, ...new Set(changes.map((change) => change.because).filter((one) => one !== because))],
    example,
    users: users.reduce((sum: number, count) => sum + (count ?? 0), 0),
    unknown: users.filter((count) => count === undefined).length,
    size: changes.length,
    grave: changes.filter((change) => isGraveRisk(change.risk)).length,
  };
}

/** Finds the worst class in which each permission changed. */
function findWorstRisks(changes: readonly Change[]): ReadonlyMap<string, Risk> {
  const worst = new Map<string, Risk>();
  for (const { permission, risk } of changes)
    worst.set(permission, worseRisk(worst.get(permission) ?? risk, risk));
  return worst;
}

/** Returns the worse of two classes of risk. */
export const worseRisk = (one: Risk, other: Risk): Risk => (weight(other) > weight(one) ? other : one);

const weight = (risk: Risk): number => risks.indexOf(risk);

function compareWeight(a: ChangeGroup, b: ChangeGroup): number {
  return (
    weight(b.risk) - weight(a.risk) ||
    changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
    Number(b.woken) - Number(a.woken) ||
    b.size - a.size ||
    byCodeUnit(a.roles[0]?.name ?? '', b.roles[0]?.name ?? '') ||
    byCodeUnit(a.tenants[0] ?? '', b.tenants[0] ?? '') ||
    byCodeUnit(a.example.permission, b.example.permission)
  );
}
