/** The decisions of the runtime before and after a change, on all records and users of a small domain, held against the diff. */
import { subject as subjectOf } from '@casl/ability';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { has } from '../../compiler/model/bits.ts';
import type { Change, ChangeKind, Difference } from '../../compiler/model/change.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import type { UserPermissions } from '../../runtime/user-permissions.ts';
import { type Condition, ofKind, reaches } from '../naive/naive.ts';
import { combine } from './combine.ts';
import { drawPair, operands, type PolicyPair, type Written } from './policies.ts';

/** The result for a pair: all that is wrong, or that there was nothing to compare, since a policy holds a mistake. */
export interface Verdict {
  readonly compared: boolean;
  readonly kinds: readonly ChangeKind[];
  readonly problems: readonly string[];
}

interface Side {
  readonly matrix: Matrix;
  readonly facade: Facade;
}

const skipped: Verdict = { compared: false, kinds: [], problems: [] };

/** Judges the pair of a seed. */
export function judgePair(seed: number): Verdict {
  const pair = drawPair(seed);
  const [base, head] = [opened(pair.base), opened(pair.head)];
  if (!base || !head) return skipped;
  const difference = diff(base.matrix, head.matrix);
  const kinds = difference.changes.map(({ kind }) => kind);
  const small = domainOf(pair, 'small');
  const wrong = [...wronglyDecided(small, base, pair.base), ...wronglyDecided(small, head, pair.head)];
  if (wrong.length > 0) return { compared: true, kinds, problems: wrong };
  const problems = problemsOf(difference, feltBetween(small, base, head));
  // That nobody feels a change is believed only of a larger domain.
  if (problems.length === 0) return { compared: true, kinds, problems };
  const felt = feltBetween(domainOf(pair, 'large'), base, head);
  return { compared: true, kinds, problems: problemsOf(difference, felt) };
}

function opened(documents: readonly Written[]): Side | undefined {
  const files = Object.fromEntries(documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]));
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy || diagnostics.some(({ code }) => code === 'condition-never-holds')) return undefined;
  const whole = compilePolicy(policy);
  const [written] = [...emitBundle(whole)];
  return { matrix: whole.matrix, facade: openFacade(JSON.parse(String(written?.content))) };
}

/** By tenant, role and permission: if some user may do more on some record, and if some user may do less. */
type Felt = Map<string, Record<'gains' | 'loses' | 'flips' | 'reaches', boolean>>;

function feltBetween({ records, users }: Domain, base: Side, head: Side): Felt {
  const felt: Felt = new Map();
  const questions = questionsOf(base, head);
  for (const tenant of ['acme', 'beta', 'gamma'])
    for (const role of ['csm', 'boss', 'lead'])
      for (const user of users) {
        const [was, is] = [asked(base, tenant, role, user), asked(head, tenant, role, user)];
        // Questions with the same filters before and after have the same answers.
        const known = new Map<string, ReturnType<typeof feltOn>>();
        for (const question of questions) {
          const filters = JSON.stringify([question.filter(was), question.filter(is)]);
          const found = known.get(filters) ?? feltOn(question.isLimited ? records : [{}], question, was, is);
          known.set(filters, found);
          const key = `${tenant} ${role} ${question.permission}`;
          const { gains = false, loses = false, flips = false, reaches = false } = felt.get(key) ?? {};
          felt.set(key, {
            gains: gains || found.gains,
            loses: loses || found.loses,
            flips: flips || question.some(was) !== question.some(is),
            reaches: reaches || found.reaches,
          });
        }
      }
  return felt;
}

function feltOn(
  records: readonly object[],
  { ask }: Question,
  was: UserPermissions | undefined,
  is: UserPermissions | undefined,
) {
  const found = { gains: false, loses: false, reaches: false };
  for (const record of records) {
    const [before, after] = [was !== undefined && ask(was, record), is !== undefined && ask(is, record)];
    if (before || after) found.reaches = true;
    if (before && !after) found.loses = true;
    if (!before && after) found.gains = true;
  }
  return found;
}

/** Lists the records on which the runtime and a naive reading of the language differ. */
function* wronglyDecided(
  { records, users }: Domain,
  { matrix, facade }: Side,
  documents: readonly Written[],
): Iterable<string> {
  const few = users.filter((_, at) => at % 5 === 0);
  for (const { role, tenant, effective } of matrix.rows)
    for (const { permission, kind, subject, action, index } of matrix.policy.catalog.cells) {
      if (kind !== 'action' || action !== 'remove' || !has(effective, index)) continue;
      const written = ofKind(documents, 'Role').find(({ name }) => name === role.name);
      if (!written) continue;
      for (const user of few) {
        const policy = asked({ matrix, facade }, tenant.name, role.name, user);
        for (const record of records) {
          const meant = reaches(documents, written, subject, action, record, user as Condition);
          if (policy?.can(action, subject, record) !== meant)
            yield `${tenant.name} ${role.name} ${permission} is meant to be ${meant} on ${JSON.stringify(record)}`;
        }
      }
    }
}

/** Who can be given a role, whichever it is; some have a seat that a policy does not combine with their user type. */
const holders = [
  { userType: 'Full', seats: ['Service'] },
  { userType: 'Full', seats: [] },
  { userType: 'Core', seats: ['Service'] },
  { userType: 'Core', seats: [] },
];

/** Signs a user in as somebody who can be given a role; undefined if nobody can, or the tenant is not offered it. */
function asked({ facade }: Side, tenant: string, role: string, user: object): UserPermissions | undefined {
  for (const holder of holders) {
    try {
      return facade.permissions({ tenant, roles: [role], ...holder, user });
    } catch {
      // The next one may fit.
    }
  }
  return undefined;
}

interface Question {
  readonly permission: string;
  readonly isLimited: boolean;
  readonly ask: (policy: UserPermissions, record: object) => boolean;
  /** Returns true if there may be a record that is allowed: the runtime may say so although no record meets a condition. */
  readonly some: (policy: UserPermissions | undefined) => boolean;
  /** Returns all that the answer depends on beside the record. */
  readonly filter: (policy: UserPermissions | undefined) => unknown;
}

/** Every permission of either side as a question; those of records in whatever column, too. */
function questionsOf(base: Side, head: Side): readonly Question[] {
  const cells = new Map(
    [base, head].flatMap(({ matrix }) =>
      matrix.policy.catalog.cells.map((cell) => [cell.permission, cell] as const),
    ),
  );
  const isLimited = (model: string) =>
    [base, head].some(
      ({ matrix }) => (matrix.policy.catalog.modelOf.get(model)?.portfolio ?? 'none') !== 'none',
    );
  return [...cells.values()].flatMap(
    ({ permission, kind, subject, action, property }): readonly Question[] => {
      if (kind !== 'action' && kind !== 'property')
        return [
          {
            permission,
            isLimited: false,
            ask: (policy) => policy.uses(subject),
            some: (policy) => policy?.uses(subject) === true,
            filter: (policy) => [permission, policy?.uses(subject)],
          },
        ];
      const limited = isLimited(subject);
      const own: Question = {
        permission,
        isLimited: limited,
        ask: (policy, record) => policy.can(action, subject, record, property),
        some: (policy) => policy?.canSome(action, subject, property) === true,
        filter: (policy) => {
          const where = policy?.where(action, subject, property) ?? 'none';
          return typeof where === 'string' ? where : { ...where, model: '' };
        },
      };
      if (kind === 'property' || !['view', 'update', 'export'].includes(action)) return [own];
      // Of a record: without one the answer is yes for a rule whose conditions no record meets.
      const anyColumn: Question = {
        permission,
        isLimited: limited,
        ask: (policy, record) => policy.ability.can(action, subjectOf(subject, { ...record }), 'undeclared'),
        some: () => false,
        filter: (policy) => {
          const isSome = policy?.ability.can(action, subject, 'undeclared') === true;
          return isSome && ['column', own.filter(policy)];
        },
      };
      return [own, anyColumn];
    },
  );
}

/** Values that lie before and after all operands, of users as of records. */
const extremes: Readonly<Record<string, readonly (string | number)[]>> = {
  date: ['1999-01-01', '9999-12-30'],
  string: [' ', '\u{10ffff}zz'],
  number: [-9, 99],
  integer: [-9, 99],
};

/** The values of a column that comparisons can tell apart: each operand, what lies beside it, and other types. */
function valuesOf(types: readonly string[], literals: readonly string[]): readonly unknown[] {
  const found = new Map<string, unknown>();
  const note = (value: unknown) =>
    found.set(value instanceof Date ? `date ${value.getTime()}` : `${typeof value} ${String(value)}`, value);
  note(undefined);
  note(null);
  note(Number.NaN);
  for (const type of types) {
    const written = operands[type === 'id' ? 'string' : type] ?? [];
    const others = type === 'string' || type === 'id' ? literals : [];
    for (const value of [...written, ...others, ...(extremes[type === 'id' ? 'string' : type] ?? [])]) {
      note(value);
      if (typeof value === 'number') for (const beside of [value - 0.25, value + 0.25]) note(beside);
      if (typeof value === 'string') note(`${value}\0`);
      if (type !== 'date') continue;
      const instant = Date.parse(String(value));
      for (const beside of [-1, 0, 1]) note(new Date(instant + beside));
      note(`${String(value).slice(0, 10)}T12:00:00Z`);
      note(`${value}!`);
    }
    if (type === 'date')
      for (const other of ['0000-01-01', '9999-12-31', '9999-99-99', '', 'zzz']) note(other);
  }
  return [...found.values()];
}

const typesIn = (pair: PolicyPair, name: string): readonly string[] => [
  ...new Set(
    [...pair.base, ...pair.head].flatMap(({ kind, properties }) => {
      const declared = (properties as Readonly<Record<string, { type: string }>> | undefined)?.[name];
      return kind === 'Model' && declared ? [declared.type] : [];
    }),
  ),
];

/** Returns the dates that conditions of either side compare with: a text may be compared with one too. */
const literalsIn = ({ base, head }: PolicyPair): readonly string[] =>
  (operands.date ?? []).flatMap((date) =>
    JSON.stringify([base, head]).includes(JSON.stringify(date)) ? [String(date)] : [],
  );

/** Returns true if a condition of either side reads a name. */
const isRead = (pair: PolicyPair, name: string): boolean =>
  [...pair.base, ...pair.head].some(({ kind, reach, portfolio }) => {
    if (kind !== 'Portfolio' && kind !== 'Role') return false;
    return JSON.stringify(reach ?? portfolio).includes(`"${name}"`);
  });

/** The records and the users that are tried. */
interface Domain {
  readonly records: readonly object[];
  readonly users: readonly object[];
}

/** Of more records and users than this, every value is tried, and a part of how they come together. */
const most = { small: { records: 500, users: 40 }, large: { records: 6000, users: 800 } };

function domainOf(pair: PolicyPair, size: keyof typeof most): Domain {
  const columns = ['due', 'name', 'size', 'open'].filter((name) => isRead(pair, name));
  const plain = combine(
    columns.map((name) => [name, valuesOf(typesIn(pair, name), literalsIn(pair))]),
    most[size].records,
  );
  const everywhere = plain.map((record) => ({
    ...record,
    company: { ...record, parent: record },
    parent: record,
  }));
  const attributes = Object.entries(attributeValues).filter(([name]) => isRead(pair, name));
  return {
    records: [
      ...(movesPaths(pair) ? [...everywhere, ...plain.flatMap(apart)] : [...everywhere, { unlinked: true }]),
      ...columnsOf(pair).map((name) => ({ [name]: 'x', company: { [name]: 'x', parent: { [name]: 'x' } } })),
    ],
    users: combine(attributes, most[size].users),
  };
}

/** The properties of companies on either side: what holds one of them alone is a record where it is declared. */
const columnsOf = ({ base, head }: PolicyPair): readonly string[] => [
  ...new Set(
    [...base, ...head].flatMap(({ kind, portfolio, properties }) =>
      kind === 'Model' && portfolio === 'self' ? Object.keys(properties ?? {}) : [],
    ),
  ),
];

/** Returns true if the path from some model to the records that portfolios select is not the same on both sides. */
function movesPaths({ base, head }: PolicyPair): boolean {
  const paths = (side: readonly Written[]) =>
    JSON.stringify(side.flatMap(({ kind, portfolio }) => (kind === 'Model' ? [portfolio ?? ''] : [])));
  return paths(base) !== paths(head);
}

/** Records under which one path alone leads to a record, or one of two leads to it and the other to an empty one. */
const apart = (record: object): readonly object[] => [
  { company: record },
  { parent: record },
  { company: { parent: record } },
  { ...record, company: {}, parent: {} },
];

const attributeValues: Readonly<Record<string, readonly unknown[]>> = {
  id: [undefined, ' ', ...(operands.string ?? []).flatMap((text) => [text, `${text}!`]), '\u{10ffff}zz'],
  since: [
    undefined,
    ...(operands.date ?? []).flatMap((date) => [date, new Date(String(date))]),
    ' ',
    '1999-01-01',
    '2026-01-30T12:00:00Z',
    '9999-12-30',
    'u1',
  ],
  level: [undefined, ...(operands.number ?? []).flatMap((number) => [number, Number(number) + 0.25]), -9, 99],
  // A list with an item of another type meets nothing, so there is one of each type, and one of several.
  team: [
    undefined,
    [],
    ...Object.entries(operands).map(([type, values]) => [
      ...values.filter((value) => value !== ''),
      ...(extremes[type] ?? []),
    ]),
    ['u2', 'U1'],
    [0, 1.5],
    [false],
    ['2026-01-30', 'u1', true, 1],
  ],
};

const wider: readonly ChangeKind[] = ['gained', 'widened', 'shifted'];
const narrower: readonly ChangeKind[] = ['lost', 'narrowed', 'shifted'];

/** Lists the permissions on which the diff and the decisions disagree. */
function problemsOf({ base, head, changes, direction }: Difference, felt: Felt): readonly string[] {
  const problems: string[] = [];
  const kindsOf = new Map<string, ChangeKind[]>();
  for (const change of changes) {
    const key = keyOf(change);
    kindsOf.set(key, [...(kindsOf.get(key) ?? []), change.kind]);
  }
  const says = {
    wider: direction === 'wider' || direction === 'both',
    narrower: direction === 'narrower' || direction === 'both',
  };
  const changesColumns = (key: string) => {
    const [, subject = ''] = / (\w+):\w+$/.exec(key) ?? [];
    const [before, after] = [base, head].map(
      ({ policy }) => policy.catalog.modelOf.get(subject)?.properties.length,
    );
    return (before === 0) !== (after === 0);
  };
  // Under the same name lie records of another model: no record that is tried tells them apart.
  const leadsElsewhere = (key: string) => {
    const [, subject = ''] = / (\w+):\w+$/.exec(key) ?? [];
    const [before, after] = [base, head].map(({ policy }) =>
      [...(policy.catalog.modelOf.get(subject)?.relations ?? [])].map(([, { model }]) => model).join(),
    );
    return before !== after;
  };
  for (const [key, { gains, loses, flips, reaches }] of felt) {
    const kinds = kindsOf.get(key) ?? [];
    if (gains && !kinds.some((kind) => wider.includes(kind)))
      problems.push(`unseen gain: ${key} is ${kinds}`);
    if (loses && !kinds.some((kind) => narrower.includes(kind)))
      problems.push(`unseen loss: ${key} is ${kinds}`);
    if (gains && !says.wider) problems.push(`${key} lets more through and the direction is ${direction}`);
    if (loses && !says.narrower) problems.push(`${key} lets less through and the direction is ${direction}`);
    // Columns open and close for roles that reach no record too, as where a value is to be equal and to be below.
    const isIdle = (!reaches && changesColumns(key)) || leadsElsewhere(key);
    if (!gains && !loses && !flips && !isIdle && kinds.length > 0)
      problems.push(`nothing felt: ${key} is ${kinds}`);
  }
  return problems;
}

const keyOf = ({ tenant, role, permission }: Change): string => `${tenant} ${role} ${permission}`;
