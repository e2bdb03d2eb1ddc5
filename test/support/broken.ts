import fc, { type Arbitrary } from 'fast-check';
import { type Files, refuseSize } from '../../compiler/text/files.ts';
import { toFiles, type World, world } from '../worlds/world.ts';

/** Files held in memory as bytes, so that they may hold what is no text at all. */
export function filesOfBytes(bytes: Readonly<Record<string, Uint8Array | string>>): Files {
  const contents = new Map(
    Object.entries(bytes).map(([path, content]) => [
      path,
      typeof content === 'string' ? Buffer.from(content) : content,
    ]),
  );
  return {
    list: (wanted) => [...contents.keys()].filter(wanted).sort(),
    read(path, limit) {
      const content = contents.get(path);
      if (!content) return { unreadable: 'there is no such file' };
      return content.length > limit ? refuseSize(content.length, limit) : content;
    },
  };
}

/** Files of a valid world after something happened to them. */
export function brokenFiles(): Arbitrary<Record<string, Buffer>> {
  return fc
    .tuple(
      world(),
      fc.integer({ min: 1, max: 500 }),
      fc.array(wound(), { minLength: 1, maxLength: 3 }),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(scar(), { maxLength: 2 }) },
      ),
    )
    .map(([generated, layout, wounds, scars]) => {
      const documents = wounds.reduce(wounded, structuredClone(generated.documents) as unknown[]);
      const files = Object.entries(toFiles({ ...generated, documents } as World, layout)).map(
        ([path, text]) => [path, Buffer.from(text)] as const,
      );
      return Object.fromEntries(scars.reduce(scarred, files));
    });
}

/** A change to a value somewhere in the documents. */
interface Wound {
  readonly way: readonly number[];
  readonly act: 'borrow' | 'replace' | 'remove' | 'add' | 'rename' | 'repeat';
  readonly value: unknown;
  readonly name: string;
}

/** A change to the bytes of a file. */
interface Scar {
  readonly act: 'cut' | 'flip' | 'insert';
  readonly file: number;
  readonly at: number;
  readonly bytes: readonly number[];
}

const names =
  `__proto__ constructor toString hasOwnProperty prototype valueOf name kind models actions properties grants
  all none except * Company owner $user $or $and $in $ne $where 0 -1 null true a.b a/b ~ ~0 ä 😀 Role role`.split(
    /\s+/,
  );

const words: readonly unknown[] = [
  ...names,
  '',
  ' ',
  '\u2028',
  '{{7*7}}',
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [],
  {},
  [[]],
  [null],
  { $user: 'id' },
  { $user: 1 },
  { $user: '__proto__' },
  { except: [] },
  { except: 'all' },
  { except: ['view'], actions: 'all' },
  { '*': 'all' },
  'Company:view',
  'Company.owner:view',
  ':',
  '.:',
  '*:*',
  'x'.repeat(300),
];

function wound(): Arbitrary<Wound> {
  return fc.record({
    way: fc.array(fc.nat(999), { minLength: 2, maxLength: 7 }),
    act: fc.constantFrom<Wound['act'][]>(
      'borrow',
      'borrow',
      'borrow',
      'borrow',
      'replace',
      'remove',
      'add',
      'rename',
      'repeat',
    ),
    value: fc.oneof(fc.constantFrom(...words), fc.jsonValue({ maxDepth: 2 })),
    name: fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })),
  });
}

function scar(): Arbitrary<Scar> {
  return fc.record({
    act: fc.constantFrom<Scar['act'][]>('cut', 'flip', 'insert'),
    file: fc.nat(999),
    at: fc.nat(99_999),
    bytes: fc.oneof(
      fc.array(fc.nat(255), { minLength: 1, maxLength: 4 }),
      fc
        .constantFrom(
          '- ',
          ': ',
          '\n',
          '\t',
          '&a ',
          '*a',
          '!!',
          '!x ',
          '|',
          '> ',
          '? ',
          '---\n',
          '...\n',
          '%YAML 1.1\n',
          '"',
          "'",
          '{',
          '[',
          '#',
          '\ufeff',
          '\r',
        )
        .map((text) => [...Buffer.from(text)]),
    ),
  });
}

type Holder = Record<string, unknown> | unknown[];

/**
 * Walks into the documents as far as the way leads, and changes the value there; a borrowed value is taken from another
 * place.
 */
function wounded(documents: unknown[], { way, act, value, name }: Wound): unknown[] {
  let holder: Holder = documents;
  let key: string | number = 0;
  for (let index = 0; index < way.length || act === 'borrow'; index++) {
    const keys: readonly (string | number)[] = Array.isArray(holder)
      ? [...holder.keys()]
      : Object.keys(holder);
    const chosen = keys[(way[index % way.length] ?? 0) % Math.max(1, keys.length)];
    if (chosen === undefined) break;
    key = chosen;
    const inside: unknown = (holder as Record<string | number, unknown>)[key];
    const isLast = index >= way.length - 1 && act !== 'borrow';
    if (isLast || typeof inside !== 'object' || inside === null) break;
    holder = inside as Holder;
  }
  const there = (holder as Record<string | number, unknown>)[key];
  const isScalar = typeof there !== 'object' || there === null;
  const other =
    act === 'borrow' && isScalar
      ? borrowed(
          documents,
          there,
          way.reduce((sum, step) => sum * 7 + step, 1),
        )
      : value;
  change(holder, key, act, other, name);
  return documents;
}

function change(holder: Holder, key: string | number, act: Wound['act'], value: unknown, name: string): void {
  const set = (at: string | number, to: unknown) =>
    Object.defineProperty(holder, at, { value: to, enumerable: true, configurable: true, writable: true });
  if (Array.isArray(holder)) {
    const index = Number(key);
    if (act === 'remove') holder.splice(index, 1);
    else if (act === 'repeat') holder.push(structuredClone(holder[index]));
    else if (act === 'add') holder.push(value);
    else set(index, value);
  } else if (act === 'remove') delete holder[key];
  else if (act === 'rename') {
    set(name, holder[key]);
    delete holder[key];
  } else set(act === 'replace' || act === 'borrow' ? key : name, value);
}

/** Everything that stands somewhere in a value and is no map or list, in order. */
function scalarsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(scalarsIn);
}

/** A value that stands elsewhere and is of the same type: a real name, in the wrong place. */
function borrowed(documents: readonly unknown[], there: unknown, seed: number): unknown {
  const like = scalarsIn(documents).filter((scalar) => typeof scalar === typeof there && scalar !== there);
  return like.length > 0 ? like[seed % like.length] : there;
}

type Written = readonly (readonly [string, Buffer])[];

function scarred(files: Written, { act, file, at, bytes }: Scar): Written {
  return files.map(([path, content], index) => {
    if (index !== file % files.length) return [path, content];
    const place = at % (content.length + 1);
    const rest = act === 'cut' ? content.length : place + (act === 'flip' ? bytes.length : 0);
    const middle = act === 'cut' ? Buffer.of() : Buffer.from(bytes);
    return [path, Buffer.concat([content.subarray(0, place), middle, content.subarray(rest)])];
  });
}
