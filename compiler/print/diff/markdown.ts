import { changeKinds } from '../../model/change.ts';
import { isGraveGift, isMust, isWidening } from '../../questions/diff/verdict.ts';
import { count } from '../../text/count.ts';
import { inert, span, spans } from '../../text/markdown.ts';
import { type Shown, shownOf } from './arrivals.ts';
import { mustLines } from './markdown/must.ts';
import { fill, type Section } from './markdown/section.ts';
import { abilities, type Detail, line, sentence } from './markdown/sentence.ts';
import type { DiffReport, EditJson, GroupJson, RoleJson } from './report.ts';
import {
  alterationText,
  handmadeText,
  type IdleGroup,
  idleGroups,
  movedWords,
  peopleWords,
  placeFor,
  shownAlterations,
  verdictOf,
  whyUnmoved,
} from './sentences.ts';

/** What tells our comment from others: it is edited, not written anew. */
export const marker = '<!-- plafond:diff -->';

/** GitHub takes 65,536 characters; the rest is room for whoever puts something around it. */
const mostCharacters = 60_000;

/** What must be looked at may take so much before its lines say less each. */
const mostMust = 34_000;

/** For what stands above and below the sections. */
const reserve = 2_500;

/**
 * A difference as a comment on a pull request: the verdict, what nobody may miss, what each role and each line
 * comes to. Within 60,000 characters; what does not fit is left out whole and counted, from the end. `command`
 * is the command line that shows everything; `about` is said below the verdict.
 */
export function diffMarkdown(given: DiffReport, command: string, about?: string): string {
  const shown = shownOf(given);
  const { report } = shown;
  const must = mustLines(shown, mostMust);
  const head = [
    `${marker}\n`,
    handmadeAlert(report),
    `## ${inert(`Permissions: ${verdictOf(report)}`)}\n\n`,
    `${span(report.base)} → ${span(report.head)}\n`,
    about === undefined ? '' : `\n${about}\n`,
  ].join('');
  const kept = fill([mustSection(must)], mostCharacters - reserve);
  const room = mostCharacters - reserve - head.length - kept.text.length;
  const rest = fill(
    [
      gridSection(report),
      editSection(report),
      alterationSection(report),
      idleSection(report),
      lossSection(report),
      userSection(report),
      gainSection(shown),
      listSection(report),
    ],
    room,
  );
  return `${head}${kept.text}${rest.text}\n${footer([...kept.omitted, ...rest.omitted], command)}`;
}

/** What services load is not what reviewers read: nothing else matters before that. */
const handmadeAlert = (report: DiffReport): string =>
  report.handmade.length === 0
    ? ''
    : `> [!CAUTION]\n> ${handmadeText(report, span)}. Services load these files: run ${span('plafond compile')} and commit what it writes, or find out who changed them and why.\n\n`;

const mustSection = ({ lines, isSummed }: ReturnType<typeof mustLines>): Section => ({
  opening: `\n### Must look\n\n${isSummed ? summedWords : ''}`,
  rows: lines.map((row) => `1. ${row}\n`),
  closing: '',
  noun: 'entries of this list',
  share: 1,
});

const summedWords =
  'There is too much of it to tell role by role: each line stands for a permission, or a model, in all roles.\n\n';

/** What was left out, in the order in which it goes, and how to see it. */
function footer(omitted: readonly string[], command: string): string {
  if (omitted.length === 0) return `<sub>Locally: ${span(command)}</sub>\n`;
  return `**Left out for length:** ${omitted.join('; ')}. The last sections go first, a row at a time. All of it: ${span(command)}\n`;
}

function gridSection({ roles }: DiffReport): Section {
  const columns = ['Role', 'User type', 'Tenants', 'Gained', 'Lost', 'Reach', 'Users'];
  return {
    opening: `\n### Effect on each role\n\n| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`,
    rows: roles.map(gridRow),
    closing: '',
    noun: 'roles',
    share: 0.3,
  };
}

function gridRow({
  name,
  title,
  tenant,
  holders,
  tenants,
  moved,
  woken,
  asleep,
  users,
  unknown,
}: RoleJson): string {
  const reach = [
    ...(moved.widened > 0 ? [`${moved.widened} wider`] : []),
    ...(moved.narrowed > 0 ? [`${moved.narrowed} narrower`] : []),
    ...(moved.shifted > 0 ? [`${moved.shifted} other`] : []),
  ];
  const part = (some: number, words: string) => (some > 0 ? `, ${some} ${words}` : '');
  const cells = [
    `${span(name)}${title === undefined ? '' : ` ${span(title)}`}`,
    span(holders),
    tenant === undefined ? String(tenants) : `1, its own: ${span(tenant)}`,
    moved.gained > 0 ? `+${moved.gained} gained${part(woken, 'woken')}` : '',
    moved.lost > 0 ? `−${moved.lost} lost${part(asleep, 'put to sleep')}` : '',
    reach.join(', '),
    peopleWords({ users, unknown, tenants: Array.from({ length: tenants }, () => '') }),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function editSection({ edits }: DiffReport): Section {
  const moving = edits
    .filter(({ moved }) => cellsOf(moved) > 0)
    .sort((a, b) => cellsOf(b.moved) - cellsOf(a.moved));
  return {
    opening: '\n### Your edits and what they did\n\n| Document | Edit | What it did |\n| --- | --- | --- |\n',
    rows: moving.map(
      (edit) =>
        `| ${documentWords(edit)} ${line(edit.at)} | ${edit.change} | ${movedWords(edit)}${refusedWords(edit)} |\n`,
    ),
    closing: '',
    noun: 'edits',
    share: 0.4,
  };
}

/** What a role asked for where a tenant refuses it. */
const refusedWords = ({ refused = [] }: EditJson): string => {
  const parts = refused
    .slice(0, 6)
    .map(
      ({ tenant, permissions, by }) =>
        `asked for, but refused in ${span(tenant)} by the tenant’s ceiling (${line(by)}): ${spans(permissions, 6)}`,
    );
  const rest = refused.length - parts.length;
  return [...parts, ...(rest > 0 ? [`and refused in ${count(rest, 'more tenant')}`] : [])]
    .map((part) => `; ${part}`)
    .join('');
};

const documentWords = ({ kind, name, tenant }: EditJson): string =>
  `${kind}${name === '' ? '' : ` ${span(name)}`}${tenant === undefined ? '' : ` of ${span(tenant)}`}`;

const cellsOf = (moved: EditJson['moved']): number => changeKinds.reduce((sum, kind) => sum + moved[kind], 0);

function alterationSection(report: DiffReport): Section {
  return {
    opening: '\n### Statements that changed\n\n| Where | Statement | |\n| --- | --- | --- |\n',
    rows: shownAlterations(report).map((one) => {
      const why = whyUnmoved(one, report);
      const effect = { loosens: '**loosened**', tightens: 'tightened', neutral: '' }[one.effect];
      const words = [effect, ...(why === undefined ? [] : [inert(why)])].filter((word) => word !== '');
      return `| ${line(one.at)} | ${alterationText(one, span)} | ${words.join('; ')} |\n`;
    }),
    closing: '',
    noun: 'statements',
    share: 0.5,
  };
}

function idleSection({ edits }: DiffReport): Section {
  return {
    opening: '\n### Edits that changed nothing\n\n',
    rows: idleGroups(edits).map(idleRow),
    closing: '',
    noun: 'edits that changed nothing',
    share: 0.5,
  };
}

function idleRow({ edits, idle }: IdleGroup): string {
  const { at, field, permissions, verdict, because, by } = idle;
  const [first] = edits;
  const isWhole = field === undefined || field === 'name';
  const part =
    permissions.length > 0 ? ` ${verdict} ${spans(permissions, 6)}` : isWhole ? '' : `, ${span(field)},`;
  const what = edits.length === 1 ? documentWords(first) : `${first.kind} ${spans(edits.map(nameOf), 6)}`;
  return `- ${line(at)} ${what}${part} to no effect: ${inert(because)}${by ? ` (${line(by)})` : ''}.\n`;
}

const nameOf = ({ name, tenant }: EditJson): string => name || (tenant ?? '');

const listed: Detail = { names: 6, permissions: 12, isFull: true };

function lossSection({ groups }: DiffReport): Section {
  return {
    opening: '\n### What is lost\n\n',
    rows: groups.filter(({ kind }) => !isWidening(kind)).map((group) => `- ${sentence(group, listed)}\n`),
    closing: '',
    noun: 'losses',
    share: 0.6,
  };
}

function userSection({ reassigned }: DiffReport): Section {
  return {
    opening: '\n### Users with other roles\n\n',
    rows: reassigned
      .filter((one) => !isGraveGift(one))
      .map(
        ({ change, tenant, role, users, at }) =>
          `- Role ${span(role)} of tenant ${span(tenant)} is ${change === 'given' ? 'given to' : 'taken from'} ${spans(users, 6)} (${line(at)}).\n`,
      ),
    closing: '',
    noun: 'roles given or taken',
    share: 0.5,
  };
}

function gainSection({ report: { groups }, told }: Shown): Section {
  const rest = groups.filter((group) => isWidening(group.kind) && !isMust(group) && !told.has(group));
  return {
    opening: '\n### What else is gained\n\n',
    rows: rest.map((group) => `- ${sentence(group, listed)}\n`),
    closing: '',
    noun: 'other gains',
    share: 0.7,
  };
}

function listSection({ groups, added, removed }: DiffReport): Section {
  const presences = [
    ...added.map((one) => ({ ...one, word: 'added' })),
    ...removed.map((one) => ({ ...one, word: 'removed' })),
  ];
  const rows = [
    ...groups.map(listRow),
    ...presences.map(
      ({ word, kind, name, tenant, at }) =>
        `- ${word}: ${kind} ${span(name)}${tenant === undefined ? '' : ` of ${span(tenant)}`} (${line(at)})\n`,
    ),
  ];
  return {
    opening: `\n<details><summary>Full list: ${count(rows.length, 'entry')}</summary>\n\n`,
    rows,
    closing: '\n</details>\n',
    noun: 'entries of the full list',
    share: 1,
  };
}

/** One line for each group, with nothing said of why. */
function listRow(group: GroupJson): string {
  const { kind, roles, tenants, can, because } = group;
  const names = spans(
    roles.map(({ name }) => name),
    40,
  );
  const codes = abilities(can, { names: 40, permissions: 40, isFull: false });
  return `- ${kind}: ${names} in ${spans(tenants, 40)}: ${codes} (${line(placeFor(because, kind))})\n`;
}
