import { type Risk, risks } from '../../model/catalog.ts';
import {
  type Alteration,
  type ChangeKind,
  changeKinds,
  type Direction,
  type InvariantChange,
  type MovedCounts,
  type NetEffect,
  type Verdict,
} from '../../model/change.ts';
import type { FindingJson } from '../../model/finding-json.ts';
import { isGraveRisk } from './group-changes.ts';

/** A group of changes, as far as a verdict needs it: a `ChangeGroup` and its JSON are both such groups. */
export interface JudgedGroup {
  readonly kind: ChangeKind;
  readonly risk: Risk;
  readonly woken: boolean;
  readonly size: number;
  /** The permissions that it is about; absent where nobody needs them. */
  readonly can?: readonly { readonly sensitive?: true }[];
}

/** A role that is given to users, or taken from them. */
export interface JudgedReassignment {
  readonly change: 'given' | 'taken';
  /** The number of permissions of class escalation or exfiltration that the role holds. */
  readonly grave: number;
}

/** All of a difference that decides its direction. */
export interface DirectionFacts {
  readonly counts: MovedCounts;
  readonly reassigned: readonly Pick<JudgedReassignment, 'change'>[];
  readonly alterations: readonly Pick<Alteration, 'effect'>[];
  readonly netEffects: readonly Pick<NetEffect, ChangeKind>[];
}

/** A changed statement, as far as a verdict needs it. */
export interface JudgedAlteration extends Pick<Alteration, 'effect' | 'field'> {
  /** The kind of the document. */
  readonly kind: string;
}

/** All of a difference that decides its verdict: what JSON prints is enough. */
export interface DifferenceFacts extends DirectionFacts {
  readonly alterations: readonly JudgedAlteration[];
  readonly groups: readonly JudgedGroup[];
  readonly reassigned: readonly JudgedReassignment[];
  readonly netEffects: readonly NetEffect[];
  readonly faults: readonly Pick<FindingJson, 'code' | 'severity'>[];
  readonly invariants: readonly Pick<InvariantChange, 'change' | 'severity'>[];
  /** The files in `generated/` that were changed by hand, so that they follow from no policy. */
  readonly handmade: readonly unknown[];
}

/** Returns true if a change lets people do more; what cannot be compared does. */
export const isWidening = (kind: ChangeKind): boolean =>
  kind === 'gained' || kind === 'widened' || kind === 'shifted';

const isNarrowing = (kind: ChangeKind): boolean => !isWidening(kind) || kind === 'shifted';

/** Returns true if somebody gains, or gains reach with, a permission of class escalation or exfiltration. */
export const isGraveGain = ({ kind, risk }: Pick<JudgedGroup, 'kind' | 'risk'>): boolean =>
  isWidening(kind) && isGraveRisk(risk);

/** Returns true if somebody is given a role that holds a permission of class escalation or exfiltration. */
export const isGraveReassignment = ({ change, grave }: JudgedReassignment): boolean =>
  change === 'given' && grave > 0;

/** Returns true if somebody gains a permission, or reaches more or other records with one. */
export const isWiderFor = (effect: Pick<NetEffect, ChangeKind>): boolean =>
  changeKinds.some((kind) => isWidening(kind) && effect[kind].length > 0);

const isNarrowerFor = (effect: Pick<NetEffect, ChangeKind>): boolean =>
  changeKinds.some((kind) => isNarrowing(kind) && effect[kind].length > 0);

/** Returns true if a class of risk is destructive or worse. */
export const isHighRisk = (risk: Risk): boolean => risks.indexOf(risk) >= risks.indexOf('destructive');

/** Returns true if a group is one that no reviewer may miss; to see something that is not sensitive is none, even if it was granted before. */
export const isMustLook = (group: Omit<JudgedGroup, 'size'>): boolean =>
  isGraveGain(group) ||
  (group.woken && (group.risk !== 'read' || (group.can ?? []).some(({ sensitive }) => sensitive))) ||
  group.kind === 'shifted' ||
  (group.kind === 'widened' && isHighRisk(group.risk));

/** Returns true if a finding tells of something that is worse than before, and is no mere note. */
export const isFault = ({ severity }: Pick<FindingJson, 'severity'>): boolean => severity !== 'info';

/** Returns true if a finding tells of a way to more than a role gives: an escalation, and no guard that is weaker. */
export const isEscalationPath = ({ code }: { readonly code: string }): boolean =>
  code === 'escalation-path-opened';

/** The kinds of documents that guard the others: what they say decides how a change is watched. */
const guards: ReadonlySet<string> = new Set(['Invariant', 'Waiver', 'Settings']);

/** Returns true if a changed statement loosens a guard: an invariant, a waiver, the settings or a class of risk. */
export const isGuardLoosened = ({ kind, field, effect }: JudgedAlteration): boolean =>
  effect === 'loosens' && (guards.has(kind) || /^risk(?:\.|$)/.test(field));

/** Returns true if an invariant is broken by more than before, with no waiver, and is no mere note. */
export const isBrokenInvariant = ({
  change,
  severity,
}: Pick<InvariantChange, 'change' | 'severity'>): boolean => change === 'broken' && severity !== 'info';

/** Returns true if a difference is one that somebody has to approve by name: whatever is grave, a fault included. */
export const isEscalation = ({
  groups,
  reassigned,
  netEffects,
  alterations,
  faults,
  invariants,
  handmade,
}: DifferenceFacts): boolean =>
  faults.some(isFault) ||
  alterations.some(isGuardLoosened) ||
  invariants.some(isBrokenInvariant) ||
  handmade.length > 0 ||
  groups.some(isGraveGain) ||
  reassigned.some(isGraveReassignment) ||
  netEffects.some(({ grave }) => grave.length > 0);

/**
 * Finds the direction of a difference: what people may do, which roles they hold, and the guards around it. A change
 * that cannot be compared counts as both wider and narrower, since the unknown is never taken for safe.
 */
export function findDirection({ counts, reassigned, alterations, netEffects }: DirectionFacts): Direction {
  const moved = changeKinds.filter((kind) => counts[kind] > 0);
  const isWider =
    moved.some(isWidening) ||
    reassigned.some(({ change }) => change === 'given') ||
    alterations.some(({ effect }) => effect === 'loosens') ||
    netEffects.some(isWiderFor);
  const isNarrower =
    moved.some(isNarrowing) ||
    reassigned.some(({ change }) => change === 'taken') ||
    netEffects.some(isNarrowerFor);
  if (isWider) return isNarrower ? 'both' : 'wider';
  return isNarrower ? 'narrower' : 'none';
}

/** Judges a difference: the comment, the label, the gates and the JSON all show this verdict. */
export function judgeDifference(facts: DifferenceFacts): Verdict {
  if (isEscalation(facts)) return 'escalation';
  return ({ wider: 'wider', narrower: 'narrower', both: 'mixed', none: 'no-effect' } as const)[
    findDirection(facts)
  ];
}

/** Returns true if what a difference says in sum is what its parts say: a report that was made up may contradict itself. */
export function isConsistent(
  facts: DifferenceFacts & { readonly direction: Direction; readonly verdict: Verdict },
): boolean {
  const sizeOf = (kind: ChangeKind) =>
    facts.groups.reduce((sum, group) => (group.kind === kind ? sum + group.size : sum), 0);
  return (
    changeKinds.every((kind) => facts.counts[kind] === sizeOf(kind)) &&
    facts.direction === findDirection(facts) &&
    facts.verdict === judgeDifference(facts)
  );
}

/** Counts the changes of each kind. */
export function countChanges(changes: readonly { readonly kind: ChangeKind }[]): MovedCounts {
  const counts = { gained: 0, lost: 0, widened: 0, narrowed: 0, shifted: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}
