import type { Revival } from '../../../questions/diff/list-revivals.ts';
import type { DiffReport, GroupJson } from '../../../questions/diff/report.ts';
import type { SeparatedReport } from '../../../questions/diff/separate-arrivals.ts';
import { count } from '../../../text/count.ts';
import { writeShortSpan } from '../../../text/markdown.ts';
import { describeInclusion, describeRename, describeSuggestedRename } from '../describe-names.ts';
import { describeGroup, listed, printPathLine, printSideLines } from './describe-group.ts';
import { makeRevivalSections } from './describe-revival.ts';
import { makeSubjectSections } from './describe-subject-arrival.ts';
import { type FoldedSection, fillSections, type Section } from './fill-sections.ts';
import { listMustLook } from './list-must-look.ts';
import { makePeopleSection, sumUpPeople } from './make-people-section.ts';
import { sumUpMustLook } from './sum-up-must-look.ts';

/** The characters that the section to look at may take before its lines get shorter. */
const mostMust = 34_000;

/** The most other gains that stand among what to look at; if there are more, they have a section of their own. */
const mostGains = 8;

/** All that is printed above the folds, in full or in sum. */
export interface CommentContents {
  readonly report: DiffReport;
  readonly shown: SeparatedReport;
  readonly revivals: readonly Revival[];
  readonly gains: readonly GroupJson[];
}

/** The sections above the folds, and those that are folded since they would fill more than a screen. */
export interface CommentScreen {
  readonly above: readonly Section[];
  readonly below: readonly FoldedSection[];
}

/**
 * Chooses what stands above the folds: all that matters, if it takes at most some characters; without tables and gains that
 * nobody must look at; else sums, of which the folds tell each entry.
 */
export function chooseScreen(contents: CommentContents, most: number): CommentScreen {
  const full = makeFullScreen(contents);
  if (measure(full) <= most) return full;
  const bare = makeBareScreen(contents);
  return measure(bare) <= most ? bare : makeSumScreen(contents);
}

const measure = ({ above }: CommentScreen): number =>
  fillSections(above, Number.POSITIVE_INFINITY).text.length;

function makeFullScreen({ report, shown, revivals, gains }: CommentContents): CommentScreen {
  const isFew = gains.length <= mostGains;
  const must = listMustLook(shown, mostMust, { gains: isFew ? gains : [], revivals });
  return {
    above: [
      ...makeMustLookSections(must),
      ...makeSubjectSections(shown.subjects),
      ...makeRevivalSections(revivals),
      putHeading(makeGainSection(isFew ? [] : gains)),
      makeInclusionSection(report),
      makePeopleSection(report),
      makeNameSection(report),
    ],
    below: [],
  };
}

function makeBareScreen({ report, shown, revivals, gains }: CommentContents): CommentScreen {
  const must = listMustLook(shown, mostMust, { gains: [], revivals });
  return {
    above: [
      ...makeMustLookSections(must),
      makeInclusionSection(report),
      makePeopleSection(report),
      makeNameSection(report),
    ],
    below: [...makeTableSections(shown, revivals), makeGainSection(gains)],
  };
}

function makeSumScreen({ report, shown, revivals, gains }: CommentContents): CommentScreen {
  const { audiences, isSummed } = listMustLook(shown, mostMust, { gains: [], revivals });
  const names = makeNameSection(report);
  return {
    above: [
      ...makeMustLookSections(
        { audiences: sumUpMustLook(shown, { revivals, gains }), isSummed: false },
        sumWords,
      ),
      makeInclusionSection(report, mostInclusions),
      sumUpPeople(report),
      { ...names, share: 0.02 },
    ],
    below: [
      ...audiences.map(({ title, lines }) => ({
        title: `In full · ${title}`,
        opening: isSummed ? summedWords : '',
        rows: lines.map((row) => `1. ${row}\n`),
        closing: '',
        noun: 'entries of this list',
        share: 1,
      })),
      ...makeTableSections(shown, revivals),
      makeGainSection(gains),
      { ...makePeopleSection(report), title: 'In full · People', opening: '' },
    ],
  };
}

/** Makes the tables of what is new in the catalog and of what is let through, to be folded. */
const makeTableSections = (
  shown: SeparatedReport,
  revivals: readonly Revival[],
): readonly FoldedSection[] => [
  ...makeSubjectSections(shown.subjects).map((one) => ({
    ...one,
    title: 'What is new in the catalog, by role',
  })),
  ...makeRevivalSections(revivals).map((one) => ({ ...one, title: 'What is let through, by role' })),
];

/** Puts the title of a section above it, where it is not folded. */
const putHeading = ({ title, ...section }: FoldedSection): Section => ({
  ...section,
  opening: `\n### ${title}\n\n${section.opening}`,
});

/** Makes a section for each audience; the first says what all of them are about. */
const makeMustLookSections = (
  { audiences, isSummed }: ReturnType<typeof listMustLook>,
  words: string = isSummed ? summedWords : '',
): readonly Section[] =>
  audiences.map(({ title, lines }, at) => ({
    opening: `\n${at === 0 ? `### Who must look at what\n\n${words}` : ''}**${title}**\n\n`,
    rows: lines.map((row) => `1. ${row}\n`),
    closing: '',
    noun: 'entries of this list',
    share: 1,
  }));

const sumWords = 'In sums, since it is more than a screen; each entry is below, *in full*.\n\n';

const summedWords =
  'There is too much of it to tell role by role: each line stands for a permission, or a model, in all roles.\n\n';

/** The most inclusions that stand in a sum. */
const mostInclusions = 3;

/** Lists which roles include another one now, or no more. */
function makeInclusionSection({ inclusions = [] }: DiffReport, most = Number.POSITIVE_INFINITY): Section {
  const rest = inclusions.length - most;
  return {
    opening: '\n### Roles that include others\n\n',
    rows: [
      ...inclusions
        .slice(0, most)
        .map(
          (one) =>
            `- ${describeInclusion(one, writeShortSpan)} (${printSideLines(one.at.slice(0, 1), one.at.length)}).\n`,
        ),
      ...(rest > 0 ? [`- and ${count(rest, 'more such change')}.\n`] : []),
    ],
    closing: '',
    noun: 'entries about inclusions',
    share: 0.2,
  };
}

/** Lists what has other names now, and what looks so. */
function makeNameSection({ renames, suggestedRenames }: DiffReport): Section {
  return {
    opening: '\n### Names\n\n',
    rows: [
      ...renames.map((one) => `- ${describeRename(one, writeShortSpan)} (${printPathLine(one.at)}).\n`),
      ...suggestedRenames.map(
        (one) => `- **Looks renamed**: ${describeSuggestedRename(one, writeShortSpan, printPathLine)}.\n`,
      ),
    ],
    closing: '',
    noun: 'entries about names',
    share: 0.4,
  };
}

/** Lists what else is gained that is more than to see something, if it is too much for the list of what to look at. */
function makeGainSection(gains: readonly GroupJson[]): FoldedSection {
  return {
    title: 'What else is gained',
    opening: '',
    rows: gains.map((group) => `- ${describeGroup(group, listed)}\n`),
    closing: '',
    noun: 'other gains',
    share: 0.5,
  };
}
