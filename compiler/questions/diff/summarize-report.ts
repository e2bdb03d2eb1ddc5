import { type ChangeKind, changeKinds } from '../../model/change.ts';
import { isBrokenInvariant, isEscalationPath, isWidening } from './judge-difference.ts';
import { countWeakenedGuards, listLoosenings } from './judge-guards.ts';
import type {
  AbilityJson,
  AlterationJson,
  DiffReport,
  GroupJson,
  KindSummaryJson,
  SummaryJson,
} from './report.ts';

/** A report before its sums are drawn. */
type UnsummedReport = Omit<DiffReport, 'summary'>;

/** Draws the sums of a report, which heading, annotations and JSON all show, so that no two of them count differently. */
export function summarizeReport(report: UnsummedReport): SummaryJson {
  const { faults, invariants, reassigned, edits, handmade } = report;
  const statements = [...new Set([...listShownAlterations(report), ...listLoosenings(report)])];
  return {
    changes: changeKinds.flatMap((kind) => summarizeKind(report, kind)),
    errors: faults.filter(({ severity }) => severity === 'error').length,
    paths: faults.filter(isEscalationPath).length,
    guards: countWeakenedGuards(report),
    broken: invariants.filter(isBrokenInvariant).length,
    given: reassigned.filter(({ change }) => change === 'given').length,
    taken: reassigned.filter(({ change }) => change === 'taken').length,
    concerned: countConcerned(report),
    statements: statements.length,
    loosened: statements.filter(({ effect }) => effect === 'loosens').length,
    vendor: edits.filter(({ vendor }) => vendor).length,
    handmade: handmade.length,
  };
}

/** Returns true if the sums of a report are those of its parts: a report that was made up may say others. */
export const isSummedUp = (report: DiffReport): boolean =>
  JSON.stringify(Object.entries(report.summary).sort()) ===
  JSON.stringify(Object.entries(summarizeReport(report)).sort());

/** Counts the users whom something concerns although no role changes by itself: by other roles, or by several together. */
function countConcerned({ netEffects, groups }: UnsummedReport): number {
  if (groups.length > 0) return 0;
  return netEffects.flatMap(({ holders }) => holders.flatMap((own) => own.users)).length;
}

/** Sums up the changes of one kind; each permission, role and tenant counts once. */
function summarizeKind({ groups, roles }: UnsummedReport, kind: ChangeKind): readonly KindSummaryJson[] {
  const some = groups.filter((group) => group.kind === kind);
  if (some.length === 0) return [];
  return [
    {
      kind,
      permissions: countPermissions(some),
      roles: roles.filter(({ moved }) => moved[kind] > 0).length,
      tenants: new Set(some.flatMap(({ tenants }) => tenants)).size,
      grave: isWidening(kind) ? countPermissions(some, (one) => one.grave === true) : 0,
      woken: countPermissions(some.filter((group) => group.woken)),
      asleep: countPermissions(some.filter((group) => group.asleep)),
    },
  ];
}

const countPermissions = (some: readonly GroupJson[], isMeant: (one: AbilityJson) => boolean = () => true) =>
  new Set(some.flatMap(({ can }) => can.filter(isMeant).map(({ permission }) => permission))).size;

/** The fields that draw a layer: an edit tells what they say permission by permission. */
export const layerFields: ReadonlySet<string> = new Set(['grants', 'allows', 'adds', 'ceiling']);

/** Lists the alterations that are shown one by one: no whole documents, and none that is shown permission by permission. */
export const listShownAlterations = ({
  alterations,
}: Pick<DiffReport, 'alterations'>): readonly AlterationJson[] =>
  alterations.filter(({ field }) => field !== 'name' && !layerFields.has(field));
