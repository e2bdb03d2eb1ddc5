import type { Code } from '../diagnostics/codes.ts';
import { collect, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts';
import type { Matrix } from '../model/matrix.ts';
import { deadGrant } from './dead-grant.ts';
import { exportWithFullReach } from './export-with-full-reach.ts';
import { checkInvariants } from './invariants.ts';
import { lockedOut } from './locked-out.ts';
import { moduleOffUnderGrantedModels } from './module-off-under-granted-models.ts';
import { portfolioMovableByHolder } from './portfolio-movable-by-holder.ts';
import { redundantEntry } from './redundant-entry.ts';
import { roleEqualsFullMask } from './role-equals-full-mask.ts';
import { seatUnlocksNothing } from './seat-unlocks-nothing.ts';
import { typeHigherThanGrantsNeed } from './type-higher-than-grants-need.ts';
import { unionCompletesCapability } from './union-completes-capability.ts';
import { unusedRole } from './unused-role.ts';
import { writeWithoutView } from './write-without-view.ts';

/** One law: reads the matrix, reports under the code that is its name. No law stops anything. */
export type Law = (matrix: Matrix, report: Report) => void;

/** Every law that the structure of policies has to keep, by the fault it finds, in the order in which they run. */
export const rules = [
  ['dead-grant', deadGrant],
  ['module-off-under-granted-models', moduleOffUnderGrantedModels],
  ['redundant-entry', redundantEntry],
  ['write-without-view', writeWithoutView],
  ['type-higher-than-grants-need', typeHigherThanGrantsNeed],
  ['role-equals-full-mask', roleEqualsFullMask],
  ['seat-unlocks-nothing', seatUnlocksNothing],
  ['portfolio-movable-by-holder', portfolioMovableByHolder],
  ['export-with-full-reach', exportWithFullReach],
  ['union-completes-capability', unionCompletesCapability],
  ['locked-out', lockedOut],
  ['unused-role', unusedRole],
] as const satisfies readonly (readonly [Code, Law])[];

/**
 * What only the compiled result shows: invariants that are broken, of the severity each one says, and the
 * findings of the rules, none of which is an error. `today` decides which waivers still hold.
 */
export function audit(matrix: Matrix, today: string): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  checkInvariants(matrix, today, report);
  for (const [, law] of rules) law(matrix, report);
  return diagnostics;
}
