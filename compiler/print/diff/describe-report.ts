import { type ChangeKind, changeKinds } from '../../model/change.ts';
import { describeExtent } from '../../questions/diff/count-extents.ts';
import {
  isBrokenInvariant,
  isGraveGain,
  isGraveReassignment,
  isWidening,
} from '../../questions/diff/judge-difference.ts';
import type {
  AlterationJson,
  DiffReport,
  EditJson,
  GroupJson,
  IdleJson,
  KindSummaryJson,
  ReasonJson,
  SidePlaceJson,
} from '../../questions/diff/report.ts';
import { layerFields } from '../../questions/diff/summarize-report.ts';
import { count, countWithVerb } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';

/** Describes a difference on one line: the worst first, then how much changed, and for how many people. */
export function describeVerdict(report: DiffReport): string {
  const { groups, users, unknown, summary, reassigned } = report;
  const some = (number: number, words: (number: number) => string) => (number > 0 ? [words(number)] : []);
  const parts = [
    chooseHeadline(report),
    ...some(summary.errors, (number) => count(number, 'error')),
    ...some(summary.paths, (number) => `${count(number, 'way')} to more opened`),
    ...some(summary.guards, (number) => `${count(number, 'guard')} weakened`),
    ...summary.changes.map(describeKind),
    ...some(summary.broken, (number) => `${count(number, 'invariant')} broken`),
    ...some(summary.given, (number) => `${count(number, 'role')} given`),
    ...some(summary.taken, (number) => `${count(number, 'role')} taken`),
    ...some(
      summary.concerned,
      (number) =>
        `${count(number, 'user')} concerned${reassigned.length > 0 ? '' : ' by several roles together'}`,
    ),
    ...some(
      summary.statements,
      (number) =>
        `${count(number, 'statement')} changed${summary.loosened > 0 ? ` (${summary.loosened} loosened)` : ''}`,
    ),
    ...some(summary.vendor, (number) => `${count(number, 'document')} ${vendorWords}`),
    ...(groups.length > 0 ? [describePeople({ users, unknown, tenants: listTenants(groups) })] : []),
  ];
  return parts.join(' · ');
}

/** Describes the changes of one kind, with those that somebody has to look at. */
function describeKind({ grave, woken, asleep, ...extent }: KindSummaryJson): string {
  const notes = [
    ...(grave > 0 ? [`${grave} of high risk`] : []),
    ...(woken > 0 ? [`${woken} woken`] : []),
    ...(asleep > 0 ? [`${asleep} put to sleep`] : []),
  ];
  return `${describeExtent(extent)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

/** Describes which generated files were changed by hand, and which are stale. */
export function describeHandmade({ handmade }: DiffReport, quote: (text: string) => string): string {
  const groups = [
    ['changed by hand', handmade.filter(({ stale }) => !stale)],
    ['stale (compiled from other policies)', handmade.filter(({ stale }) => stale)],
  ] as const;
  const describe = (words: string, files: DiffReport['handmade']) =>
    `${countWithVerb(files.length, 'generated file', 'is', 'are')} not what the policies compile to, and ${words}: ${listFirst(
      files.map(({ path }) => quote(path)),
      6,
    )}`;
  return groups.flatMap(([words, files]) => (files.length > 0 ? [describe(words, files)] : [])).join('; ');
}

/** Lists the changed documents that are the vendor's to decide. */
export const listVendorEdits = ({ edits }: DiffReport): readonly EditJson[] =>
  edits.filter(({ vendor }) => vendor);

/** The words for what is the vendor's to decide. */
export const vendorWords = 'not ours to decide';

/** Returns `vendorWords` after a separator if something is the vendor's to decide; an empty text if not. */
export const markVendors = ({ vendor }: { readonly vendor?: true }, before = '; '): string =>
  vendor ? `${before}${vendorWords}` : '';

/** Describes a document: its kind, its name and its tenant. */
export const describeDocument = (
  { kind, name, tenant }: Pick<EditJson, 'kind' | 'name' | 'tenant'>,
  quote: (text: string) => string,
): string =>
  `${kind}${name === '' ? '' : ` ${quote(name)}`}${tenant === undefined ? '' : ` of ${quote(tenant)}`}`;

/** Describes a changed document that is the vendor's to decide. */
export const describeVendorEdit = (edit: EditJson): string =>
  `${describeDocument(edit, (text) => text)} is ${edit.change}: a request to the vendor, whose document it is`;

/** Describes a changed statement: its document, its path, and its values on both sides. */
export function describeAlteration(alteration: AlterationJson, quote: (text: string) => string): string {
  const { field, from, to } = alteration;
  const document = describeDocument(alteration, quote);
  if (field === 'name') return `${document}, all of it`;
  const quoteValue = (text: string | undefined) => (text === undefined ? 'nothing' : quote(text));
  const values = from === undefined && to === undefined ? '' : `: ${quoteValue(from)} → ${quoteValue(to)}`;
  return `${document}, ${quote(field)}${values}`;
}

/** Returns the reason why a changed statement moved no permission; undefined if no edit gives one. */
export const explainUnmoved = (
  { kind, name, tenant, field }: AlterationJson,
  { edits }: DiffReport,
): string | undefined =>
  edits
    .find((edit) => edit.kind === kind && edit.name === name && edit.tenant === tenant)
    ?.idle.find((idle) => idle.verdict === 'says' && idle.field === field.split('.')[0])?.because;

/** Chooses the words above a difference: its verdict as the label has it, and the reasons for an escalation. */
export function chooseHeadline(report: DiffReport): string {
  if (report.verdict === 'escalation') {
    const reasons = listEscalationReasons(report);
    return reasons.length > 0 ? `ESCALATION (${reasons.join(', ')})` : 'ESCALATION';
  }
  return { wider: 'Wider', narrower: 'Narrower', mixed: 'Mixed', 'no-effect': 'No effect' }[report.verdict];
}

/** Lists the reasons for which a difference is an escalation; a gain of that class is the plain meaning of the word. */
function listEscalationReasons(report: DiffReport): readonly string[] {
  const { groups, reassigned, netEffects, faults, handmade } = report;
  const risks = new Set([
    ...groups.filter(isGraveGain).map(({ risk }) => risk),
    ...reassigned.filter(isGraveReassignment).map(({ risk }) => risk ?? 'escalation'),
    ...netEffects.filter(({ grave }) => grave.length > 0).map(({ risk }) => risk),
  ]);
  return [
    ...(handmade.some(({ stale }) => !stale) ? ['generated files changed by hand'] : []),
    ...(handmade.some(({ stale }) => stale) ? ['generated files stale'] : []),
    ...(!risks.has('escalation') && risks.size > 0 ? ['exfiltration'] : []),
    ...(faults.some(({ severity }) => severity === 'error') ? ['history'] : []),
    ...(report.invariants.some(isBrokenInvariant) ? ['invariant broken'] : []),
    ...(report.summary.guards > 0 ? ['guard weakened'] : []),
  ];
}

/** Describes the number of users; a tenant that declares none has an unknown number of them, which is not zero. */
export function describePeople({
  users,
  unknown,
  tenants,
}: Pick<GroupJson, 'users' | 'unknown' | 'tenants'>): string {
  if (unknown === 0) return count(users, 'user');
  if (unknown >= tenants.length) return 'number of users unknown';
  return `${count(users, 'user')}, unknown in ${count(unknown, 'tenant')}`;
}

/** Describes what a changed document moved. */
export function describeMoves({ moved, extents }: EditJson): string {
  const parts =
    extents?.map(describeExtent) ??
    changeKinds.flatMap((kind) => (moved[kind] > 0 ? [`${moved[kind]} ${kind}`] : []));
  return parts.length > 0 ? parts.join(', ') : movedNothing;
}

/** The words for a document that moved no permission. */
export const movedNothing = 'moved nothing';

/** Documents of one kind in which the same field changed nothing for the same reason. */
export interface IdleGroup {
  readonly edits: readonly [EditJson, ...EditJson[]];
  readonly idle: IdleJson;
}

/** Groups the edits that changed nothing; edits that are about no permission stand together if they are alike. */
export function groupIdleEdits(edits: readonly EditJson[]): readonly IdleGroup[] {
  const groups = new Map<string, { readonly edits: [EditJson, ...EditJson[]]; readonly idle: IdleJson }>();
  for (const [number, edit] of edits.entries())
    for (const [at, idle] of edit.idle.entries()) {
      const { field, because, permissions } = idle;
      // The section on statements shows such a field.
      if (idle.verdict === 'says' && field !== undefined && field !== 'name' && !layerFields.has(field))
        continue;
      const isOwn = permissions.length > 0 || idle.by !== undefined;
      const key = isOwn ? `${number} ${at}` : `${edit.kind} ${edit.change} ${field} ${because}`;
      const known = groups.get(key);
      if (known) known.edits.push(edit);
      else groups.set(key, { edits: [edit], idle });
    }
  return [...groups.values()];
}

/** Describes tenants by name and number. */
export const describeTenants = (tenants: readonly string[], most: number): string =>
  tenants.length === 1 ? `tenant ${tenants[0]}` : `${tenants.length} tenants: ${listFirst(tenants, most)}`;

/** Chooses the place to look at: in the head, or in the base for something that only the base has. */
export function choosePlace(because: ReasonJson, kind: ChangeKind): SidePlaceJson {
  const { at, other } = because;
  if (isWidening(kind) || at.side === 'head' || !other) return at;
  return other;
}

/** Prints the place to look at. */
export function printChosenPlace(because: ReasonJson, kind: ChangeKind): string {
  const { path, line, column, side } = choosePlace(because, kind);
  return `${path}:${line}:${column}${side === 'base' ? ' (in the base)' : ''}`;
}

const listTenants = (some: readonly GroupJson[]): readonly string[] => [
  ...new Set(some.flatMap(({ tenants }) => tenants)),
];
