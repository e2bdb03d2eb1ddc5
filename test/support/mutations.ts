import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { findingFormats, printFindings } from '../../compiler/print/findings/findings.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { filesOfBytes } from './broken.ts';

/** The files of one policies folder, by path. */
export type Folder = Readonly<Record<string, Buffer>>;

/** Numbers below a bound, the same ones for the same seed. */
export function numbersOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Pieces of text that mean something to a reader of YAML, or to a policy. */
const pieces = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '- ',
    ': ',
    '? ',
    ', ',
    '&a ',
    '*a',
    '!t ',
    '!!int ',
    '|\n',
    '>-\n',
    '"',
    "'",
    '#',
    '%',
    '@',
    '`',
  ],
  ...[
    '---\n',
    '...\n',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '  ',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\0',
    '%YAML 1.1\n---\n',
    '<<: *a\n',
  ],
  ...[
    '9007199254740993',
    '1e400',
    '-0',
    '.nan',
    'null',
    'true',
    '~',
    '__proto__: ',
    'constructor',
    'all',
    '"*": all',
    'none',
  ],
  ...[
    '{ except: [all] }',
    '{ $user: id }',
    '{ $or: [] }',
    '*:*',
    'requires: [X:use]\n',
    'kind: Role\n',
    'name: x\n',
  ],
];

/** Openings that nest where they are repeated. */
const nestings = [
  '[',
  '{a: ',
  '[a: b: ',
  '- ',
  '? ',
  'a:\n ',
  '{ $or: [',
  '[{ allOf: [',
  '!t [',
  '&a [',
  '"',
  '{"a": [',
];

/** One file of a folder after one or two things happened to its bytes. */
export function mutate(folder: Folder, seed: number): Folder {
  const next = numbersOf(seed);
  const paths = Object.keys(folder).sort();
  const path = paths[next(paths.length)] ?? '';
  let bytes = folder[path] ?? Buffer.alloc(0);
  for (let times = next(4) === 0 ? 2 : 1; times > 0; times--) bytes = mutateBytes(bytes, folder, paths, next);
  return { ...folder, [path]: bytes };
}

function mutateBytes(
  bytes: Buffer,
  folder: Folder,
  paths: readonly string[],
  next: (below: number) => number,
): Buffer {
  const at = next(bytes.length + 1);
  const length = next(Math.min(400, bytes.length - at + 1));
  const put = (piece: Buffer | string, replaced = 0) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(piece), bytes.subarray(at + replaced)]);
  switch (next(8)) {
    case 0:
      return put(Buffer.from([next(256)]), 1);
    case 1:
      return put('', length);
    case 2: {
      const other = folder[paths[next(paths.length)] ?? ''] ?? bytes;
      const from = next(other.length + 1);
      return put(other.subarray(from, from + next(400)), next(2) * length);
    }
    case 3:
      return put(Buffer.concat(Array<Buffer>(1 + next(200)).fill(bytes.subarray(at, at + length))));
    case 4:
      return put((nestings[next(nestings.length)] ?? '').repeat(1 + next(next(4) === 0 ? 20_000 : 100)));
    case 5:
      return put('aZ9_é '.charAt(next(6)).repeat(1 + next(next(4) === 0 ? 100_000 : 1_000)));
    case 6:
      return put(
        (pieces[next(pieces.length)] ?? '').repeat(1 + next(next(8) === 0 ? 5_000 : 3)),
        next(2) * length,
      );
    default:
      return put(pieces[next(pieces.length)] ?? '', next(12));
  }
}

/**
 * Runs a folder through everything: it is compiled, linted, lowered and printed in every format. Throws only for a bug
 * in plafond.
 */
export function readWhole(folder: Folder): {
  readonly isCompiled: boolean;
  readonly codes: readonly string[];
} {
  const { policy, diagnostics } = readPolicy(filesOfBytes(folder), 'policies');
  if ((policy === undefined) !== diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error('a policy is there if and only if there is no error');
  const said = [...diagnostics];
  if (policy) {
    const { matrix, rulesOf } = compilePolicy(policy);
    said.push(...lint(matrix, '2027-01-31'));
    for (const row of matrix.rows.slice(0, 3)) rulesOf(row);
  }
  for (const format of findingFormats)
    printFindings(said.slice(0, 20), { format, colours: chooseColours(false), version: '1' });
  for (const { message, at } of said)
    if (
      message.includes('\n') ||
      message.length > 4_000 ||
      at.start > at.end ||
      at.end > at.source.text.length + 1
    )
      throw new Error(`a finding that nobody can read: ${message.slice(0, 200)}`);
  return { isCompiled: policy !== undefined, codes: said.map(({ code }) => code) };
}
