/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript-5';
import { expect, test } from 'vitest';

/** The most lines that a function may have, from its name to its last bracket. */
const mostOfFunction = 60;

/** The most lines that a file may have. */
const mostOfFile = 400;

const sources = ['compiler', 'runtime', 'action', 'explorer']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      path.posix.join(folder, file.replaceAll(path.sep, '/')),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('.generated.'))
  .sort();

/** Returns the functions of a text that have more lines than `most`, each with the line where it begins. */
function findLongFunctions(text: string, most: number, name = 'a.ts'): readonly string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const [first, last] = [lineOf(node.getStart()), lineOf(node.end)];
      if (last - first >= most) found.push(`line ${first + 1}: ${last - first + 1} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test(`no function has more than ${mostOfFunction} lines`, () => {
  expect(sources.length).toBeGreaterThan(400);
  const long = sources
    .map((file) => [file, findLongFunctions(readFileSync(file, 'utf8'), mostOfFunction, file)] as const)
    .filter(([, found]) => found.length > 0);
  expect(Object.fromEntries(long), 'take it apart, or let it take one context').toEqual({});
});

test(`no file has more than ${mostOfFile} lines`, () => {
  const sizes = sources.map((file) => [file, readFileSync(file, 'utf8').split('\n').length - 1] as const);
  expect(Object.fromEntries(sizes.filter(([, lines]) => lines > mostOfFile))).toEqual({});
});

test.for([
  ['function a() {\n\n}', 1],
  ['const a = () => {\n\n};', 1],
  ['class A {\n  a() {\n\n  }\n}', 1],
  ['const a = { get a() {\n\n  return 1; } };', 1],
  ['function a() {\n  const b = () => {\n\n  };\n}', 2],
  ['/**\n * Does\n * nothing.\n */\nfunction a() {\n}', 0],
  ['interface A {\n  a():\n\n  void;\n}', 0],
] as const)('counts the lines of %j', ([text, count]) => {
  expect(findLongFunctions(text, 2)).toHaveLength(count);
});
