import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../compiler/commands/answer-line.ts';
import { registry } from '../compiler/commands/registry.ts';
import { compiledCase } from './support/compiled.ts';
import { bySize, commandOf, expectedOf, type Fixture, fixturesIn, ioBelow } from './support/fixtures.ts';
import { textOf } from './support/io.ts';

/** Returns the output of a case: texts by the path at which they are expected. */
type Produce = (fixture: Fixture) => Promise<Readonly<Record<string, string>>>;

/** Returns the output of `plafond check` inside the folder of a case, or of the command line in its `command.txt`. */
const answered = async (fixture: Fixture): Promise<string> => {
  const { out, err = '' } = await answerLine(commandOf(fixture), registry, ioBelow(fixture.folder));
  return textOf(out) + err;
};

const printed: Produce = async (fixture) => ({ 'expected.txt': await answered(fixture) });

/** Every sort of case and what is expected of it. */
const sorts: Readonly<Record<string, Produce>> = {
  mistakes: printed,
  compiles: async ({ folder }) => compiledCase(folder),
  lints: printed,
  diffs: async (fixture) => ({
    'expected.json': await diffOf(fixture, 'json'),
    'expected.md': await diffOf(fixture, 'markdown'),
  }),
};

/** Returns the output of `diff` for the two sides of a case. */
async function diffOf({ folder }: Fixture, format: string): Promise<string> {
  // The folder is named, so that one of that name above the cases is not taken for it.
  const sides = ['--policies', 'policies', '--base-dir', 'base/policies', '--head-dir', 'head/policies'];
  const { out } = await answerLine(['diff', ...sides, '--format', format], registry, ioBelow(folder));
  return textOf(out);
}

/** A sort whose folder is missing has no cases yet. */
const written = ['mistakes', 'compiles', 'diffs', 'lints'].filter((sort) => fixturesIn(sort).length > 0);

test.for(written)('%s are more than files', (sort) => {
  expect(Object.keys(sorts), 'say in `sorts` what is expected of them').toContain(sort);
});

describe.each(written)('%s', (sort) => {
  const produce = sorts[sort] ?? (async () => ({}));
  const proveCase = async (fixture: Fixture) => {
    const expected = expectedOf(fixture);
    const produced = await produce(fixture);
    for (const [file, text] of Object.entries(produced))
      await expect(text).toMatchFileSnapshot(`${process.cwd()}/${fixture.folder}/${file}`);
    const names = Object.keys(produced).sort();
    expect(
      names.filter((name) => !expected.includes(name)),
      'was missing and is written now: read it',
    ).toEqual([]);
    expect(
      expected.filter((name) => !names.includes(name)),
      'is expected and nothing produces it',
    ).toEqual([]);
  };
  const [small, large] = bySize(fixturesIn(sort));
  test.for(small)('$name', proveCase);
  test.for(large)('$name', { tags: ['slow'] }, proveCase);
});

/** The rule about rules of one's own finds what those rules are about. */
const alone = [...fixturesIn('mistakes'), ...fixturesIn('lints').filter(({ name }) => name !== 'invariants')];

// The cases above hold `check` to these files.
test.for(alone)('$name is all that is found in its case', ({ name, folder }) => {
  const file = `${folder}/expected.txt`;
  if (!existsSync(file)) expect.fail(`${file} is being written by this run: read it, and run the test again`);
  const text = readFileSync(file, 'utf8');
  const codes = text.match(/(?<=^(error|warning|note)\[)[a-z-]+(?=\]: )/gm);
  expect([...new Set(codes)]).toEqual([name]);
});
