import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOf } from '../../model/document.ts';
import type { Invariant, Waiver } from '../../model/invariant.ts';
import type { Policy } from '../../model/policy.ts';
import { daysBetween } from '../../text/days-between.ts';

/**
 * The state of a waiver. `active`: it waives something; `ending`: it does, and ends within the days of which the settings warn.
 * `expired`: its last day is past. `useless`: it waives nothing.
 */
export type WaiverState = 'active' | 'ending' | 'expired' | 'useless';

/** A waiver with its state. */
export interface WaiverUse {
  readonly waiver: Waiver;
  readonly state: WaiverState;
  /** The number of days from the date of the pack to its last day; below 0 if that is past. */
  readonly days: number;
  /** The invariant that may be broken. */
  readonly invariant?: Invariant;
}

/** Lists every waiver in the order of paths. The findings of the invariants say which ones are useless. */
export function listWaiverUses(
  { waivers, invariants, settings }: Policy,
  findings: readonly Diagnostic[],
  date: string,
): readonly WaiverUse[] {
  const useless = findings.filter(({ code }) => code === 'waiver-useless');
  return waivers.map((waiver): WaiverUse => {
    const { source, start } = spanOf(waiver.at);
    const isUseless = useless.some(({ at }) => at.source === source && at.start === start);
    const invariant = invariants.find(({ name }) => name === waiver.invariant);
    const days = daysBetween(date, waiver.until);
    const inForce = days <= settings.waivers.warnDays ? 'ending' : 'active';
    const state = days < 0 ? 'expired' : isUseless ? 'useless' : inForce;
    return { waiver, state, days, ...(invariant && { invariant }) };
  });
}
