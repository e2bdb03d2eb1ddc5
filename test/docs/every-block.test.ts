import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQuestions } from '../support/fleet-page.ts';
import { listBlocks, listShellComments } from '../support/pages.ts';

/*
 * Every fenced block of every page is run, compiled or compared by a test, or stands here with the reason why not. Whoever adds a
 * block of a new language, or to a page that had none, says here which test takes it.
 */

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const runPages = 'test/docs/run-pages.test.ts';
const repositoryPages = 'test/docs/repository-pages.test.ts';

/** The tests that take all blocks of a language on a page; a block of `text` right below such a block is its output. */
const takers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': {
    sh: `${runPages} ${repositoryPages}`,
    js: runPages,
    diff: repositoryPages,
    ts: repositoryPages,
  },
  'docs/start.md': { sh: runPages, yaml: runPages, js: runPages },
  'docs/review.md': { sh: runPages },
  'docs/audit.md': { sh: runPages },
  'docs/operations.md': { sh: runPages, csv: runPages, yaml: runPages },
  'docs/planhat.md': { sh: runPages, csv: runPages, yaml: runPages },
  'docs/language.md': { yaml: 'test/docs/language.test.ts' },
  'docs/library.md': { ts: 'test/house/tarball.test.ts' },
  'docs/tests.md': { sh: 'test/docs/tests-page.test.ts', yaml: 'test/docs/tests-page.test.ts' },
  'docs/services.md': {
    js: 'test/docs/services-page.test.ts',
    sql: 'test/docs/services-page.test.ts',
    sh: repositoryPages,
  },
  'docs/bundles.md': { sh: repositoryPages, ts: repositoryPages },
  'docs/fleet.md': { sh: repositoryPages, sql: 'test/docs/fleet-page.test.ts' },
  'docs/github.md': { yaml: 'test/action/workflows.test.ts' },
  'generated/README.md': {
    ts: 'test/package/readme.test.ts',
    sh: 'test/package/readme.test.ts',
    sql: 'test/package/readme.test.ts',
  },
};

/** Blocks that no test takes, by what they begin with, and why. */
const exempt: readonly (readonly [page: string, begins: string, because: string])[] = [
  ['README.md', 'effective = role ∩', 'the law in one line: test/oracle is its proof'],
  ['CONTRIBUTING.md', 'npm ci', 'scripts of package.json, which a test below looks up'],
  ['examples/service/README.md', 'npm ci', 'scripts of package.json, which a test below looks up'],
  ['compiler/README.md', 'Files → Parsed[]', 'a picture of the pipeline'],
  [
    'docs/explorer-served.md',
    '$ plafond explore',
    'a port and a token that differ every time: test/commands/explore-serve.test.ts',
  ],
  ['docs/audit.md', '{ "version": 1,', 'one note among those of test/questions/evidence/approvals.test.ts'],
  [
    'docs/fleet.md',
    'duckdb -c',
    'asks for the program of DuckDB: its library asks the same in test/docs/fleet-page.test.ts',
  ],
  [
    'docs/fleet.md',
    'for at in before after',
    'asks for the program of DuckDB: its library asks the same in test/docs/fleet-page.test.ts',
  ],
  ['docs/github.md', '# .github/CODEOWNERS', 'test/action/workflows.test.ts reads its lines'],
];

interface Found {
  readonly page: string;
  readonly language: string;
  /** The second word behind the fence: the file that the block is the text of. */
  readonly file: string | undefined;
  readonly begins: string;
  readonly text: string;
  /** The language of the block whose output it is. */
  readonly below: string | undefined;
}

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !file.startsWith('test/'));

const found: readonly Found[] = pages.flatMap((page) => {
  const text = read(page);
  const blocks = listBlocks(text);
  return blocks.map((block, at) => {
    const above = blocks[at - 1];
    const isBelow = above && text.slice(above.end, block.start) === '```\n\n```text\n';
    return {
      page,
      language: block.language,
      file: block.file,
      begins: block.text.split('\n')[0] ?? '',
      text: block.text,
      below: isBelow ? above.language : undefined,
    };
  });
});

const isExempt = ({ page, begins }: Found) =>
  exempt.some(([of, start]) => of === page && begins.startsWith(start));

const takerOf = ({ page, language, below }: Found): string | undefined =>
  takers[page]?.[language === 'text' && below !== undefined ? below : language];

describe('every block of every page', () => {
  test('is found: no fence has a form that tests overlook', () => {
    const fences = (page: string) => read(page).match(/^\s*(`{3,}|~{3,})/gm)?.length ?? 0;
    const counted = pages.map((page) => [page, fences(page)]);
    expect(counted).toEqual(pages.map((page) => [page, 2 * found.filter((one) => one.page === page).length]));
    expect(found.length).toBeGreaterThan(250);
  });

  test('is taken by a test, or says why not', () => {
    const open = found.filter((one) => !isExempt(one) && takerOf(one) === undefined);
    expect(open.map(({ page, language, begins }) => `${page}: ${language}: ${begins}`)).toEqual([]);
  });

  test('can be pasted into any shell: no command has a comment', () => {
    expect(listShellComments('```sh\n# a\nls  # b\nls a#b\n```\n\n```yaml\n# c\n```\n')).toEqual([
      '# a',
      'ls  # b',
    ]);
    expect(pages.flatMap((page) => listShellComments(read(page)).map((line) => `${page}: ${line}`))).toEqual(
      [],
    );
  });

  test('names a file only where one is written, and a mistake only where it is looked for', () => {
    const named = found.filter(({ file }) => file !== undefined);
    const strange = named.filter((one) => {
      const isMistake = one.page === 'docs/language.md' && one.file?.startsWith('mistake=');
      return !isMistake && takerOf(one) !== runPages;
    });
    expect(strange.map(({ page, begins }) => `${page}: ${begins}`)).toEqual([]);
  });

  test('is listed here for nothing else', () => {
    const unused = exempt.filter(
      ([page, start]) => !found.some((one) => one.page === page && one.begins.startsWith(start)),
    );
    expect(unused).toEqual([]);
    const idle = Object.entries(takers).flatMap(([page, byLanguage]) =>
      Object.keys(byLanguage).flatMap((language) =>
        found.some((one) => one.page === page && one.language === language) ? [] : `${page}: ${language}`,
      ),
    );
    expect(idle).toEqual([]);
  });

  test('is taken by a test that speaks of its page', () => {
    for (const [page, byLanguage] of Object.entries(takers))
      for (const taker of Object.values(byLanguage).flatMap((names) => names.split(' '))) {
        const said = taker.endsWith('fleet-page.test.ts') ? read('test/support/fleet-page.ts') : read(taker);
        expect([taker, page, said.includes(path.basename(page))]).toEqual([taker, page, true]);
      }
  });

  test('asks npm for scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Record<string, string> };
    const asked = found
      .filter(({ page, language }) => language === 'sh' && !/^(docs|generated)\//.test(page))
      .flatMap(({ text }) => [...text.matchAll(/^npm (?:run )?([\w:-]+)/gm)].map(([, name = '']) => name))
      .filter((name) => !['ci', 'init', 'install'].includes(name));
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('of SQL about a fleet is one of the questions that are asked', () => {
    const asked = new Set(readQuestions().values());
    const sql = found.filter(({ page, language }) => page === 'docs/fleet.md' && language === 'sql');
    expect(sql.filter(({ text }) => !asked.has(text)).map(({ begins }) => begins)).toEqual([]);
  });
});
