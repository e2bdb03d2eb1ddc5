import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const declaration =
  /^export (?:default )?(?:declare )?(?:async )?(?:abstract )?(?:function\*? ?|const |class |interface |type )(\w+)/gm;

const typeDeclaration = /^(?:export )?(?:declare )?(?:interface|type) (\w+)/gm;

/** Returns a text without its comments and template literals, which may quote what others export. */
const omitQuotes = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').replace(/`(?:\\[\s\S]|[^`\\])*`/g, '``');

/** Returns the names that a text exports, each once: a function may have several signatures. */
const namesIn = (text: string): ReadonlySet<string> =>
  new Set([...omitQuotes(text).matchAll(declaration)].map(([, name = '']) => name));

/** Returns the paths of the TypeScript files below a folder; declarations repeat what others export. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

const sources = ['compiler', 'runtime', 'action', 'explorer'].flatMap(filesBelow);

test('no two files export one name', () => {
  const filesOf = new Map<string, string[]>();
  for (const file of sources)
    for (const name of namesIn(readFileSync(file, 'utf8')))
      filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
  const twice = [...filesOf].filter(([, files]) => files.length > 1);
  expect(Object.fromEntries(twice)).toEqual({});
});

test('no file keeps to itself a type with the name of one that another file exports', () => {
  const texts = sources
    .filter((file) => !file.includes('.generated.'))
    .map((file) => [file, omitQuotes(readFileSync(file, 'utf8'))] as const);
  const exporterOf = new Map(
    texts.flatMap(([file, text]) =>
      [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = '']) => [name, file] as const),
    ),
  );
  expect(exporterOf.size).toBeGreaterThan(400);
  const twice = texts.flatMap(([file, text]) =>
    [...text.matchAll(typeDeclaration)].flatMap(([, name = '']) => {
      const exporter = exporterOf.get(name);
      return exporter === undefined || exporter === file
        ? []
        : [`${name} of ${file}: ${exporter} exports one; import that, or say how this one differs`];
    }),
  );
  expect(twice).toEqual([]);
});

test.for([
  ['export function draw(): void {}', 'draw'],
  ['export async function load() {}', 'load'],
  ['export function* lines() {}', 'lines'],
  ['export const most = 4;', 'most'],
  ['export interface Side {}', 'Side'],
  ['export type Pair<T> = T;', 'Pair'],
  ['const a = `\nexport const quoted = 1;\n`;\nexport const own = 2;', 'own'],
] as const)('reads the name of %j', ([text, name]) => {
  expect([...namesIn(text)]).toEqual([name]);
});

test('no two modules of the written package hold one class, so that `instanceof` means the same in each', () => {
  const filesOf = new Map<string, string[]>();
  for (const file of readdirSync('generated/lib').filter((name) => name.endsWith('.js')))
    for (const [, name = ''] of readFileSync(path.join('generated/lib', file), 'utf8').matchAll(
      /^(?:var|let|const) (\w+) = class\b/gm,
    ))
      filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
  expect([...filesOf.keys()]).toContain('BundleError');
  expect(Object.fromEntries([...filesOf].filter(([, files]) => files.length > 1))).toEqual({});
});
