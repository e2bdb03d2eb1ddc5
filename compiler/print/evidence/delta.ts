import { markdownTable } from 'markdown-table';
import { nameSeverity } from '../../diagnostics/describe-code.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Cell } from '../../model/catalog.ts';
import type {
  Cause,
  Change,
  Difference,
  Direction,
  Edit,
  Presence,
  Reassignment,
} from '../../model/change.ts';
import { changeKinds } from '../../model/change.ts';
import type { Place } from '../../model/document.ts';
import { type ChangeGroup, groupChanges, isGraveRisk } from '../../questions/diff/group-changes.ts';
import type { Origin } from '../../questions/evidence/evidence.ts';
import { count } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirst } from '../../text/list.ts';
import { writeInert, writeShortSpan, writeSpans } from '../../text/markdown.ts';
import { findPosition } from '../../text/source.ts';
import { printLine } from '../print-place.ts';

/** Prints `delta.md`: the changes in effect since another revision, grouped; `delta.csv` has every single one. */
export function printDeltaMarkdown(
  difference: Difference,
  faults: readonly Diagnostic[],
  { since, tenant }: Origin,
): string {
  const { changes, added, removed, edits, reassigned, direction } = difference;
  const together = groupChanges(changes);
  const scope = tenant === null ? '' : `, in tenant ${writeShortSpan(tenant)} only`;
  return [
    `# What changed in effect since ${writeShortSpan(since?.revision ?? '')}`,
    `Commit ${writeShortSpan(since?.commit ?? '')} against the policies of this pack${scope}. ${directions[direction]}`,
    printCounts(changes),
    ...printSection(
      'Escalations and exfiltrations',
      together.filter(({ risk }) => isGraveRisk(risk)).map(printGroup),
      groupHead,
      'None of the changes is of these classes.',
    ),
    ...printSection('Guards that were weakened and roles that became others', faults.map(printFault), [
      'severity',
      'what',
      'at',
    ]),
    ...printSection(
      'Everything else',
      together.filter(({ risk }) => !isGraveRisk(risk)).map(printGroup),
      groupHead,
    ),
    ...printSection(
      'Declared or no longer declared',
      [...added.map(printPresence('added')), ...removed.map(printPresence('removed'))],
      ['', 'what', 'name', 'at'],
    ),
    ...printSection('Users with other roles', reassigned.map(printReassignment), [
      'tenant',
      'user',
      'given',
      'taken',
      'at',
    ]),
    ...printSection('Documents that moved something', edits.filter(isMoving).map(printEdit), [
      'document',
      'at',
      'what it moved',
    ]),
    ...printSection('Edits that changed nothing in effect', printIdleRows(edits), ['why', 'where']),
    'Every single change is a row of `delta.csv`.',
    '',
  ].join('\n\n');
}

const directions: Readonly<Record<Direction, string>> = {
  wider: 'Taken together, people can do **more**.',
  narrower: 'Taken together, people can do **less**.',
  both: 'People can do **more** in some places and **less** in others.',
  none: 'Nobody can do more or less than before.',
};

function printCounts(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No effective permission changed.';
  const counts = changeKinds.map(
    (kind) => [kind, changes.filter((change) => change.kind === kind).length] as const,
  );
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')
    .concat('.');
}

const groupHead = ['kind', 'risk', 'permissions', 'roles', 'tenants', 'active users', 'because of'] as const;

function printGroup({
  kind,
  woken,
  asleep,
  risk,
  cells,
  roles,
  tenants,
  users,
  unknown,
  causes,
}: ChangeGroup): readonly string[] {
  const how = woken ? ', woken' : asleep ? ', put to sleep' : '';
  const where =
    unknown === 0 ? '' : unknown === tenants.length ? 'unknown' : `, unknown in ${count(unknown, 'tenant')}`;
  return [
    `${kind}${how}`,
    risk,
    listPermissions(cells),
    writeSpans(
      roles.map(({ name }) => name),
      shown,
    ),
    writeSpans(tenants, shown),
    unknown === tenants.length ? where : `${users}${where}`,
    listShown([...new Set(causes.map(printCause))]),
  ];
}

/** Lists permissions, the gravest first; none of the grave ones is left out. */
function listPermissions(cells: readonly Cell[]): string {
  const grave = cells.filter(({ risk }) => isGraveRisk(risk));
  const sorted = [...grave, ...cells.filter((cell) => !grave.includes(cell))];
  return writeSpans(
    sorted.map(({ permission }) => permission),
    grave.length + shown,
  );
}

const printCause = ({ layer, at }: Cause): string =>
  `${layer} at ${printLineSpan(at.place)}${at.side === 'base' ? ' of the base' : ''}`;

const printPresence =
  (what: string) =>
  ({ kind, name, tenant, at }: Presence): readonly string[] => [
    what,
    kind,
    `${writeShortSpan(name)}${tenant === undefined ? '' : ` of ${writeShortSpan(tenant)}`}`,
    printLineSpan(at.place),
  ];

const printReassignment = ({ tenant, user, given, taken, at }: Reassignment): readonly string[] => [
  writeShortSpan(tenant),
  writeShortSpan(user),
  listShown(given.map(writeShortSpan)),
  listShown(taken.map(writeShortSpan)),
  printLineSpan(at.place),
];

const isMoving = ({ moved }: Edit): boolean => changeKinds.some((kind) => moved[kind] > 0);

function printEdit({ document, at, moved }: Edit): readonly string[] {
  const { kind, name, tenant } = document;
  return [
    `${kind} ${writeShortSpan(name)}${tenant === undefined || tenant === name ? '' : ` of ${writeShortSpan(tenant)}`}`,
    printLineSpan(at.place),
    changeKinds.flatMap((one) => (moved[one] > 0 ? [`${moved[one]} ${one}`] : [])).join(', '),
  ];
}

/** Groups edits without effect by their reason. */
function printIdleRows(edits: readonly Edit[]): readonly (readonly string[])[] {
  const reasons = groupBy(
    edits.flatMap(({ idle }) => idle),
    ({ because }) => because,
  );
  return [...reasons].map(([because, idle]) => [
    writeInert(because),
    listShown(idle.map(({ at }) => printLineSpan(at.place))),
  ]);
}

const printFault = ({ severity, message, at }: Diagnostic): readonly string[] => [
  nameSeverity(severity),
  writeInert(message),
  writeShortSpan(`${at.source.path}:${findPosition(at.source, at.start).line}`),
];

/** Prints the line of a place as a code span. */
const printLineSpan = (place: Place): string => writeShortSpan(printLine(place));

/** The most items of a list that are shown; the others are counted. */
const shown = 12;

const listShown = (texts: readonly string[]): string => listFirst(texts, shown);

function printSection(
  title: string,
  rows: readonly (readonly string[])[],
  head: readonly string[],
  without?: string,
): readonly string[] {
  if (rows.length === 0) return without === undefined ? [] : [`## ${title}`, without];
  const table = markdownTable([[...head], ...rows.map((row) => [...row])], { alignDelimiters: false });
  return [`## ${title}`, table];
}
