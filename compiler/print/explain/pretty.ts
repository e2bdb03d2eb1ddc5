import { spanOf } from '../../model/document.ts';
import type { LayerVerdict } from '../../model/matrix.ts';
import type { Explanation } from '../../questions/explain.ts';
import type { Unlock } from '../../questions/unlock/pieces.ts';
import type { Colours } from '../../text/colours.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { describeLimit } from '../describe-limit.ts';
import { printFrame } from '../findings/frame.ts';
import { printPlace } from '../print-place.ts';

/** Prints an explanation for people: the answer, the trail with the lines that decide, and the edits that would allow it. */
export function printExplainPretty(explanation: Explanation, colours: Colours): string {
  const { trail, unlock, notes, where, user } = explanation;
  const { bold, dim } = colours;
  const edits = unlock.map((edit, at) => printEdit(edit, at, colours));
  const facts = [
    ...(trail.effective ? describeRecords(explanation) : []),
    ['risk', trail.cell.risk],
    ...(user && !user.active
      ? [['user', `\`${user.id}\` is not active, and can use nothing until they are`]]
      : []),
    ...describeTitle(explanation),
    ...where.map((place) => ['where', place]),
    ...notes.map((note) => ['note', note]),
  ];
  return [
    `${printExplainHeadline(explanation, colours)}\n\n`,
    ...trail.verdicts.map((verdict) => printVerdict(verdict, colours)),
    '\n',
    ...facts.map(([name, words]) => `${dim(`${name}:`)} ${makeVisible(words ?? '')}\n`),
    ...(edits.length > 0
      ? [`\n${bold(edits.length > 1 ? 'to allow it, all of this:' : 'to allow it:')}\n`, ...edits]
      : []),
  ].join('');
}

/** Prints the answer in one line. */
export function printExplainHeadline(
  { trail, tenant, role, user }: Explanation,
  { bold, green, red }: Colours,
): string {
  const word = trail.effective ? green('allowed') : red('denied');
  const holder = user
    ? `user \`${user.id}\`${role ? ` by role \`${role.name}\`` : ''}`
    : `role \`${role?.name ?? ''}\``;
  const decided = trail.decidingLayer === undefined ? '' : `, decided by ${trail.decidingLayer}`;
  return bold(
    `${trail.cell.permission} is ${word}: ${makeVisible(holder)} in tenant \`${tenant.name}\`${decided}`,
  );
}

/** Prints what a layer says of a permission, with the line that says it. */
export function printVerdict(
  { layer, holds, at, because }: Omit<LayerVerdict, 'layer'> & { readonly layer: string },
  colours: Colours,
): string {
  const { bold, green, red, dim } = colours;
  const mark = holds ? green('✓') : red('✗');
  const caret = holds ? green : red;
  return `${mark} ${bold(layer)}${dim(':')} ${makeVisible(because)}\n${printFrame(spanOf(at), { colours, caret })}`;
}

/** Describes what people call the model: the tenant's own word, or else the catalog's. */
function describeTitle({ tenant, trail }: Explanation): readonly (readonly [string, string])[] {
  const { model } = trail.cell;
  const title = model && (tenant.titles.get(model.name) ?? model.title);
  return title === undefined || title === model?.name ? [] : [['called', title]];
}

/** Describes the records that each role reaches; if several roles give a permission, each line names its role. */
function describeRecords({ reaches: limits }: Explanation): readonly (readonly [string, string])[] {
  return limits.flatMap(({ role, limit }) => {
    const words = describeLimit(limit);
    if (words === undefined) return [];
    return [[limits.length > 1 ? `records by \`${role.name}\`` : 'records', words] as const];
  });
}

const printEdit = ({ layer, at, edit }: Unlock, index: number, { bold, cyan, dim }: Colours): string =>
  `  ${index + 1}. ${bold(layer)}${dim(':')} ${makeVisible(edit)}\n     ${dim('-->')} ${cyan(makeVisible(printPlace(at)))}\n`;
