/** Holds what the diff says of two worlds against the naive oracle read twice: what changed, for whom, on which records, and why. */
import type { Change, ChangeKind, Difference } from '../../compiler/model/change.ts';
import { placeIn, valueIn } from '../../compiler/model/document.ts';
import { diff } from '../../compiler/questions/diff.ts';
import {
  type Document,
  modelOf,
  ofKind,
  type Row,
  resolve,
  rowsOf,
  type User,
  unionOf,
  usersOf,
  worksOn,
} from './oracle.ts';
import { compileDocuments } from './run.ts';
import { type Draw, drawFrom } from './world/draw.ts';
import { drawRecord, drawSignedIn } from './world/records.ts';

/** Two policies, before and after a change. */
export interface Pair {
  readonly base: readonly Document[];
  readonly head: readonly Document[];
}

interface Read {
  readonly documents: readonly Document[];
  readonly rows: readonly Row[];
}

/** All that is wrong with a diff; undefined where one of the two policies does not compile. */
export function findWrongChanges({ base, head }: Pair, seed: number): readonly string[] | undefined {
  const [before, after] = [compileDocuments(base), compileDocuments(head)];
  if (typeof before === 'string' || typeof after === 'string') return undefined;
  const difference = diff(before.matrix, after.matrix);
  const sides = [base, head].map((documents) => ({ documents, rows: resolve(documents) }));
  const [was, is] = sides as [Read, Read];
  const draw = drawFrom(seed);
  return [
    ...findWrongCells(difference, was, is),
    ...findWrongReaches(difference, was, is, draw),
    ...findWrongPeople(difference, was, is, draw),
    ...findWrongCauses(difference, { base, head }),
    ...findUnlikeMirror(difference, diff(after.matrix, before.matrix)),
  ];
}

const keyOf = ({ tenant, role, permission }: Pick<Change, 'tenant' | 'role' | 'permission'>) =>
  `${tenant} | ${role} | ${permission}`;

const kindsIn = ({ changes }: Difference): ReadonlyMap<string, ChangeKind> =>
  new Map(changes.map((change) => [keyOf(change), change.kind]));

const heldIn = ({ rows }: Read): ReadonlySet<string> =>
  new Set(
    rows.flatMap(({ tenant, role, cells }) =>
      [...cells].flatMap(([permission, { effective }]) =>
        effective ? [keyOf({ tenant, role: role.name, permission })] : [],
      ),
    ),
  );

function findWrongCells(difference: Difference, was: Read, is: Read): readonly string[] {
  const kinds = kindsIn(difference);
  const [before, after] = [heldIn(was), heldIn(is)];
  return [...new Set([...before, ...after, ...kinds.keys()])].flatMap((key) => {
    const kind = kinds.get(key);
    const isMoved = kind === 'widened' || kind === 'narrowed' || kind === 'shifted';
    const meant = before.has(key) ? (after.has(key) ? 'kept' : 'lost') : 'gained';
    const said = kind === undefined || isMoved ? 'kept' : kind;
    return said === meant ? [] : [`${key} is ${meant}, and is said to be ${kind}`];
  });
}

/** Tries random records on a cell that is held on both sides: somebody who reaches more or less must be told. */
function findWrongReaches(difference: Difference, was: Read, is: Read, draw: Draw): readonly string[] {
  const kinds = kindsIn(difference);
  return was.rows.flatMap((row) => {
    const { tenant, role } = row;
    const other = is.rows.find((one) => one.tenant === tenant && one.role.name === role.name);
    if (!other) return [];
    const sides = { was, is, tenant, before: [row], after: [other], draw };
    return findFelt(sides).flatMap(({ permission, felt, record }) => {
      const kind = kinds.get(keyOf({ tenant, role: role.name, permission }));
      return kind === felt || kind === 'shifted'
        ? []
        : [`${tenant} | ${role.name} | ${permission} is ${felt}, and is said to be ${kind}: ${record}`];
    });
  });
}

interface Sides {
  readonly was: Read;
  readonly is: Read;
  readonly tenant: string;
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  readonly draw: Draw;
}

interface Felt {
  readonly permission: string;
  readonly felt: 'widened' | 'narrowed';
  readonly record: string;
}

/** Returns the permissions held on both sides that work on a random record on one side only. */
function findFelt({ was, is, tenant, before, after, draw }: Sides): readonly Felt[] {
  const [had, has] = [unionOf(was.documents, before), unionOf(is.documents, after)];
  return ofKind(is.documents, 'Model').flatMap(({ name }) => {
    if (!modelOf(was.documents, name)) return [];
    return [0, 1, 2, 3].flatMap((at): readonly Felt[] => {
      const { documents } = at % 2 === 0 ? was : is;
      const model = modelOf(documents, name);
      if (!model) return [];
      const user = drawSignedIn(draw, documents, { isTyped: false });
      const record = drawRecord(draw, documents, tenant, model, { isTyped: at > 1 });
      const worked = worksOn({ documents: was.documents, tenant, user }, before, name, record);
      const works = worksOn({ documents: is.documents, tenant, user }, after, name, record);
      return [...new Set([...worked, ...works])].flatMap((permission): readonly Felt[] => {
        if (!had.has(permission) || !has.has(permission)) return [];
        if (worked.has(permission) === works.has(permission)) return [];
        const felt = works.has(permission) ? 'widened' : 'narrowed';
        return [{ permission, felt, record: JSON.stringify({ record, user }) }];
      });
    });
  });
}

/** Compares the net effect on every user that both sides have. */
function findWrongPeople(difference: Difference, was: Read, is: Read, draw: Draw): readonly string[] {
  const rowsFor = ({ rows }: Read, tenant: string, user: User) =>
    user.active === false ? [] : rowsOf(rows, tenant, user);
  return ofKind(is.documents, 'Tenant').flatMap(({ name: tenant }) =>
    usersOf(is.documents, tenant).flatMap((user) => {
      const earlier = usersOf(was.documents, tenant).find(({ id }) => id === user.id);
      if (!earlier) return [];
      const effect = difference.people.find((one) => one.tenant === tenant && one.user === user.id)?.effect;
      const [before, after] = [rowsFor(was, tenant, earlier), rowsFor(is, tenant, user)];
      const [had, has] = [unionOf(was.documents, before), unionOf(is.documents, after)];
      const beyond = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
        [...some].filter((one) => !others.has(one)).sort();
      const flips = (['gained', 'lost'] as const).flatMap((kind) => {
        const meant = (kind === 'gained' ? beyond(has, had) : beyond(had, has)).join();
        const said = (effect?.[kind] ?? []).join();
        return said === meant ? [] : [`${tenant} | ${user.id} ${kind} ${meant}, and is said to ${said}`];
      });
      const moves = findFelt({ was, is, tenant, before, after, draw }).flatMap(
        ({ permission, felt, record }) =>
          effect?.[felt].includes(permission) || effect?.shifted.includes(permission)
            ? []
            : [`${tenant} | ${user.id} | ${permission} is ${felt}, and that is not said: ${record}`],
      );
      return [...flips, ...moves];
    }),
  );
}

/** Finds causes in documents that are the same on both sides, and changed documents of which nothing is said. */
function findWrongCauses({ changes, edits, people }: Difference, { base, head }: Pair): readonly string[] {
  const identify = (one: object) => {
    const { kind, name, model, tenant } = one as Readonly<Record<string, unknown>>;
    return JSON.stringify([kind, name ?? model, tenant]);
  };
  const isSame = ({ side, place }: Change['because']['at']) => {
    const value = valueIn(placeIn(place.document, [])) as object;
    const twin = (side === 'head' ? base : head).find((one) => identify(one) === identify(value));
    return JSON.stringify(twin) === JSON.stringify(value);
  };
  const idle = changes.flatMap((change) => {
    const { at, other } = change.because;
    return isSame(at) && (!other || isSame(other))
      ? [
          `${keyOf(change)} is ${change.kind} because of ${identify(valueIn(placeIn(at.place.document, [])) as object)}`,
        ]
      : [];
  });
  const silent = edits.flatMap(({ document, moved, idle: told }) =>
    // The effect of several roles together is told by person.
    people.length === 0 &&
    document.kind !== 'Users' &&
    told.length === 0 &&
    Object.values(moved).every((count) => count === 0)
      ? [`of ${document.kind} ${document.name} nothing is said`]
      : [],
  );
  const counted = edits.flatMap(({ moved }) => Object.values(moved)).reduce((sum, count) => sum + count, 0);
  return [
    ...idle,
    ...silent,
    ...(counted === changes.length ? [] : [`${counted} of ${changes.length} changes have an edit`]),
  ];
}

const mirrored: Readonly<Record<ChangeKind, ChangeKind>> = {
  gained: 'lost',
  lost: 'gained',
  widened: 'narrowed',
  narrowed: 'widened',
  shifted: 'shifted',
};

function findUnlikeMirror(difference: Difference, back: Difference): readonly string[] {
  const kinds = kindsIn(back);
  return difference.changes.flatMap((change) =>
    kinds.get(keyOf(change)) === mirrored[change.kind]
      ? []
      : [`${keyOf(change)} is ${change.kind}, and back ${kinds.get(keyOf(change))}`],
  );
}
