import type { Code } from '../diagnostics/codes.ts';
import { describeCode } from '../diagnostics/describe-code.ts';
import { collect, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts';
import type { ControlResult } from '../model/control.ts';
import type { Matrix } from '../model/matrix.ts';
import { reportReachesWithoutRules } from './closed-in-casl.ts';
import { reportUnfilledRecords } from './create-lacks-required.ts';
import { reportDeadGrants } from './dead-grant.ts';
import { reportEntriesBesideWider } from './entry-overrides-wider.ts';
import { reportUsersAboveTheirMakers } from './exceeds-its-maker.ts';
import { reportExportsWithFullReach } from './export-with-full-reach.ts';
import { reportGivenBySeveral } from './given-by-several-roles.ts';
import { judgeInvariants } from './invariants/judge-invariants.ts';
import { reportInvariants } from './invariants.ts';
import { reportPartlyLimitedModels } from './limited-in-part.ts';
import { reportLockOuts } from './locked-out.ts';
import { reportModulesOff } from './module-off-under-granted-models.ts';
import { reportIdlePortfolioEntries } from './portfolio-entry-idle.ts';
import { reportMovablePortfolios } from './portfolio-movable-by-holder.ts';
import { reportReachesOfLess } from './reaches-less.ts';
import { reportReachesOfNothing } from './reaches-nothing.ts';
import { reportRedundantEntries } from './redundant-entry.ts';
import { reportRolesWithFullMask } from './role-equals-full-mask.ts';
import { reportUselessSeats } from './seat-unlocks-nothing.ts';
import { reportSensitiveOfTenants } from './shared-role-holds-sensitive.ts';
import { reportOutreachingToggles } from './toggle-outreaches-records.ts';
import { reportHighTypes } from './type-higher-than-grants-need.ts';
import { reportCompletingUnions } from './union-completes-capability.ts';
import { reportUnusedRoles } from './unused-role.ts';
import { reportUnviewedWrites } from './write-without-view.ts';

/** One law: reads the matrix, reports under the code that is its name. No law stops anything. */
export type Law = (matrix: Matrix, report: Report) => void;

/** Every law that the structure of policies has to keep, by the fault it finds, in the order in which they run. */
export const laws = [
  ['dead-grant', reportDeadGrants],
  ['module-off-under-granted-models', reportModulesOff],
  ['redundant-entry', reportRedundantEntries],
  ['write-without-view', reportUnviewedWrites],
  ['create-lacks-required', reportUnfilledRecords],
  ['type-higher-than-grants-need', reportHighTypes],
  ['role-equals-full-mask', reportRolesWithFullMask],
  ['seat-unlocks-nothing', reportUselessSeats],
  ['portfolio-movable-by-holder', reportMovablePortfolios],
  ['export-with-full-reach', reportExportsWithFullReach],
  ['toggle-outreaches-records', reportOutreachingToggles],
  ['union-completes-capability', reportCompletingUnions],
  ['given-by-several-roles', reportGivenBySeveral],
  ['locked-out', reportLockOuts],
  ['unused-role', reportUnusedRoles],
  ['reaches-nothing', reportReachesOfNothing],
  ['reaches-less', reportReachesOfLess],
  ['exceeds-its-maker', reportUsersAboveTheirMakers],
  ['shared-role-holds-sensitive', reportSensitiveOfTenants],
  ['closed-in-casl', reportReachesWithoutRules],
  ['portfolio-entry-idle', reportIdlePortfolioEntries],
  ['limited-in-part', reportPartlyLimitedModels],
  ['entry-overrides-wider', reportEntriesBesideWider],
] as const satisfies readonly (readonly [Code, Law])[];

/**
 * Finds what only the compiled result shows: breaches of invariants, each of the severity that the invariant has, and
 * the findings of the rules, none of which is an error. `today` decides which waivers still hold.
 */
export function lint(matrix: Matrix, today: string): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  reportInvariants(matrix, today, report);
  for (const [, law] of laws) law(matrix, report);
  return diagnostics;
}

/**
 * Judges every control: the invariants in the order of the policies, then the rules, whose findings are given. A rule
 * is judged over the policies as a whole.
 */
export const judgeControls = (
  matrix: Matrix,
  findings: readonly Diagnostic[],
  today: string,
): readonly ControlResult[] => [
  ...judgeInvariants(matrix, today),
  ...judgeRules(findings).map((one) => ({ ...one, brokenBy: [] })),
];

/** Judges every rule by the findings on policies. Of a rule that is broken, `brokenBy` has the messages of its findings, sorted. */
export const judgeRules = (findings: readonly Diagnostic[]): readonly ControlResult[] =>
  laws.map(([code]): ControlResult => {
    const { severity, why } = describeCode(code);
    const messages = findings.flatMap((one) => (one.code === code ? [one.message] : []));
    return {
      name: code,
      severity,
      because: why,
      unit: 'policies',
      failed: messages.length,
      waived: 0,
      state: messages.length > 0 ? 'failed' : 'passed',
      brokenBy: messages.sort(),
      brokenUnderWaiver: [],
      waivers: [],
    };
  });

/** Finds what the rules find, and nothing of invariants. */
export function lintRules(matrix: Matrix): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  for (const [, law] of laws) law(matrix, report);
  return diagnostics;
}
