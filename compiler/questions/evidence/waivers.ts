import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOf } from '../../model/document.ts';
import type { Invariant, Waiver } from '../../model/invariant.ts';
import type { Policy } from '../../model/policy.ts';

/** The state of a waiver. `active`: it waives something. `expired`: its last day is past. `useless`: it waives nothing. */
export type WaiverState = 'active' | 'expired' | 'useless';

/** A waiver with its state. */
export interface WaiverUse {
  readonly waiver: Waiver;
  readonly state: WaiverState;
  /** The invariant that may be broken. */
  readonly invariant?: Invariant;
}

/** Lists every waiver in the order of paths. The findings of the invariants say which ones are useless. */
export function listWaiverUses(
  { waivers, invariants }: Policy,
  findings: readonly Diagnostic[],
  date: string,
): readonly WaiverUse[] {
  const useless = findings.filter(({ code }) => code === 'waiver-useless');
  return waivers.map((waiver): WaiverUse => {
    const { source, start } = spanOf(waiver.at);
    const isUseless = useless.some(({ at }) => at.source === source && at.start === start);
    const invariant = invariants.find(({ name }) => name === waiver.invariant);
    const state = waiver.until < date ? 'expired' : isUseless ? 'useless' : 'active';
    return { waiver, state, ...(invariant && { invariant }) };
  });
}
