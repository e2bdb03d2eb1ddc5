import type { ComparedGuards, Effect, GuardChanges } from '../../model/change.ts';
import { holderOf, type Waiver } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Policy } from '../../model/policy.ts';
import { findWeakenings } from './find-weakenings.ts';
import { isEscalationPath, isGuardLoosened } from './judge-difference.ts';
import type { AlterationJson, DiffReport } from './report.ts';

/** Judges the changes of invariants and waivers: the comment, the annotations and the JSON all show this judgement. */
export const judgeGuards = (sides: Pair<Matrix>, { invariants, waivers }: ComparedGuards): GuardChanges => ({
  invariants: invariants.map((one) => ({
    ...one,
    ...(one.change !== 'unguarded' && demandsLess(one.invariant, sides) && { demandsLess: true }),
  })),
  waivers: waivers.map((one) => ({ ...one, effect: judgeWaiver(one, sides.base.policy) })),
});

/** Returns true if an invariant demands something less; one of a lower severity alone demands as much. */
function demandsLess(name: string, { base, head }: Pair<Matrix>): boolean {
  const [was, is] = [base, head].map(({ policy }) => policy.invariants.find((one) => one.name === name));
  if (!was || !is) return false;
  return findWeakenings(was, is, base.policy, head.policy).some(({ at }) => at.path[0] !== 'severity');
}

function judgeWaiver({ change, waiver, was }: ComparedGuards['waivers'][number], base: Policy): Effect {
  if (change === 'removed') return 'tightens';
  if (findWaiverLoosening(waiver, base)) return 'loosens';
  return was && (waiver.until < was.until || waiver.tenant !== was.tenant) ? 'tightens' : 'neutral';
}

/** The way in which a waiver permits more than before: it is new, lasts longer, or holds in every tenant instead of one. */
export type WaiverLoosening =
  | { readonly way: 'added' }
  | { readonly way: 'prolonged' | 'extended'; readonly before: Waiver };

/**
 * Finds the way in which a waiver of the head permits more than those of the base; undefined if they permit as much, or if it came
 * with its invariant, so that it weakens nothing that there was.
 */
export function findWaiverLoosening(waiver: Waiver, base: Policy): WaiverLoosening | undefined {
  if (!base.invariants.some(({ name }) => name === waiver.invariant)) return undefined;
  const alike = base.waivers.filter(
    (one) => one.invariant === waiver.invariant && holderOf(one) === holderOf(waiver),
  );
  const covering = alike.filter((one) => covers(one, waiver));
  if (covering.some(({ until }) => until >= waiver.until)) return undefined;
  const [wider] = covering;
  if (wider) return { way: 'prolonged', before: wider };
  const narrower = alike.find((one) => covers(waiver, one));
  return narrower ? { way: 'extended', before: narrower } : { way: 'added' };
}

/** Returns true if one waiver waives wherever another one does, whatever their dates. */
const covers = (one: Waiver, other: Waiver): boolean =>
  one.tenant === undefined || one.tenant === other.tenant;

/** Returns true if a finding is about what guards the policies, and not about what roles give. */
export const isGuardFinding = ({ code }: { readonly code: string }): boolean =>
  /^(?:invariant|waiver|risk|attribute|review|workflow)-/.test(code);

/** Counts the ways in which guards are weaker: those that a finding tells, and the loosened statements beside them. */
export const countWeakenedGuards = ({
  faults,
  alterations,
}: Pick<DiffReport, 'faults' | 'alterations'>): number =>
  faults.filter((fault) => fault.severity === 'warning' && !isEscalationPath(fault)).length +
  alterations.filter((one) => isGuardLoosened(one) && !hasFinding(one, faults)).length;

/** Returns true if a finding tells a changed statement: that of an invariant or a waiver always, another one on its line. */
const hasFinding = ({ kind, at }: AlterationJson, faults: DiffReport['faults']): boolean =>
  kind === 'Invariant' ||
  kind === 'Waiver' ||
  faults.some(({ path, line }) => path === at.path && line === at.line);

/** Returns true if a group tells the records that a changed portfolio, or the use of one, reaches now. */
const hasGroup = ({ field, at }: AlterationJson, groups: DiffReport['groups']): boolean =>
  /^(?:portfolio|reach)(?:\.|$)/.test(field) &&
  groups.some(({ because }) =>
    [because.at, ...(because.also ?? [])].some(({ path, line }) => path === at.path && line === at.line),
  );

/** Lists the loosened statements that no reviewer may miss: those that no finding and no group of changes tells. */
export const listLoosenings = ({
  alterations,
  faults,
  groups,
}: Pick<DiffReport, 'alterations' | 'faults' | 'groups'>): readonly AlterationJson[] =>
  alterations.filter((one) => one.effect === 'loosens' && !hasFinding(one, faults) && !hasGroup(one, groups));
