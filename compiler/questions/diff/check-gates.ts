import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { countBits } from '../../model/bits.ts';
import { type Risk, risks } from '../../model/catalog.ts';
import type { Alteration, Change, Difference, GuardChanges, PersonChange } from '../../model/change.ts';
import { type Place, spanOf } from '../../model/document.ts';
import { count, countWithVerb } from '../../text/count.ts';
import type { Span } from '../../text/source.ts';
import type { FoundNames } from '../renames/suggest-renames.ts';
import { countExtents, describeExtent } from './count-extents.ts';
import { isGraveRisk } from './group-changes.ts';
import { groupReassignments, type RoleReassignment } from './group-reassignments.ts';
import {
  isBrokenInvariant,
  isEscalationPath,
  isFault,
  isGraveGain,
  isGraveReassignment,
  isGuardLoosened,
  isWidening,
  isWiderFor,
} from './judge-difference.ts';
import type { SummaryJson } from './report.ts';

/** The sorts of changes that `--fail-on` can name. */
export const failOnChoices = [
  'wider',
  'escalation',
  'exfiltration',
  'destructive',
  'write',
  'read',
  'people',
  'vendor',
  'any',
] as const;

/** A sort of changes that `--fail-on` can name. */
type FailOn = (typeof failOnChoices)[number];

/** The gates of a comparison: what a difference must not contain. */
export interface Gates {
  /** The sorts of changes that are refused, each once. */
  readonly failOn: readonly FailOn[];
  /** Each pattern as it was written, with the permissions that it names. */
  readonly deny: readonly { readonly pattern: string; readonly permissions: ReadonlySet<string> }[];
  /** The largest share of permissions that may be lost, as it was written and in percent. */
  readonly maxLost: { readonly written: string; readonly percent: number } | undefined;
}

/** The reason for which one gate refuses, and the line that causes it if there is one. */
export interface GateRefusal {
  /** The option that refuses; `history` and `generated` are gates that stand without being asked for. */
  readonly gate: string;
  readonly reason: string;
  readonly at?: Span;
}

/** A finding on a generated file that was changed and is not what the policies compile to. */
export interface HandmadeFinding extends Diagnostic {
  /** True if nobody changed it by hand: by the manifest of its folder, it was compiled from other policies. */
  readonly stale?: boolean;
}

/** The findings beside a difference that gates look at too. */
export interface OtherFindings {
  /** The faults that only a comparison shows. */
  readonly faults: readonly Diagnostic[];
  /** The generated files that were changed and are not what the policies compile to. */
  readonly handmade: readonly HandmadeFinding[];
  /** The effect on invariants and waivers. */
  readonly guards: GuardChanges;
  /** The things that have other names now, and those that look so. */
  readonly renamed: FoundNames;
}

/** The findings beside a difference, with the sums that its heading shows. */
interface SummedFindings extends OtherFindings {
  readonly summary: SummaryJson;
}

/** Checks every gate and returns the refusals. An error that only a comparison shows is a refusal too. */
export function checkGates(
  gates: Gates,
  difference: Difference,
  beside: OtherFindings,
  summary: SummaryJson,
): readonly GateRefusal[] {
  return [
    ...checkHistory(beside),
    ...gates.failOn.flatMap((one) => checkFailOn(one, difference, { ...beside, summary })),
    ...gates.deny.flatMap((one) => checkDeny(one, difference)),
    ...checkMaxLost(gates.maxLost, difference),
  ];
}

function checkHistory({ faults }: OtherFindings): readonly GateRefusal[] {
  const errors = faults.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return [];
  return [
    { gate: 'history', reason: `${count(errors.length, 'error')} that only history shows`, at: first.at },
  ];
}

/** One reason for which a gate may refuse, and where it is caused. */
interface Reason {
  readonly words: string;
  readonly at: Span;
}

function checkFailOn(failOn: FailOn, difference: Difference, beside: SummedFindings): readonly GateRefusal[] {
  const grave = () => listGraveReasons(difference, beside);
  const wider = () => [...grave(), ...listWiderReasons(difference, beside)];
  const reasons = {
    escalation: grave,
    exfiltration: grave,
    destructive: () => [...grave(), ...listClassReasons('destructive', difference)],
    write: () => [...grave(), ...listClassReasons('write', difference)],
    read: () => [...grave(), ...listClassReasons('read', difference)],
    wider,
    people: () => [...summarizeHandmade(beside), ...listPeopleReasons(difference)],
    vendor: () => listVendorReasons(difference),
    any: () => [...wider(), ...listOtherReasons(difference, beside)],
  }[failOn]();
  const [first] = reasons;
  if (!first) return [];
  const gate = `--fail-on ${failOn}`;
  const words = [...new Set(reasons.map((reason) => reason.words))].join('; ');
  return [{ gate, reason: `\`${gate}\`: ${words}`, at: first.at }];
}

/** Lists the documents that are the vendor's to decide and changed, whether or not anything changes in effect. */
function listVendorReasons({ edits }: Difference): readonly Reason[] {
  const some = edits.filter(({ vendor }) => vendor);
  const [first] = some;
  if (!first) return [];
  const words = `${countWithVerb(some.length, 'document', 'is', 'are')} changed that ${some.length === 1 ? 'is' : 'are'} the vendor’s to decide`;
  return [{ words, at: spanOf(first.at.place) }];
}

/** Lists who is concerned: users who gain, and where nobody knows who the users are, roles that do. */
function listPeopleReasons({ changes, people }: Difference): readonly Reason[] {
  return [
    ...summarizePeople(people.filter(({ effect }) => isWiderFor(effect))),
    ...summarizeChanges(
      changes.filter(({ kind, users }) => isWidening(kind) && users === null),
      ', in tenants that do not say who their users are',
    ),
  ];
}

function summarizePeople(people: readonly PersonChange[]): readonly Reason[] {
  const [first] = people;
  if (!first) return [];
  const words = `${countWithVerb(people.length, 'user', 'gains', 'gain')} permissions or ${people.length === 1 ? 'reaches' : 'reach'} other records`;
  return [{ words, at: spanOf(first.at.place) }];
}

const summarizeHandmade = ({ handmade }: OtherFindings): readonly Reason[] =>
  ([false, true] as const).flatMap((isStale) =>
    summarizeDiagnostics(
      handmade.filter(({ stale = false }) => stale === isStale),
      (some) =>
        `${countWithVerb(some, 'generated file', 'is', 'are')} ${isStale ? 'stale' : 'changed by hand'}`,
    ),
  );

/** Lists what is gained of a class of risk or of a worse one, beside what is grave: by a role, and by people through several together. */
function listClassReasons(least: Risk, { changes, people, reassigned }: Difference): readonly Reason[] {
  const classes = risks.slice(risks.indexOf(least)).filter((risk) => !isGraveRisk(risk));
  const isMeant = (risk: Risk | undefined) =>
    risk !== undefined && risks.indexOf(risk) >= risks.indexOf(least);
  const gains = changes.filter(({ kind, risk }) => isWidening(kind) && isMeant(risk));
  const own = new Set(reassigned.map(({ tenant, user }) => JSON.stringify([tenant, user])));
  const others = people.filter(
    ({ tenant, user, effect }) =>
      isMeant(effect.risk) && (gains.length === 0 || own.has(JSON.stringify([tenant, user]))),
  );
  return [
    ...summarizePeople(others),
    ...classes.toReversed().flatMap((risk) =>
      summarizeChanges(
        gains.filter((change) => change.risk === risk),
        `, of class ${risk}`,
      ),
    ),
  ];
}

function listGraveReasons(difference: Difference, beside: SummedFindings): readonly Reason[] {
  const { changes, people, alterations } = difference;
  const gains = changes.filter(isGraveGain);
  const guards = alterations.filter((one) => isGuardLoosened({ ...one, kind: one.document.kind }));
  const gifts = groupReassignments(difference).filter(isGraveReassignment);
  // Where no role gains by itself, it is several together that give it.
  const together =
    gains.length + gifts.length > 0 ? [] : people.filter(({ effect }) => effect.grave.length > 0);
  return [
    ...summarizeHandmade(beside),
    ...summarizePeople(together),
    ...(['escalation', 'exfiltration'] as const).flatMap((risk) =>
      summarizeChanges(
        gains.filter((change) => change.risk === risk),
        `, of class ${risk}`,
      ),
    ),
    ...summarizeReassignments(gifts, ' that hold permissions of high risk'),
    ...summarizeFaults(beside.faults, guards, beside.summary),
    ...summarizeBroken(beside.guards),
  ];
}

function listWiderReasons(difference: Difference, { summary }: SummedFindings): readonly Reason[] {
  const { changes, alterations, people } = difference;
  const wider = changes.filter(({ kind }) => isWidening(kind));
  return [
    ...(wider.length > 0 ? [] : summarizePeople(people.filter(({ effect }) => isWiderFor(effect)))),
    ...summarizeChanges(wider, ''),
    ...summarizeReassignments(
      groupReassignments(difference).filter(({ change }) => change === 'given'),
      '',
    ),
    ...summarizeStatements(
      alterations.filter(({ effect }) => effect === 'loosens'),
      (some) => `${count(summary.loosened || some, 'statement')} loosened`,
    ),
  ];
}

function listOtherReasons(difference: Difference, { summary }: SummedFindings): readonly Reason[] {
  const { changes, alterations } = difference;
  return [
    ...summarizeChanges(
      changes.filter(({ kind }) => !isWidening(kind)),
      '',
    ),
    ...summarizeReassignments(
      groupReassignments(difference).filter(({ change }) => change === 'taken'),
      '',
    ),
    ...summarizeStatements(
      alterations.filter(({ effect }) => effect !== 'loosens'),
      (some) => `${count(summary.statements || some, 'statement')} changed`,
    ),
  ];
}

/** Sums changes up in the words of the heading, each way in which permissions change by itself. */
const summarizeChanges = (changes: readonly Change[], more: string): readonly Reason[] =>
  countExtents(changes).flatMap((extent) => {
    const first = changes.find(({ kind }) => kind === extent.kind);
    return first ? [{ words: `${describeExtent(extent)}${more}`, at: spanOf(locateChange(first)) }] : [];
  });

/** Sums up what only a comparison shows, and the statements that loosen a guard, in the words of the heading. */
function summarizeFaults(
  faults: readonly Diagnostic[],
  guards: readonly Alteration[],
  summary: SummaryJson,
): readonly Reason[] {
  const errors = faults.filter(({ severity }) => severity === 'error');
  const paths = faults.filter(isEscalationPath);
  const others = faults.filter((one) => isFault(one) && !errors.includes(one) && !paths.includes(one));
  const [guard] = guards;
  const weakened = others[0]?.at ?? (guard && spanOf(guard.at.place));
  return [
    ...summarizeDiagnostics(errors, (some) => count(some, 'error')),
    ...summarizeDiagnostics(paths, (some) => `${count(some, 'way')} to more opened`),
    ...(weakened ? [{ words: `${count(summary.guards, 'guard')} weakened`, at: weakened }] : []),
  ];
}

function summarizeBroken({ invariants }: GuardChanges): readonly Reason[] {
  const broken = invariants.filter(isBrokenInvariant);
  const [first] = broken;
  if (!first) return [];
  const words = `${count(broken.length, 'invariant')} broken`;
  return [{ words, at: spanOf(first.at.place) }];
}

function summarizeReassignments(gifts: readonly RoleReassignment[], more: string): readonly Reason[] {
  const [first] = gifts;
  if (!first) return [];
  return [
    {
      words: `${count(gifts.length, 'role')} ${first.change}${more}`,
      at: spanOf(first.at.place),
    },
  ];
}

function summarizeStatements(
  some: readonly Alteration[],
  words: (some: number) => string,
): readonly Reason[] {
  const [first] = some;
  return first ? [{ words: words(some.length), at: spanOf(first.at.place) }] : [];
}

function summarizeDiagnostics(
  some: readonly Diagnostic[],
  words: (some: number) => string,
): readonly Reason[] {
  const [first] = some;
  return first ? [{ words: words(some.length), at: first.at }] : [];
}

/** Locates the line that causes a change: for a loss the line of the head that says otherwise, if there is one. */
export function locateChange({ kind, because: { at, other } }: Change): Place {
  if (isWidening(kind) || at.side === 'head' || !other) return at.place;
  return other.place;
}

function checkDeny(
  { pattern, permissions }: Gates['deny'][number],
  { changes }: Difference,
): readonly GateRefusal[] {
  const gained = changes.filter(({ kind, permission }) => kind === 'gained' && permissions.has(permission));
  const [first] = gained;
  if (!first) return [];
  const more = gained.length > 1 ? ` and ${gained.length - 1} more` : '';
  return [
    {
      gate: `--deny ${pattern}`,
      reason: `\`--deny ${pattern}\`: role \`${first.role}\` of tenant \`${first.tenant}\` gains \`${first.permission}\`${more}`,
      at: spanOf(locateChange(first)),
    },
  ];
}

function checkMaxLost(gate: Gates['maxLost'], { base, changes }: Difference): readonly GateRefusal[] {
  if (gate === undefined) return [];
  const held = base.rows.reduce((sum, { effective }) => sum + countBits(effective), 0);
  const lost = changes.filter(({ kind }) => kind === 'lost');
  const share = held === 0 ? 0 : (100 * lost.length) / held;
  const [first] = lost;
  if (share <= gate.percent || !first) return [];
  return [
    {
      gate: `--max-lost ${gate.written}`,
      reason: `\`--max-lost ${gate.written}\`: ${lost.length} of ${countWithVerb(held, 'permission', 'is', 'are')} lost, ${share.toFixed(1)}%`,
      at: spanOf(locateChange(first)),
    },
  ];
}
