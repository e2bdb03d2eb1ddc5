import { isGraveGain, isGuardLoosened, isWidening } from '../../questions/diff/judge-difference.ts';
import {
  judgeAlteration,
  judgeChangeGroup,
  judgeInvariantChange,
  judgeNetEffect,
} from '../../questions/diff/judge-gravity.ts';
import type { SubjectArrival } from '../../questions/diff/list-subject-arrivals.ts';
import type {
  AlterationJson,
  DiffReport,
  EditJson,
  GroupJson,
  InvariantJson,
  NetEffectJson,
} from '../../questions/diff/report.ts';
import { separateArrivals } from '../../questions/diff/separate-arrivals.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import {
  type AnnotationLevel,
  levelOfGravity,
  printAnnotation,
  printFirstAnnotations,
} from '../github-annotations.ts';
import { describeInvariantChange } from './describe-guards.ts';
import {
  describeInclusion,
  describeRename,
  describeSuggestedRename,
  describeSwap,
} from './describe-names.ts';
import {
  choosePlace,
  describeAlteration,
  describePeople,
  describeTenants,
  describeVendorEdit,
  describeVerdict,
  listVendorEdits,
  markVendors,
  printChosenPlace,
  vendorWords,
} from './describe-report.ts';
import { describeNetEffect, describeUsers } from './print-people.ts';

/** The most effects on users that are annotated, the greatest first, so that room is left for other annotations. */
const mostEffects = 3;

interface DiffAnnotation {
  readonly kind: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  /** The line to annotate; absent if it is gone, since only lines of the head can be annotated. */
  readonly at?: { readonly path: string; readonly line: number };
}

/** Prints a difference as GitHub workflow commands: errors and warnings must be looked at, the rest are notices. */
export function printDiffGithub(report: DiffReport, refused: readonly string[] = []): string {
  const { subjects } = separateArrivals(report);
  const ofSubjects = new Set(subjects.flatMap(({ groups }) => groups));
  const annotations: readonly DiffAnnotation[] = [
    ...refused.map((message): DiffAnnotation => ({ kind: 'error', title: 'plafond', message })),
    ...[...report.handmade, ...report.faults].map(
      ({ severity, code, message, path, line }): DiffAnnotation => ({
        kind: severity === 'info' ? 'notice' : severity,
        title: code,
        message,
        at: { path, line },
      }),
    ),
    ...report.invariants.map(annotateInvariant),
    ...listVendorEdits(report).map(annotateVendorEdit),
    ...subjects.map(annotateSubject),
    ...report.alterations.filter(isGuardLoosened).map(annotateAlteration),
    ...report.groups.filter((group) => isGraveGain(group) || !ofSubjects.has(group)).map(annotateGroup),
    ...report.alterations.filter((one) => !isGuardLoosened(one)).map(annotateAlteration),
    ...annotateNames(report),
    ...report.netEffects.slice(0, mostEffects).map(annotateEffect),
    { kind: 'notice', title: 'plafond', message: describeVerdict(report) },
  ];
  return (['error', 'warning', 'notice'] as const)
    .map((kind) =>
      printFirstAnnotations(
        kind,
        annotations.filter((one) => one.kind === kind),
        printOnLine,
        'run `plafond diff`',
      ),
    )
    .join('');
}

/** Annotates what has another name now, or looks so, what changed places, and which roles include others. */
const annotateNames = (report: DiffReport): readonly DiffAnnotation[] => [
  ...report.suggestedRenames.map(
    (one): DiffAnnotation => ({
      kind: 'notice',
      title: 'looks renamed',
      message: describeSuggestedRename(one, quoteName, ({ path, line }) => `${path}:${line}`),
      at: one.at,
    }),
  ),
  ...(report.swapped ?? []).map(
    (one): DiffAnnotation => ({
      kind: 'warning',
      title: one.kind === 'role' ? 'roles swapped' : 'swapped',
      message: describeSwap(one, quoteName),
      ...(one.at[0] && { at: one.at[0] }),
    }),
  ),
  ...(report.inclusions ?? []).map(
    (one): DiffAnnotation => ({
      kind: 'notice',
      title: 'inclusions',
      message: describeInclusion(one, quoteName),
      ...(one.at[0] && { at: one.at[0] }),
    }),
  ),
  ...report.renames.map(
    (one): DiffAnnotation => ({
      kind: 'notice',
      title: 'renamed',
      message: describeRename(one, quoteName),
      at: one.at,
    }),
  ),
];

const printOnLine = ({ kind, title, message, at }: DiffAnnotation): string =>
  printAnnotation(kind, makeVisible(message), { file: at?.path, line: at?.line, title });

const quoteName = (name: string): string => `\`${name}\``;

function annotateGroup(group: GroupJson): DiffAnnotation {
  const { kind, roles, tenants, can, because, woken, asleep } = group;
  const place = choosePlace(because, kind);
  const state = woken ? ', woken' : asleep ? ', put to sleep' : '';
  const names = listFirst(
    roles.map(({ name }) => name),
    6,
  );
  const codes = listFirst(
    can.map(({ permission }) => permission),
    8,
  );
  return {
    kind: levelOfGravity[judgeChangeGroup(group)],
    title: `${kind}${state}`,
    message: `${names} in ${describeTenants(tenants, 4)}, ${describePeople(group)}: ${kind} ${codes}; ${because.words}${isWidening(kind) ? '' : ` (${printChosenPlace(because, kind)})`}${markVendors(group)}`,
    ...(place.side === 'head' && { at: place }),
  };
}

/**
 * Annotates something new in the catalog once, with who holds it; its permissions of high risk have annotations of
 * their own.
 */
const annotateSubject = ({ kind, subject, properties, at, rows }: SubjectArrival): DiffAnnotation => ({
  kind: 'notice',
  title: `new ${kind}`,
  message: `${listFirst([subject, ...properties], 6)}: held by ${listFirst(
    rows.flatMap(({ roles }) => roles),
    6,
  )}`,
  ...(at.side === 'head' && { at }),
});

const annotateAlteration = (one: AlterationJson): DiffAnnotation => ({
  kind: levelOfGravity[judgeAlteration(one)],
  title: one.effect === 'loosens' ? 'loosened' : 'statement changed',
  message: `${describeAlteration(one, (text) => text)}${markVendors(one)}`,
  ...(one.at.side === 'head' && { at: one.at }),
});

const annotateInvariant = (one: InvariantJson): DiffAnnotation => ({
  kind: levelOfGravity[judgeInvariantChange(one)],
  title: `invariant ${one.change}`,
  message: describeInvariantChange(one),
  ...(one.at.side === 'head' && { at: one.at }),
});

const annotateVendorEdit = (edit: EditJson): DiffAnnotation => ({
  kind: 'warning',
  title: vendorWords,
  message: describeVendorEdit(edit),
  ...(edit.at.side === 'head' && { at: edit.at }),
});

const annotateEffect = (effect: NetEffectJson): DiffAnnotation => ({
  kind: levelOfGravity[judgeNetEffect(effect)],
  title: 'people',
  message: `${describeUsers(effect, 6, listFirst)}: ${describeNetEffect(effect, 6, listFirst)}`,
  ...(effect.at.side === 'head' && { at: effect.at }),
});
