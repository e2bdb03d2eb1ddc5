import type { DiffReport, RenameJson } from '../../questions/diff/report.ts';
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
