import type { SwappedRoles } from '../../model/change.ts';
import type { DiffReport, RenameJson, SwappedJson } from '../../questions/diff/report.ts';
import type { FollowedName } from '../../questions/renames/follow-renames.ts';
import type { FoundNames } from '../../questions/renames/suggest-renames.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { printSidePlaceJson } from './print-cause.ts';

/** Prints what has other names now, and what looks so, for the report. */
export const printNamesJson = ({
  followed,
  suggested,
}: FoundNames): Pick<DiffReport, 'renames' | 'suggestedRenames'> => ({
  renames: followed.map(printNameJson),
  suggestedRenames: suggested.map((name) => ({
    ...printNameJson(name),
    write: `renamedFrom: ${writeFlowYaml(name.from)}`,
  })),
});

const printNameJson = ({ kind, from, to, model, tenant, at }: FollowedName): RenameJson => ({
  kind,
  from,
  to,
  ...(model !== undefined && { model }),
  ...(tenant !== undefined && { tenant }),
  at: printSidePlaceJson({ side: 'head', place: at }),
});

/** Prints the roles that changed places for the report. */
export const printSwappedJson = (swapped: readonly SwappedRoles[]): readonly SwappedJson[] =>
  swapped.map(({ at, ...more }) => ({ ...more, at: at.map(printSidePlaceJson) }));

type Quote = (text: string) => string;

/** Describes something that has another name now. */
export const describeRename = (rename: RenameJson, quote: Quote): string =>
  `${describeNamed(rename, quote)} is called ${quote(rename.to)} now, and is compared with itself${rename.kind === 'model' || rename.kind === 'property' ? ': services have to ask by the new name' : ''}`;

/** Describes something that looks renamed although nothing says so, and the line to write if it is. */
export const describeSuggestedRename = (
  rename: DiffReport['suggestedRenames'][number],
  quote: Quote,
  place: (at: RenameJson['at']) => string,
): string =>
  `${describeNamed(rename, quote)} is gone and ${quote(rename.to)} is new, and nothing differs in effect; if it is the same ${rename.kind}, write ${quote(rename.write)} in it (${place(rename.at)})`;

const describeNamed = ({ kind, from, model, tenant }: RenameJson, quote: Quote): string =>
  `${kind} ${quote(from)}${model === undefined ? '' : ` of model ${quote(model)}`}${tenant === undefined ? '' : ` of tenant ${quote(tenant)}`}`;

/** Describes roles that changed places in effect. */
export function describeSwap({ roles, isOnSameRecords }: SwappedJson, quote: Quote): string {
  const [first = ''] = roles;
  const parts = roles.map(
    (role, at) => `${quote(role)} holds now what ${quote(roles[at + 1] ?? first)} held`,
  );
  const records = isOnSameRecords ? 'on the same records' : 'though not on the same records';
  return `${joinWords(parts)}, in every tenant, ${records}: users keep their roles by name, and have the rights of another`;
}

/** Joins texts in a sentence. */
const joinWords = (texts: readonly string[]): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts.join('');
