import type { Alteration, Change, InvariantChange, NetEffect } from '../../model/change.ts';
import {
  isGraveReassignment,
  isHighRisk,
  isMustLook,
  isWidening,
  isWiderFor,
  type JudgedGroup,
  type JudgedReassignment,
} from './judge-difference.ts';

/** The gravity of one thing that a difference shows; annotations and code scanning both show it. */
export type Gravity = 'error' | 'warning' | 'note';

/** Judges a group of changes that are alike. */
export function judgeChangeGroup(group: Omit<JudgedGroup, 'size'>): Gravity {
  const { kind, risk } = group;
  if (isWidening(kind) && risk === 'escalation') return 'error';
  return isMustLook(group) || (isWidening(kind) && isHighRisk(risk)) ? 'warning' : 'note';
}

/** Judges one change as a group of its own. */
export function judgeSingleChange({ kind, risk, woken, cell }: Change): Gravity {
  const isSensitive = cell.model?.propertyOf.get(cell.property ?? '')?.sensitive;
  return judgeChangeGroup({ kind, risk, woken, can: isSensitive ? [{ sensitive: true }] : [] });
}

/** Judges a change of what breaks an invariant, by the severity of the invariant. */
export function judgeInvariantChange({
  change,
  severity,
}: Pick<InvariantChange, 'change' | 'severity'>): Gravity {
  return (change === 'broken' || change === 'unguarded') && severity !== 'info' ? severity : 'note';
}

/** Judges a role that is given to users, or taken from them. */
export function judgeReassignment(gift: JudgedReassignment): Gravity {
  if (isGraveReassignment(gift)) return 'error';
  return gift.change === 'given' ? 'warning' : 'note';
}

/** Judges the net effect of a difference on somebody. */
export function judgeNetEffect(effect: NetEffect): Gravity {
  if (effect.grave.length > 0) return 'error';
  return isWiderFor(effect) ? 'warning' : 'note';
}

/** Judges a changed statement. */
export const judgeAlteration = ({ effect }: Pick<Alteration, 'effect'>): Gravity =>
  effect === 'loosens' ? 'warning' : 'note';
