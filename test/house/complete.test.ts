import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { importCodes } from '../../compiler/diagnostics/codes/imports.ts';
import { codes } from '../../compiler/diagnostics/codes.ts';
import { laws } from '../../compiler/lint/rules.ts';
import { fixturesIn } from '../support/fixtures.ts';

const lintFolder = path.join(import.meta.dirname, '..', '..', 'compiler', 'lint');

const folders = (sort: string): readonly string[] => fixturesIn(sort).map(({ name }) => name);

test('every code has its folder in mistakes/, lints/ or, if only history shows it, diffs/', () => {
  // Stale artifacts are not seen in policies: `compile --check` finds them, and commands/compile.test.ts tests it.
  const ruled: readonly string[] = laws.map(([code]) => code);
  // Differences from git are not seen in a folder either: io/checkout.test.ts makes the repositories that have them.
  const ofGit = ['not-what-git-holds', 'checkout-unverified', 'line-ends-in-git', 'line-ends-on-disk'];
  const ofAttributes = ['attribute-rewrites', 'attribute-changed', 'review-hidden', 'workflow-changed'];
  // `test` says it, and not `check`: commands/test.test.ts tests it.
  const elsewhere = [
    'stale-artifact',
    'test-failed',
    // Of rows of a database, which `check` is given apart: commands/stored-roles.test.ts tests it.
    'no-stored-role',
    'stored-role-broken',
    // Codes of the product's exports, which `import` reads and `check` does not: questions/import.test.ts tests them.
    ...Object.keys(importCodes),
    // Where the policies folder lies is not seen in its files: commands/out.test.ts tests it.
    'out-in-policies',
    // Where a revision had them is not either: commands/moved-policies.test.ts tests it.
    'policies-moved',
    ...ofGit,
    ...ofAttributes,
    ...ruled,
    ...folders('diffs'),
  ];
  const seen = Object.keys(codes).filter((code) => !elsewhere.includes(code));
  expect(
    folders('mistakes'),
    'a code has a folder `test/mistakes/CODE`; that of a lint rule has a line in `compiler/lint/rules.ts` and a folder `test/lints/CODE`',
  ).toEqual(seen.sort());
});

test('every lint rule has its folder in lints/ and every folder its rule', () => {
  const names = readdirSync(lintFolder).filter((file) => file.endsWith('.ts') && file !== 'rules.ts');
  expect(
    folders('lints'),
    'a rule has a file `compiler/lint/CODE.ts` and a folder `test/lints/CODE`',
  ).toEqual(names.map((file) => file.slice(0, -3)).sort());
});

test('every sentence is lower case, on one line, without a full stop', () => {
  const facts = new Proxy({}, { get: (_, name) => (name === 'more' ? 0 : 'x') }) as never;
  const sentences = Object.entries(codes).flatMap(([code, { message, why }]) => [
    [code, message(facts)],
    [code, why],
  ]);
  expect(sentences.filter(([, text = '']) => !/^(`|[a-z]|YAML )[^\n]*[^.\n]$/.test(text))).toEqual([]);
});
