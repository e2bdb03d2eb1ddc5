import { sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Cell } from '../../model/catalog.ts';
import type {
  Alteration,
  Change,
  Difference,
  Presence,
  SidePlace,
  WaiverChange,
} from '../../model/change.ts';
import { holderOf } from '../../model/invariant.ts';
import { findDecidingPlace } from '../../model/layer.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import { capName, type Role } from '../../model/policy.ts';
import type { OtherFindings } from '../../questions/diff/check-gates.ts';
import { compareColumns } from '../../questions/diff/group-alike-cells.ts';
import { type ChangeGroup, groupChanges } from '../../questions/diff/group-changes.ts';
import { groupReassignments } from '../../questions/diff/group-reassignments.ts';
import { countChanges, isWidening, judgeDifference } from '../../questions/diff/judge-difference.ts';
import type {
  AlterationJson,
  ChangeJson,
  DiffReport,
  GroupJson,
  PresenceJson,
  SidePlaceJson,
  WaiverJson,
} from '../../questions/diff/report.ts';
import { countTenantUsers, countUnmovedUsers, sumUpRoles } from '../../questions/diff/sum-up-roles.ts';
import { summarizeReport } from '../../questions/diff/summarize-report.ts';
import { listReachLabels } from '../../questions/find-reach.ts';
import { printFindingJson } from '../findings/json.ts';
import { printPlaceJson } from '../print-place.ts';
import { describeAbility, describeReason, describeRecords } from './describe-change.ts';
import { printInclusionsJson, printNamesJson, printSwappedJson } from './describe-names.ts';
import { omitSameLines, printCauseJson, printSidePlaceJson } from './print-cause.ts';
import { printEditsJson } from './print-edits.ts';
import { printNetEffectsJson } from './print-people.ts';

/** The names of the two sides. */
export interface SideNames {
  readonly base: string;
  readonly head: string;
}

/** Makes the report of a difference: plain data with everything that a reviewer needs. */
export function makeReport(
  difference: Difference,
  { faults, handmade, guards, renamed }: OtherFindings,
  names: SideNames,
): DiffReport {
  const { changes, direction, added, removed } = difference;
  const known = countTenantUsers(changes);
  const unmoved = countUnmovedUsers(difference);
  const judged = {
    counts: countChanges(changes),
    groups: groupChanges(changes).map((group) => printGroupJson(group, difference)),
    reassigned: groupReassignments(difference).map(({ at, vendor, ...gift }) => ({
      ...gift,
      ...markVendor(vendor),
      at: printSidePlaceJson(at),
    })),
    netEffects: printNetEffectsJson(difference.people),
    alterations: difference.alterations.map(printAlterationJson),
    invariants: guards.invariants.map(({ at, ...more }) => ({ ...more, at: printSidePlaceJson(at) })),
    faults: sortDiagnostics(faults).map(printFindingJson),
    handmade: sortDiagnostics(handmade).map((one) => ({
      ...printFindingJson(one),
      ...(one.stale && { stale: true as const }),
    })),
  };
  const report: Omit<DiffReport, 'summary'> = {
    version: 1,
    base: names.base,
    head: names.head,
    direction,
    verdict: judgeDifference(judged),
    counts: judged.counts,
    users: known.users,
    ...(unmoved > 0 && { unmoved }),
    unknown: known.unknown,
    groups: judged.groups,
    roles: sumUpRoles(changes),
    edits: printEditsJson(difference),
    alterations: judged.alterations,
    reassigned: judged.reassigned,
    netEffects: judged.netEffects,
    limits: difference.limits.map(({ vendor, ...limit }) => ({ ...limit, ...markVendor(vendor) })),
    added: added.map(printPresenceJson),
    removed: removed.map(printPresenceJson),
    invariants: judged.invariants,
    waivers: guards.waivers.map(printWaiverJson),
    ...printNamesJson(renamed),
    ...(difference.swapped.length > 0 && { swapped: printSwappedJson(difference.swapped) }),
    ...(difference.inclusions.length > 0 && { inclusions: printInclusionsJson(difference.inclusions) }),
    faults: judged.faults,
    handmade: judged.handmade,
  };
  return { ...report, summary: summarizeReport(report) };
}

/** Returns the mark of what is the vendor's to decide. */
const markVendor = (vendor: boolean): { readonly vendor?: true } => (vendor ? { vendor } : {});

function printWaiverJson({
  waiver,
  was,
  change,
  effect,
  tenants,
  permissions,
  at,
}: WaiverChange): WaiverJson {
  const { invariant, owner, because } = waiver;
  const sides = {
    base: change === 'removed' ? waiver : was,
    head: change === 'removed' ? undefined : waiver,
  };
  const read = (field: 'until' | 'tenant'): Partial<Pair<string>> => ({
    ...(sides.base?.[field] !== undefined && { base: sides.base[field] }),
    ...(sides.head?.[field] !== undefined && { head: sides.head[field] }),
  });
  return {
    change,
    effect,
    invariant,
    holder: holderOf(waiver),
    owner,
    reason: because,
    until: read('until'),
    tenant: read('tenant'),
    breaks: tenants,
    permissions,
    at: printSidePlaceJson(at),
  };
}

function printAlterationJson({ document, vendor, field, from, to, effect, at }: Alteration): AlterationJson {
  const { kind, name, tenant } = document;
  return {
    kind,
    name,
    ...(tenant !== undefined && { tenant }),
    field,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    effect,
    ...markVendor(vendor),
    at: printSidePlaceJson(at),
  };
}

/** Prints one change in the form that JSON promises. */
export function printChangeJson(change: Change): ChangeJson {
  const { kind, tenant, role, permission, risk, woken, asleep, because, vendor, users, row, before, cell } =
    change;
  return {
    kind,
    tenant,
    role,
    permission,
    risk,
    woken,
    asleep,
    because: printCauseJson(because),
    ...markVendor(vendor),
    users,
    ...(before && { portfolio: { base: listReachLabels(before, cell), head: listReachLabels(row, cell) } }),
  };
}

function printGroupJson(group: ChangeGroup, { head }: Difference): GroupJson {
  const { kind, woken, asleep, risk, risks, roles, tenants, cells, example } = group;
  const { users, unknown, size, grave } = group;
  const { row, before } = example;
  const records = describeRecords(cells, row);
  const was = before && describeRecords(listCellsBefore(group, before), before);
  const columns = before && findColumnChange(group, before);
  const titles = tenants.length === 1 ? row.tenant.titles : undefined;
  const { catalog } = row.tenant;
  const others = listOtherLines(group);
  const isNewInCatalog = kind === 'gained' && example.because.layer === 'catalog';
  const speaks = (woken || asleep || isNewInCatalog) && example.cell.kind !== 'capability';
  return {
    kind,
    woken,
    asleep,
    risk,
    roles: roles.map(({ name, title }) => ({ name, ...(title !== undefined && { title }) })),
    holders: [...new Set(roles.map(capName))].sort(),
    tenants,
    can: cells.map((cell) =>
      describeAbility(cell, catalog, risks.get(cell.permission) ?? cell.risk, risk, titles),
    ),
    ...(records && { records }),
    ...(was && { before: was }),
    ...(columns && { columns }),
    because: {
      ...printCauseJson(example.because),
      words: describeReason(
        example,
        group.causes.some(({ at }) => at.place.document !== example.because.at.place.document),
      ),
      more: others.length,
      ...(others.length > 0 && { also: others.slice(0, mostLines) }),
    },
    ...markVendor(group.vendor),
    ...(speaks && {
      granted: printPlaceJson(findDecidingPlace(findCurrentRole(row, head).layer, example.cell)),
    }),
    users,
    unknown,
    size,
    grave,
  };
}

/** Finds a role as it is in the head, or as it was if it is gone. */
function findCurrentRole({ tenant, role }: Row, { policy }: Matrix): Role {
  const offered = policy.tenants.find(({ name }) => name === tenant.name)?.roles ?? [];
  return [...offered, ...policy.sharedRoles].find(({ name }) => name === role.name) ?? role;
}

/** Lists the same cells in the catalog of the base, where a model may be limited in another way. */
const listCellsBefore = ({ cells }: ChangeGroup, { tenant }: Row): readonly Cell[] =>
  cells.flatMap(({ permission }) => tenant.catalog.cellOf.get(permission) ?? []);

/** Lists the lines beside the first that cause the same change: one for each entry of a document. */
function listOtherLines({ causes, kind }: ChangeGroup): readonly SidePlaceJson[] {
  const entries = new Map<string, SidePlace>();
  for (const { at, other } of causes) {
    const place = isWidening(kind) || at.side === 'head' || !other ? at : other;
    const { document, path } = at.place;
    // A name in a list stands on the line of the list, or near enough.
    const steps = path.filter((step) => typeof step === 'string');
    const key = JSON.stringify([document.source.path, document.index, steps]);
    if (!entries.has(key)) entries.set(key, place);
  }
  return omitSameLines([...entries.values()].map(printSidePlaceJson)).slice(1);
}

/** The most other lines that are named; the rest are counted. */
const mostLines = 5;

const printPresenceJson = ({ kind, name, tenant, at }: Presence): PresenceJson => ({
  kind,
  name,
  ...(tenant !== undefined && { tenant }),
  at: printSidePlaceJson(at),
});

/** Finds the change of the columns that cells are about; undefined if they did not change. */
function findColumnChange({ cells }: ChangeGroup, { tenant }: Row): GroupJson['columns'] {
  const changes = cells.map((cell) => {
    const was = tenant.catalog.cellOf.get(cell.permission);
    return was ? compareColumns(was, cell) : 'same';
  });
  return changes.find((change) => change !== 'same');
}
