/** Families of policies: many edits of one, compiled once each, of which every pair is compared. */
import { readPolicy } from '../../../compiler/compile.ts';
import { compilePolicy } from '../../../compiler/compile-policy.ts';
import type { Cell } from '../../../compiler/model/catalog.ts';
import { reachOf } from '../../../compiler/model/cell-reach.ts';
import { type ChangeKind, changeKinds, type Difference } from '../../../compiler/model/change.ts';
import type { Tenant } from '../../../compiler/model/policy.ts';
import { keyOfReach, type RecordReach } from '../../../compiler/model/record-reach.ts';
import { findReachInUnion, joinUserRoles } from '../../../compiler/model/row-union.ts';
import { diff } from '../../../compiler/questions/diff.ts';
import { emitBundle } from '../../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { openFacade } from '../../../runtime/permissions.ts';
import { Dice } from '../dice.ts';
import {
  type Decisions,
  decide,
  findOtherAnswers,
  keyOfPerson,
  keyOfRole,
  Numbers,
  ofAnyColumn,
  type Shared,
  type Variant,
} from './decide.ts';
import { large, makeDomain, type Size, small } from './domain.ts';
import { type Draft, profiles, writeDraft } from './draft.ts';
import { drawDraft } from './draw.ts';
import { editDraft } from './edits.ts';

/** The results of comparing a family. */
export interface FamilyVerdict {
  readonly variants: number;
  readonly pairs: number;
  /** The pairs under which some decision differs. */
  readonly felt: number;
  /** The answers of the runtime that are compared. */
  readonly decisions: number;
  readonly kinds: ReadonlyMap<ChangeKind, number>;
  /** The pairs that are judged wrongly. */
  readonly wrong: number;
  readonly problems: readonly string[];
}

/** One policy of a family with what it was made of. */
interface Member extends Variant {
  readonly draft: Draft;
  readonly edits: readonly string[];
}

/** Judges every ordered pair of so many policies of the family of a seed. */
export function judgeFamily(seed: number, count: number): FamilyVerdict {
  const members = drawMembers(seed, count);
  const shared = share(members, small);
  const decided = members.map((member) => decide(member, shared));
  const problems: string[] = [];
  const [first] = members;
  if (first && decided[0]) problems.push(...findOtherAnswers(first, decided[0], shared));
  const kinds = new Map<ChangeKind, number>();
  const lookAgain = prepareSecondLook();
  let [pairs, felt, wrong] = [0, 0, problems.length];
  for (const [from, base] of members.entries())
    for (const [to, head] of members.entries()) {
      if (from === to) continue;
      pairs++;
      const difference = diff(base.matrix, head.matrix);
      for (const { kind } of difference.changes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const found = findFelt(decided[from] ?? new Map(), decided[to] ?? new Map(), shared);
      if (found.size > 0) felt++;
      const some = findProblems(difference, found, (keys) => lookAgain(base, head, keys));
      if (some.length > 0) wrong++;
      for (const problem of some)
        problems.push(`${from} to ${to} (${base.edits} to ${head.edits}): ${problem}`);
    }
  const decisions = decided.reduce((sum, one) => sum + countAnswers(one, shared), 0);
  return { variants: members.length, pairs, felt, decisions, kinds, wrong, problems };
}

/** Counts the answers that decisions hold: one for each user, each record and each permission. */
function countAnswers(decisions: Decisions, { vectors, answers }: Shared): number {
  const lengthOf = (vector: number) =>
    vectors
      .textOf(vector)
      .split(',')
      .reduce((sum, one) => sum + answers.textOf(Number(one)).length, 0);
  return [...decisions.values()].reduce((sum, vector) => sum + lengthOf(vector), 0);
}

const share = (members: readonly Member[], size: Size): Shared => ({
  domain: makeDomain(
    members.map(({ draft }) => draft),
    size,
  ),
  subjects: new Numbers(),
  answers: new Numbers(),
  vectors: new Numbers(),
});

/** Draws policies that compile; each is one of those before it with up to three edits. */
function drawMembers(seed: number, count: number): readonly Member[] {
  const dice = new Dice(seed);
  const profile = profiles[seed % profiles.length] ?? 'values';
  const members: Member[] = [];
  for (let tries = 0; members.length === 0 && tries < 60; tries++) {
    const draft = drawDraft(dice, profile);
    const variant = openVariant(draft);
    if (variant) members.push({ ...variant, draft, edits: [] });
  }
  for (let tries = 0; members.length > 0 && members.length < count && tries < count * 12; tries++) {
    const from = dice.one(members);
    const draft = structuredClone(from.draft);
    const edits = Array.from({ length: 1 + dice.below(3) }, () => editDraft(dice, draft));
    const variant = openVariant(draft);
    if (variant) members.push({ ...variant, draft, edits: [...from.edits, ...edits] });
  }
  return members;
}

/** Compiles a draft and loads its bundle; undefined if it holds a mistake. */
function openVariant(draft: Draft): Variant | undefined {
  const files = Object.fromEntries(
    writeDraft(draft).map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]),
  );
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  // Of a condition that no record meets nobody can feel that it changes.
  if (!policy || diagnostics.some(({ code }) => code === 'condition-never-holds')) return undefined;
  const whole = compilePolicy(policy);
  const [written] = [...emitBundle(whole)];
  return { matrix: whole.matrix, facade: openFacade(JSON.parse(String(written?.content))) };
}

/** By holder and permission: if somebody may do more on some record, and if somebody may do less. */
type Felt = Map<string, { gains: boolean; loses: boolean }>;

function findFelt(before: Decisions, after: Decisions, shared: Shared): Felt {
  const felt: Felt = new Map();
  const note = (subject: number, was: number, is: number) => {
    if (was === is) return;
    const { gains, loses } = compareVectors(was, is, shared);
    if (!gains && !loses) return;
    const key = shared.subjects.textOf(subject).replace(ofAnyColumn, '');
    const known = felt.get(key) ?? { gains: false, loses: false };
    felt.set(key, { gains: known.gains || gains, loses: known.loses || loses });
  };
  for (const [subject, is] of after) note(subject, before.get(subject) ?? 0, is);
  for (const [subject, was] of before) if (!after.has(subject)) note(subject, was, 0);
  return felt;
}

const compared = new WeakMap<Numbers, Map<string, { gains: boolean; loses: boolean }>>();

function compareVectors(was: number, is: number, { vectors, answers }: Shared) {
  const known = compared.get(vectors) ?? new Map<string, { gains: boolean; loses: boolean }>();
  compared.set(vectors, known);
  const key = `${was} ${is}`;
  const found = known.get(key);
  if (found) return found;
  const made = { gains: false, loses: false };
  const [before, after] = [was, is].map((vector) => vectors.textOf(vector).split(',').map(Number)) as [
    number[],
    number[],
  ];
  for (let user = 0; user < Math.max(before.length, after.length); user++) {
    const [had, has] = [answers.textOf(before[user] ?? 0), answers.textOf(after[user] ?? 0)];
    if (had === has) continue;
    for (let at = 0; at < Math.max(had.length, has.length); at++) {
      if (had[at] === '1' && has[at] !== '1') made.loses = true;
      if (had[at] !== '1' && has[at] === '1') made.gains = true;
    }
  }
  known.set(key, made);
  return made;
}

const wider: ReadonlySet<ChangeKind> = new Set<ChangeKind>(['gained', 'widened', 'shifted']);
const narrower: ReadonlySet<ChangeKind> = new Set<ChangeKind>(['lost', 'narrowed', 'shifted']);

/** Lists what the diff says otherwise than the decisions; what nobody feels is looked for on more records first. */
function findProblems(
  difference: Difference,
  felt: Felt,
  findMore: (keys: ReadonlySet<string>) => ReadonlySet<string>,
): readonly string[] {
  const problems: string[] = [];
  const said = listSaid(difference);
  const { direction } = difference;
  const [saysWider, saysNarrower] = ['wider', 'narrower'].map(
    (one) => direction === one || direction === 'both',
  );
  for (const [key, { gains, loses }] of felt) {
    const kind = said.get(key);
    if (gains && (!kind || !wider.has(kind))) problems.push(`${key} lets more through and is ${kind}`);
    if (loses && (!kind || !narrower.has(kind))) problems.push(`${key} lets less through and is ${kind}`);
    if (gains && !saysWider) problems.push(`${key} lets more through and the direction is ${direction}`);
    if (loses && !saysNarrower) problems.push(`${key} lets less through and the direction is ${direction}`);
  }
  // A permission of a role whose reach no record meets is gained and lost although nobody feels it.
  const unfelt = [...said].filter(
    ([key, kind]) => !felt.has(key) && kind !== 'gained' && kind !== 'lost' && !isOfNoRecord(difference, key),
  );
  if (unfelt.length > 0) {
    const more = findMore(new Set(unfelt.map(([key]) => key)));
    for (const [key, kind] of unfelt)
      if (!more.has(key)) problems.push(`nobody feels that ${key} is ${kind}`);
  }
  if (felt.size === 0 && said.size === 0 && saysWider && !isGuarded(difference))
    problems.push(`nothing is said to change and the direction is ${direction}`);
  return problems;
}

/** Returns true if something beside the permissions makes a difference one that loosens. */
const isGuarded = ({ alterations, reassigned }: Difference): boolean =>
  alterations.some(({ effect }) => effect === 'loosens') || reassigned.some(({ given }) => given.length > 0);

/** Everything that is said to change: of a role in a tenant, and of a declared user. */
function listSaid({ changes, people }: Difference): ReadonlyMap<string, ChangeKind> {
  const said = new Map<string, ChangeKind>();
  for (const { tenant, role, permission, kind } of changes)
    said.set(`${keyOfRole(tenant, role)} ${permission}`, kind);
  for (const { tenant, user, effect } of people)
    for (const kind of changeKinds)
      for (const permission of effect[kind]) said.set(`${keyOfPerson(tenant, user)} ${permission}`, kind);
  return said;
}

/** Returns true if a model gains or loses its last columns: they open and close for roles that reach no record too. */
function isOfNoRecord({ base, head }: Difference, key: string): boolean {
  const [, subject = ''] = / ([\w-]+):\w+$/.exec(key) ?? [];
  const [before, after] = [base, head].map(({ policy }) => policy.catalog.modelOf.get(subject)?.isClosed);
  return before !== after;
}

/**
 * Prepares asking again, of many more records and users, what nobody felt. What was felt once is not asked again of a pair
 * that has the same reaches: pairs of one family have many in common.
 */
function prepareSecondLook(): (base: Member, head: Member, keys: ReadonlySet<string>) => ReadonlySet<string> {
  const known = new Set<string>();
  return (base, head, keys) => {
    const reaches = [base, head].map((side) => writeReaches(side, keys));
    const meaningOf = (key: string) =>
      JSON.stringify([
        key,
        ...reaches.map((one) => one.get(key)),
        base.draft.models,
        head.draft.models,
        typesIn(base),
        typesIn(head),
      ]);
    const left = new Set([...keys].filter((key) => !known.has(meaningOf(key))));
    const found = new Set([...keys].filter((key) => !left.has(key)));
    if (left.size === 0) return found;
    const shared = share([base, head], large);
    const isChosen = (holder: string, permission: string) => left.has(`${holder} ${permission}`);
    const [before, after] = [base, head].map((side) => decide(side, shared, isChosen, false)) as [
      Decisions,
      Decisions,
    ];
    for (const key of findFelt(before, after, shared).keys()) {
      known.add(meaningOf(key));
      found.add(key);
    }
    return found;
  };
}

const typesIn = ({ draft: { columns, attributes, added } }: Member) => [columns, attributes, added];

/** Writes the reach of some permissions of holders, as the compiler has it. */
function writeReaches({ matrix }: Member, keys: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (holder: string, tenant: Tenant, reachOfCell: (cell: Cell) => RecordReach) => {
    for (const cell of tenant.catalog.cells)
      if (cell.model && keys.has(`${holder} ${cell.permission}`))
        found.set(`${holder} ${cell.permission}`, keyOfReach(reachOfCell(cell)));
  };
  for (const row of matrix.rows)
    note(keyOfRole(row.tenant.name, row.role.name), row.tenant, (cell) => reachOf(row, cell));
  for (const tenant of matrix.policy.tenants)
    for (const user of tenant.users ?? []) {
      const joined = joinUserRoles(matrix, tenant, user);
      note(keyOfPerson(tenant.name, user.id), tenant, (cell) => findReachInUnion(joined, cell));
    }
  return found;
}
