import { changeKinds } from '../../model/change.ts';
import { isGraveReassignment, isMustLook, isWidening } from '../../questions/diff/judge-difference.ts';
import { listRevivals } from '../../questions/diff/list-revivals.ts';
import type { DiffReport, EditJson, GroupJson, RoleJson } from '../../questions/diff/report.ts';
import { type SeparatedReport, separateArrivals } from '../../questions/diff/separate-arrivals.ts';
import { listShownAlterations } from '../../questions/diff/summarize-report.ts';
import { count } from '../../text/count.ts';
import { writeCellSpan, writeInert, writeShortSpan, writeSpans } from '../../text/markdown.ts';
import {
  choosePlace,
  describeAlteration,
  describeDocument,
  describeHandmade,
  describeMoves,
  describePeople,
  describeVerdict,
  explainUnmoved,
  groupIdleEdits,
  type IdleGroup,
  vendorWords,
} from './describe-report.ts';
import { chooseScreen } from './markdown/choose-screen.ts';
import { describeAbilities, describeGroup, listed, printPathLine } from './markdown/describe-group.ts';
import { type FoldedSection, fillSections, type Section } from './markdown/fill-sections.ts';

/** The line by which our comment is found again, so that it is edited and not written anew. */
export const commentMarker = '<!-- plafond:diff -->';

/** GitHub takes 65,536 characters; the rest is room for whoever puts something around it. */
const mostCharacters = 60_000;

/** The characters that what stands above the folds takes at most, if it can: a screen. */
const mostOnScreen = 2_700;

/** The characters that are kept free for what stands above and below the sections. */
const reserve = 2_500;

/** The lines around the verdict at the top of a comment. */
interface CommentOpening {
  /** The first line, by which the comment is found again. */
  readonly marker?: string;
  /** The beginning of the headline, in Markdown. */
  readonly title?: string;
  /** The sentence below the verdict, in Markdown. */
  readonly about?: string;
}

/**
 * Prints a difference as a comment on a pull request: the verdict, the changes that nobody may miss, the effect on
 * each role and the effect of each line. It keeps within 60,000 characters: rows that do not fit are left out whole,
 * from the end, and counted. `command` is the command line that shows everything.
 */
export function printDiffMarkdown(
  report: DiffReport,
  command: string,
  { marker = commentMarker, title = 'Permissions', about }: CommentOpening = {},
): string {
  const separated = separateArrivals(report);
  const revivals = listRevivals(report, separated.covered);
  const revived = revivals.flatMap(({ groups }) => groups);
  const shown = { ...separated, covered: new Set([...separated.covered, ...revived]) };
  const gains = listOtherGains(shown).filter(({ risk }) => risk !== 'read');
  const head = [
    `${marker}\n`,
    printHandmadeAlert(report),
    `## ${title}: ${writeInert(describeVerdict(report))}\n\n`,
    `${writeShortSpan(report.base)} → ${writeShortSpan(report.head)}\n`,
    about === undefined ? '' : `\n${about}\n`,
  ].join('');
  const { above, below } = chooseScreen({ report, shown, revivals, gains }, mostOnScreen - head.length);
  const top = fillSections(above, mostCharacters - reserve);
  const isBare = top.text === '';
  const folded = [
    ...below,
    makeRevivedSection(revived),
    makeLossSection(report),
    makeReadSection(shown),
    makeRoleSection(report),
    makeEditSection(report),
    makeAlterationSection(report),
    makeIdleSection(report),
    makeUserSection(report),
    makeListSection(report),
  ].filter(({ rows }) => rows.length > 0);
  const rest = fillSections(
    folded.map((one, at) => fold(one, isBare && at === 0)),
    mostCharacters - reserve - head.length - top.text.length,
  );
  return `${head}${top.text}${rest.text}\n${printFooter([...top.omitted, ...rest.omitted], command)}`;
}

/** Folds a section, of which then only the title and the number of rows show until it is opened. */
const fold = (section: FoldedSection, isOpen: boolean): Section => ({
  ...section,
  opening: `\n<details${isOpen ? ' open' : ''}><summary>${section.title}: ${section.rows.length}</summary>\n\n${section.opening}`,
  closing: `${section.closing}\n</details>\n`,
});

/** Prints a warning that generated files were changed by hand or are stale. It comes first, since services load those files. */
const printHandmadeAlert = (report: DiffReport): string =>
  report.handmade.length === 0
    ? ''
    : `> [!CAUTION]\n> ${describeHandmade(report, writeShortSpan)}. Services load these files: run ${writeShortSpan('plafond compile')} and commit what it writes${report.handmade.every(({ stale }) => stale) ? '' : ', or find out who changed them and why'}.\n\n`;

/** Lists the parts that were left out, in the order in which they went, and the command that shows them. */
function printFooter(omitted: readonly string[], command: string): string {
  if (omitted.length === 0) return `<sub>Locally: ${writeShortSpan(command)}</sub>\n`;
  return `**Left out for length:** ${omitted.join('; ')}. The last sections go first, a row at a time. All of it: ${writeShortSpan(command)}\n`;
}

function makeRoleSection({ roles }: DiffReport): FoldedSection {
  const columns = ['Role', 'User type', 'Tenants', 'Gained', 'Lost', 'Reach', 'Users'];
  return {
    title: 'Effect on each role',
    opening: `| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`,
    rows: roles.map(printRoleRow),
    closing: '',
    noun: 'roles',
    share: 0.3,
  };
}

function printRoleRow({
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
    `${writeShortSpan(name)}${title === undefined ? '' : ` ${writeShortSpan(title)}`}`,
    writeShortSpan(holders),
    tenant === undefined ? String(tenants) : `1, its own: ${writeShortSpan(tenant)}`,
    moved.gained > 0 ? `+${moved.gained} gained${part(woken, 'woken')}` : '',
    moved.lost > 0 ? `−${moved.lost} lost${part(asleep, 'put to sleep')}` : '',
    reach.join(', '),
    describePeople({ users, unknown, tenants: Array.from({ length: tenants }, () => '') }),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function makeEditSection({ edits }: DiffReport): FoldedSection {
  const moving = edits
    .filter(({ moved, together }) => countMoved(moved) > 0 || together !== undefined)
    .sort((a, b) => countMoved(b.moved) - countMoved(a.moved));
  return {
    title: 'Your edits and what they did',
    opening: '| Document | Edit | What it did |\n| --- | --- | --- |\n',
    rows: moving.map(
      (edit) =>
        `| ${describeDocument(edit, writeShortSpan)} ${printPathLine(edit.at)} | ${edit.change} | ${describeMoves(edit)}${describeTogether(edit)}${describeRefusals(edit)} |\n`,
    ),
    closing: '',
    noun: 'edits',
    share: 0.4,
  };
}

/** Describes the permissions that an edit moves for users with several roles, and for no role alone. */
const describeTogether = ({ together = [] }: EditJson): string =>
  together.length > 0 ? `; for users, through several roles together: ${writeSpans(together, 6)}` : '';

/** Describes the permissions that a role newly asks for and that tenants refuse. */
const describeRefusals = ({ refused = [] }: EditJson): string => {
  const parts = refused
    .slice(0, 6)
    .map(
      ({ tenant, permissions, by }) =>
        `asked for, but refused in ${writeShortSpan(tenant)} by the tenant’s ceiling (${printPathLine(by)}): ${writeSpans(permissions, 6)}`,
    );
  const rest = refused.length - parts.length;
  return [...parts, ...(rest > 0 ? [`and refused in ${count(rest, 'more tenant')}`] : [])]
    .map((part) => `; ${part}`)
    .join('');
};

const countMoved = (moved: EditJson['moved']): number =>
  changeKinds.reduce((sum, kind) => sum + moved[kind], 0);

function makeAlterationSection(report: DiffReport): FoldedSection {
  return {
    title: 'Statements that changed',
    opening: '| Where | Statement | |\n| --- | --- | --- |\n',
    rows: listShownAlterations(report).map((one) => {
      const why = explainUnmoved(one, report);
      const effect = { loosens: '**loosened**', tightens: 'tightened', neutral: '' }[one.effect];
      const words = [
        effect,
        ...(one.vendor ? [vendorWords] : []),
        ...(why === undefined ? [] : [writeInert(why)]),
      ].filter((word) => word !== '');
      return `| ${printPathLine(one.at)} | ${describeAlteration(one, writeCellSpan)} | ${words.join('; ')} |\n`;
    }),
    closing: '',
    noun: 'statements',
    share: 0.5,
  };
}

function makeIdleSection({ edits }: DiffReport): FoldedSection {
  return {
    title: 'Edits that changed nothing by themselves',
    opening: '',
    rows: groupIdleEdits(edits).map(printIdleRow),
    closing: '',
    noun: 'edits that changed nothing',
    share: 0.5,
  };
}

function printIdleRow({ edits, idle }: IdleGroup): string {
  const { at, field, permissions, verdict, because, by } = idle;
  const [first] = edits;
  const isWhole = field === undefined || field === 'name';
  const part =
    permissions.length > 0
      ? ` ${verdict} ${writeSpans(permissions, 6)}`
      : isWhole
        ? ''
        : `, ${writeShortSpan(field)},`;
  const what =
    edits.length === 1
      ? describeDocument(first, writeShortSpan)
      : `${first.kind} ${writeSpans(edits.map(nameEdit), 6)}`;
  return `- ${printPathLine(at)} ${what}${part} to no effect: ${writeInert(because)}${by ? ` (${printPathLine(by)})` : ''}.\n`;
}

const nameEdit = ({ name, tenant }: EditJson): string => name || (tenant ?? '');

/** Lists what wakes up group by group, where the rest of the comment tells it as a whole. */
function makeRevivedSection(groups: readonly GroupJson[]): FoldedSection {
  return {
    title: 'What is let through, role by role',
    opening: '',
    rows: groups.map((group) => `- ${describeGroup(group, listed)}\n`),
    closing: '',
    noun: 'things that are let through',
    share: 0.6,
  };
}

function makeLossSection({ groups }: DiffReport): FoldedSection {
  return {
    title: 'What is lost',
    opening: '',
    rows: groups
      .filter(({ kind }) => !isWidening(kind))
      .map((group) => `- ${describeGroup(group, listed)}\n`),
    closing: '',
    noun: 'losses',
    share: 0.6,
  };
}

function makeUserSection({ reassigned }: DiffReport): FoldedSection {
  return {
    title: 'Users with other roles',
    opening: '',
    rows: reassigned
      .filter((one) => !isGraveReassignment(one))
      .map(
        ({ change, tenant, role, users, vendor, at }) =>
          `- Role ${writeShortSpan(role)} of tenant ${writeShortSpan(tenant)} is ${change === 'given' ? 'given to' : 'taken from'} ${writeSpans(users, 6)} (${printPathLine(at)})${vendor ? `; ${vendorWords}` : ''}.\n`,
      ),
    closing: '',
    noun: 'roles given or taken',
    share: 0.5,
  };
}

const listOtherGains = ({ report: { groups }, covered }: SeparatedReport): readonly GroupJson[] =>
  groups.filter((group) => isWidening(group.kind) && !isMustLook(group) && !covered.has(group));

function makeReadSection(separated: SeparatedReport): FoldedSection {
  return {
    title: 'What else can be seen',
    opening: '',
    rows: listOtherGains(separated)
      .filter(({ risk }) => risk === 'read')
      .map((group) => `- ${describeGroup(group, listed)}\n`),
    closing: '',
    noun: 'things that can be seen',
    share: 0.5,
  };
}

function makeListSection({ groups, added, removed }: DiffReport): FoldedSection {
  const presences = [
    ...added.map((one) => ({ ...one, word: 'added' })),
    ...removed.map((one) => ({ ...one, word: 'removed' })),
  ];
  const rows = [
    ...groups.map(printListRow),
    ...presences.map(
      ({ word, kind, name, tenant, at }) =>
        `- ${word}: ${kind} ${writeShortSpan(name)}${tenant === undefined ? '' : ` of ${writeShortSpan(tenant)}`} (${printPathLine(at)})\n`,
    ),
  ];
  return {
    title: 'Full list',
    opening: '',
    rows,
    closing: '',
    noun: 'entries of the full list',
    share: 1,
  };
}

/** Prints a group on one line, without its cause. */
function printListRow(group: GroupJson): string {
  const { kind, roles, tenants, can, because } = group;
  const names = writeSpans(
    roles.map(({ name }) => name),
    40,
  );
  const codes = describeAbilities(can, { names: 40, permissions: 40, isFull: false });
  return `- ${kind}: ${names} in ${writeSpans(tenants, 40)}: ${codes} (${printPathLine(choosePlace(because, kind))})\n`;
}
