import { markdownTable } from 'markdown-table';
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
import { code, plain } from '../../text/markdown.ts';
import type { Origin } from './manifest.ts';
import { lineText } from './provenance.ts';

/** `delta.md`: what changed in effect since another revision, grouped; `delta.csv` has every single change. */
export function deltaMarkdown(difference: Difference, { since, tenant }: Origin): string {
  const { changes, added, removed, edits, reassigned, direction } = difference;
  const grouped = groups(changes);
  const scope = tenant === null ? '' : `, in tenant ${code(tenant)} only`;
  return [
    `# What changed in effect since ${code(since?.revision ?? '')}`,
    `Commit ${code(since?.commit ?? '')} against the policies of this pack${scope}. ${directions[direction]}`,
    countsOf(changes),
    ...section(
      'Escalations and exfiltrations',
      grouped.filter(({ risk }) => isGrave(risk)).map(groupRow),
      groupHead,
      'None of the changes is of these classes.',
    ),
    ...section('Everything else', grouped.filter(({ risk }) => !isGrave(risk)).map(groupRow), groupHead),
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
    ...section('Documents that were edited', edits.map(editRow), [
      'document',
      'at',
      'what it moved',
      'what changed nothing, and why',
    ]),
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
    unknown === 0 ? '' : unknown === tenants.length ? 'unknown' : `, unknown in ${unknown} tenants`;
  return [
    `${kind}${how}`,
    risk,
    some(cells.map(({ permission }) => code(permission))),
    some(roles.map(({ name }) => code(name))),
    some(tenants.map(code)),
    unknown === tenants.length ? where : `${users}${where}`,
    some([...new Set(causes.map(causeText))]),
  ];
}

const causeText = ({ layer, at }: Cause): string =>
  `${layer} at ${lineCode(at.place)}${at.side === 'base' ? ' of the base' : ''}`;

const presenceRow =
  (what: string) =>
  ({ kind, name, tenant, at }: Presence): readonly string[] => [
    what,
    kind,
    `${code(name)}${tenant === undefined ? '' : ` of ${code(tenant)}`}`,
    lineCode(at.place),
  ];

const reassignedRow = ({ tenant, user, given, taken, at }: Reassignment): readonly string[] => [
  code(tenant),
  plain(user),
  given.map(code).join(', '),
  taken.map(code).join(', '),
  lineCode(at.place),
];

function editRow({ document, at, moved, idle }: Edit): readonly string[] {
  const { kind, name, tenant } = document;
  const counts = changeKinds.flatMap((one) => (moved[one] > 0 ? [`${moved[one]} ${one}`] : []));
  return [
    `${kind} ${plain(name)}${tenant === undefined || tenant === name ? '' : ` of ${plain(tenant)}`}`,
    lineCode(at.place),
    counts.length > 0 ? counts.join(', ') : 'nothing',
    some(idle.map(({ because, at: where }) => `${plain(because)} (${lineCode(where.place)})`)),
  ];
}

/** A place in a table, where a bar would end the cell. */
const lineCode = (place: Place): string => code(lineText(place)).replaceAll('|', '\\|');

/** More of a list than this is counted, not shown. */
const shown = 12;

const some = (texts: readonly string[]): string =>
  texts.length <= shown + 1
    ? texts.join(', ')
    : `${texts.slice(0, shown).join(', ')} and ${texts.length - shown} more`;

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
