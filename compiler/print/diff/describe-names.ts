import type { InclusionChange, Swap } from '../../model/change.ts';
import type { DiffReport, InclusionJson, RenameJson, SwappedJson } from '../../questions/diff/report.ts';
import type { FollowedName } from '../../questions/renames/follow-renames.ts';
import type { FoundNames } from '../../questions/renames/suggest-renames.ts';
import { listFirst } from '../../text/list.ts';
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

/** Prints what changed places for the report. */
export const printSwappedJson = (swapped: readonly Swap[]): readonly SwappedJson[] =>
  swapped.map(({ at, ...more }) => ({ ...more, at: at.map(printSidePlaceJson) }));

/** Prints which roles include another one now, or no more, for the report. */
export const printInclusionsJson = (inclusions: readonly InclusionChange[]): readonly InclusionJson[] =>
  inclusions.map(({ at, ...more }) => ({ ...more, at: at.map(printSidePlaceJson) }));

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

/** Describes things that changed places. */
export function describeSwap(swap: SwappedJson, quote: Quote): string {
  const { kind, names, model } = swap;
  const { what, verb, before, follows } = swapWords[kind];
  const [first = ''] = names;
  const parts = names.map((name, at) => {
    const thing = what === '' ? '' : `${what} `;
    return `${thing}${quote(name)} ${verb} what ${thing}${quote(names[at + 1] ?? first)} ${before}`;
  });
  const where = model === undefined ? '' : ` (model ${quote(model)})`;
  return `${joinWords(parts)}${where}${kind === 'role' ? describeRoleSwap(swap) : ''}: ${follows}`;
}

const describeRoleSwap = ({ isOnSameRecords }: SwappedJson): string =>
  `, in every tenant, ${isOnSameRecords ? 'on the same records' : 'though not on the same records'}`;

/** Words for a thing of a kind, what it does now and did before, and what follows where it is named. */
const swapWords: Readonly<
  Record<SwappedJson['kind'], Readonly<Record<'what' | 'verb' | 'before' | 'follows', string>>>
> = {
  role: {
    what: '',
    verb: 'holds now',
    before: 'held',
    follows: 'users keep their roles by name, and have the rights of another',
  },
  'user type': {
    what: 'user type',
    verb: 'allows now',
    before: 'allowed',
    follows: 'roles and users keep their user types by name, and are bounded as another was',
  },
  seat: {
    what: 'seat',
    verb: 'adds now',
    before: 'added',
    follows: 'roles and users keep their seats by name, and have what another added',
  },
  tenant: {
    what: 'the ceiling of tenant',
    verb: 'lets through now',
    before: 'let through',
    follows: 'tenants keep their roles and users, and are bounded as another was',
  },
  portfolio: {
    what: 'portfolio',
    verb: 'selects now',
    before: 'selected',
    follows: 'roles keep their portfolios by name, and reach the records of another',
  },
  property: {
    what: 'property',
    verb: 'is now',
    before: 'was',
    follows: 'grants and conditions keep naming the one, and are about what the other was',
  },
};

/** Describes roles that include another one now, or no more. */
export function describeInclusion({ change, included, roles }: InclusionJson, quote: Quote): string {
  const names = roles.map(({ name, tenant }) =>
    tenant === undefined ? quote(name) : `${quote(name)} of ${quote(tenant)}`,
  );
  const [one = ''] = names;
  const isOne = names.length === 1;
  const who = isOne ? `role ${one}` : `${names.length} roles (${listFirst(names, 6)})`;
  const verb = isOne ? 'includes' : 'include';
  return change === 'added'
    ? `${who} ${verb} role ${quote(included)} now`
    : `${who} ${verb} role ${quote(included)} no more`;
}

/** Joins texts in a sentence. */
const joinWords = (texts: readonly string[]): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts.join('');
