import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The forms of a comment that a stranger reads twice, each with what to write instead. */
const forms: readonly (readonly [RegExp, string])[] = [
  [
    /^(What|Whether|That which|Why|How|Of what|Under what|Of which)\b/,
    'begin with a verb (functions) or a noun (types)',
  ],
  [/^(So many|Up to so many)\b/, 'say what the number is the most of'],
  [/\bnothing where\b/i, 'say which value it is, and if when'],
  [/[.;:] of which\b/i, 'name what it is of'],
];

/** Returns the comments of a text as plain sentences: blocks that begin a line, and those after `//` on a line of their own. */
function commentsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^\s*\/\*\*([\s\S]*?)\*\//gm)].map(([, inside = '']) =>
    inside.replace(/\n\s*\* ?/g, ' ').trim(),
  );
  const lines = [...text.matchAll(/^\s*\/\/ (.*)$/gm)].map(([, inside = '']) => inside.trim());
  return [...blocks, ...lines];
}

/** Returns the comments of a text that have one of the forms, each with what to write instead. */
function offencesIn(text: string): readonly string[] {
  return commentsIn(text).flatMap((comment) =>
    forms.filter(([form]) => form.test(comment)).map(([, advice]) => `${advice}: ${comment.slice(0, 80)}`),
  );
}

const rooms = ['compiler', 'runtime', 'action', 'explorer', 'test', 'bench', 'scripts', 'examples'];
const sources = rooms.flatMap((room) => filesBelow(room));

/** Returns the paths of the files of code below a folder that people write. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.generated\.|\/(node_modules|dist)\//.test(file))
    .sort();
}

test('no comment has a form that a stranger reads twice', () => {
  const found = sources
    .map((file) => [file, offencesIn(readFileSync(file, 'utf8'))])
    .filter(([, offences = []]) => offences.length > 0);
  expect(Object.fromEntries(found)).toEqual({});
});

test.for([
  ['/** What a role holds. */', 1],
  ['/** Whether it holds. */', 1],
  ['  // Under what name it goes.', 1],
  ['/** So many are kept, the newest. */', 1],
  ['/** The role;\n * nothing where there is none. */', 1],
  ['/** The cells; of which the first counts. */', 1],
  ['/** Returns what a role holds, or undefined if there is none. */', 0],
  ["const text = 'What a role holds';", 0],
  ["  ['/** What a role holds. */', 1],", 0],
  ["const all = '/policies/** soft';\n/** What a role holds. */", 1],
] as const)('finds the form in %j', ([text, count]) => {
  expect(offencesIn(text)).toHaveLength(count);
});
