import { markdownTable } from 'markdown-table';
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
import { type Group, groups, isGrave } from '../../questions/diff/groups.ts';
import type { Origin } from '../../questions/evidence/evidence.ts';
import { count } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirst } from '../../text/list.ts';
import { inert, span, spans } from '../../text/markdown.ts';
import { positionOf } from '../../text/source.ts';
import { printLine } from '../place.ts';

/** `delta.md`: what changed in effect since another revision, grouped; `delta.csv` has every single change. */
export function printDeltaMarkdown(
  difference: Difference,
  faults: readonly Diagnostic[],
  { since, tenant }: Origin,
): string {
  const { changes, added, removed, edits, reassigned, direction } = difference;
  const together = groups(changes);
  const scope = tenant === null ? '' : `, in tenant ${span(tenant)} only`;
  return [
    `# What changed in effect since ${span(since?.revision ?? '')}`,
    `Commit ${span(since?.commit ?? '')} against the policies of this pack${scope}. ${directions[direction]}`,
    countsOf(changes),
    ...section(
      'Escalations and exfiltrations',
      together.filter(({ risk }) => isGrave(risk)).map(groupRow),
      groupHead,
      'None of the changes is of these classes.',
    ),
    ...section('Guards that were weakened and roles that became others', faults.map(faultRow), [
      'severity',
      'what',
      'at',
    ]),
    ...section('Everything else', together.filter(({ risk }) => !isGrave(risk)).map(groupRow), groupHead),
    ...section(
      'Declared or no longer declared',
      [...added.map(presenceRow('added')), ...removed.map(presenceRow('removed'))],
      ['', 'what', 'name', 'at'],
    ),
    ...section('Users with other roles', reassigned.map(reassignedRow), [
      'tenant',
      'user',
      'given',
      'taken',
      'at',
    ]),
    ...section('Documents that moved something', edits.filter(isMoving).map(editRow), [
      'document',
      'at',
      'what it moved',
    ]),
    ...section('Edits that changed nothing in effect', idleRows(edits), ['why', 'where']),
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

function countsOf(changes: readonly Change[]): string {
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

function groupRow({
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
}: Group): readonly string[] {
  const how = woken ? ', woken' : asleep ? ', put to sleep' : '';
  const where =
    unknown === 0 ? '' : unknown === tenants.length ? 'unknown' : `, unknown in ${count(unknown, 'tenant')}`;
  return [
    `${kind}${how}`,
    risk,
    permissionsText(cells),
    spans(
      roles.map(({ name }) => name),
      shown,
    ),
    spans(tenants, shown),
    unknown === tenants.length ? where : `${users}${where}`,
    some([...new Set(causes.map(causeText))]),
  ];
}

/** The worst first, and of those that are grave none is left out. */
function permissionsText(cells: readonly Cell[]): string {
  const grave = cells.filter(({ risk }) => isGrave(risk));
  const sorted = [...grave, ...cells.filter((cell) => !grave.includes(cell))];
  return spans(
    sorted.map(({ permission }) => permission),
    grave.length + shown,
  );
}

const causeText = ({ layer, at }: Cause): string =>
  `${layer} at ${lineSpan(at.place)}${at.side === 'base' ? ' of the base' : ''}`;

const presenceRow =
  (what: string) =>
  ({ kind, name, tenant, at }: Presence): readonly string[] => [
    what,
    kind,
    `${span(name)}${tenant === undefined ? '' : ` of ${span(tenant)}`}`,
    lineSpan(at.place),
  ];

const reassignedRow = ({ tenant, user, given, taken, at }: Reassignment): readonly string[] => [
  span(tenant),
  span(user),
  some(given.map(span)),
  some(taken.map(span)),
  lineSpan(at.place),
];

const isMoving = ({ moved }: Edit): boolean => changeKinds.some((kind) => moved[kind] > 0);

function editRow({ document, at, moved }: Edit): readonly string[] {
  const { kind, name, tenant } = document;
  return [
    `${kind} ${span(name)}${tenant === undefined || tenant === name ? '' : ` of ${span(tenant)}`}`,
    lineSpan(at.place),
    changeKinds.flatMap((one) => (moved[one] > 0 ? [`${moved[one]} ${one}`] : [])).join(', '),
  ];
}

/** Edits without effect by their reason: a reason that holds of many is told once. */
function idleRows(edits: readonly Edit[]): readonly (readonly string[])[] {
  const reasons = groupBy(
    edits.flatMap(({ idle }) => idle),
    ({ because }) => because,
  );
  return [...reasons].map(([because, idle]) => [
    inert(because),
    some(idle.map(({ at }) => lineSpan(at.place))),
  ]);
}

const faultRow = ({ severity, message, at }: Diagnostic): readonly string[] => [
  severity,
  inert(message),
  span(`${at.source.path}:${positionOf(at.source, at.start).line}`),
];

/** A place in a table. */
const lineSpan = (place: Place): string => span(printLine(place));

/** More of a list than this is counted, not shown. */
const shown = 12;

const some = (texts: readonly string[]): string => listFirst(texts, shown);

function section(
  title: string,
  rows: readonly (readonly string[])[],
  head: readonly string[],
  without?: string,
): readonly string[] {
  if (rows.length === 0) return without === undefined ? [] : [`## ${title}`, without];
  const table = markdownTable([[...head], ...rows.map((row) => [...row])], { alignDelimiters: false });
  return [`## ${title}`, table];
}
