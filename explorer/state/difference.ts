import { diff } from '../../compiler/library.ts';
import { describeGuards } from '../../compiler/print/diff/describe-guards.ts';
import {
  describeInclusion,
  describeRename,
  describeSuggestedRename,
  describeSwap,
} from '../../compiler/print/diff/describe-names.ts';
import {
  describeAlteration,
  describeDocument,
  groupIdleEdits,
  markVendors,
} from '../../compiler/print/diff/describe-report.ts';
import {
  describeLimitChange,
  describeNetEffect,
  describeUsers,
} from '../../compiler/print/diff/print-people.ts';
import { listLoosenings } from '../../compiler/questions/diff/judge-guards.ts';
import type { DiffJson, SidePlaceJson } from '../../compiler/questions/diff/report.ts';
import { listShownAlterations } from '../../compiler/questions/diff/summarize-report.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { askLibrary, type Refused } from './ask-library.ts';
import type { World } from './world.ts';

/** The difference of two policies, as `plafond diff --format json` prints it. */
export type DiffOfWorlds = DiffJson;

/** The most rows for which the whole difference is computed at every click. */
export const mostRowsAtOnce = 1500;

const known = new WeakMap<World, WeakMap<World, DiffOfWorlds | Refused>>();

/** Compares two worlds by the library's `diff`; once for each two. */
export function compareWorlds(before: World, after: World): DiffOfWorlds | Refused {
  const ofBefore = known.get(before) ?? new WeakMap<World, DiffOfWorlds | Refused>();
  known.set(before, ofBefore);
  const made =
    ofBefore.get(after) ??
    askLibrary(
      () =>
        // The answer of the library says less of itself than it has.
        diff(before.policies, after.policies, { base: before.name, head: after.name }) as unknown as DiffJson,
    );
  ofBefore.set(after, made);
  return made;
}

/** Returns true if two worlds could be compared. */
export const isDifference = (answer: DiffOfWorlds | Refused): answer is DiffOfWorlds => 'groups' in answer;

/** A part of what a difference says beside the permissions of roles: a heading and its lines, with names in backticks. */
export interface DifferencePart {
  readonly title: string;
  readonly lines: readonly DifferenceLine[];
}

/** One line, and how it is to be taken. */
export interface DifferenceLine {
  readonly words: string;
  readonly grade?: 'bad' | 'good' | undefined;
}

/** Lists all that a difference says beside the permissions of roles, in the sentences of the command, the gravest first. */
export const listDifferenceParts = (report: DiffOfWorlds): readonly DifferencePart[] =>
  [
    { title: 'Guards', lines: describeGuards(report, style).map((words) => ({ words })) },
    { title: 'Roles given and taken', lines: listGifts(report) },
    { title: 'People', lines: listPeople(report) },
    { title: 'Limits', lines: listLimits(report) },
    { title: 'Names', lines: listNames(report) },
    { title: 'New', lines: report.added.map((one) => ({ words: describePresence(one) })) },
    { title: 'Gone', lines: report.removed.map((one) => ({ words: describePresence(one) })) },
    { title: 'Statements', lines: listStatements(report) },
    { title: 'To no effect', lines: listIdle(report) },
  ].filter(({ lines }) => lines.length > 0);

const quote = (text: string): string => `\`${text}\``;
const quoteFirst = (names: readonly string[], most: number): string => listFirst(names.map(quote), most);
const at = ({ path, line }: Pick<SidePlaceJson, 'path' | 'line'>): string => `${path}:${line}`;

const style = { names: quoteFirst, strong: (text: string) => text, place: at, words: (text: string) => text };

const listGifts = ({ reassigned }: DiffOfWorlds): readonly DifferenceLine[] =>
  reassigned.map((gift) => {
    const { change, role, tenant, users, grave } = gift;
    const risk = grave > 0 ? `, which holds ${grave} permissions of high risk` : '';
    return {
      words: `${change === 'given' ? '+' : '−'} role ${quote(role)} in ${quote(tenant)}${change === 'given' ? risk : ''}: ${quoteFirst(users, 12)}${markVendors(gift)}`,
      grade: change === 'taken' ? 'good' : grave > 0 ? 'bad' : undefined,
    };
  });

const listPeople = ({ netEffects }: DiffOfWorlds): readonly DifferenceLine[] =>
  netEffects.map((effect) => ({
    words: `${describeUsers(effect, 6, quoteFirst)}: ${describeNetEffect(effect, 4, quoteFirst)}`,
  }));

const listLimits = ({ limits }: DiffOfWorlds): readonly DifferenceLine[] =>
  limits.map((limit) => ({ words: `${describeLimitChange(limit, quoteFirst)}${markVendors(limit)}` }));

const listNames = ({
  renames,
  suggestedRenames,
  swapped = [],
  inclusions = [],
}: DiffOfWorlds): readonly DifferenceLine[] => [
  ...swapped.map((one) => ({ words: `swapped: ${describeSwap(one, quote)}`, grade: 'bad' as const })),
  ...inclusions.map((one) => ({ words: describeInclusion(one, quote) })),
  ...renames.map((one) => ({ words: describeRename(one, quote) })),
  ...suggestedRenames.map((one) => ({ words: describeSuggestedRename(one, quote, at) })),
];

const describePresence = (one: DiffOfWorlds['added'][number]): string =>
  `${describeDocument(one, quote)} · ${at(one.at)}`;

function listStatements(report: DiffOfWorlds): readonly DifferenceLine[] {
  const shown = listShownAlterations(report);
  const layered = listLoosenings(report).filter((one) => !shown.includes(one));
  const words = { loosens: 'loosened', tightens: 'tightened', neutral: 'changed' } as const;
  const grades = { loosens: 'bad', tightens: 'good', neutral: undefined } as const;
  return [...layered, ...shown].map((one) => ({
    words: `${words[one.effect]} · ${describeAlteration(one, quote)}${markVendors(one)} · ${at(one.at)}`,
    grade: grades[one.effect],
  }));
}

const listIdle = ({ edits }: DiffOfWorlds): readonly DifferenceLine[] =>
  groupIdleEdits(edits).map(({ edits: alike, idle }) => {
    const { field, permissions, verdict, because } = idle;
    const what =
      permissions.length > 0
        ? ` ${verdict} ${quoteFirst(permissions, 4)}`
        : field === undefined || field === 'name'
          ? ''
          : ` ${quote(field)}`;
    const more = alike.length > 1 ? ` and ${alike.length - 1} more like it` : '';
    return { words: `${at(idle.at)}${what}${more}: ${because}` };
  });
