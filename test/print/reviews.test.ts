import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/**
 * Pull requests, each a folder: `edits/` holds the files that it changes in `base/policies/`, and `expected.md` the comment on it,
 * from which somebody who never saw the policies must learn what is approved, for whom and why.
 */
const reviews = path.join(import.meta.dirname, '..', 'reviews');
const names = readdirSync(reviews).filter((name) => name !== 'base');

/** Returns the texts of the files below a folder, by their paths in the policies. */
const readBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(folder, file), 'utf8')]),
  );

const base = readBelow(path.join(reviews, 'base', 'policies'));

/** Returns files with their paths below a folder. */
const putBelow = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));

test.for(names)('%s has a comment that tells what is approved', async (name) => {
  const head = { ...base, ...readBelow(path.join(reviews, name, 'edits')) };
  const { io } = ioInMemory({ ...putBelow('main', base), ...putBelow('policies', head) });
  const line = ['diff', '--base-dir', 'main', '--head-dir', 'policies', '--format', 'markdown'];
  const { out } = await answerLine(line, registry, io);
  const comment = textOf(out);
  await expect(comment).toMatchFileSnapshot(path.join(reviews, name, 'expected.md'));
});

test('there is a review for each sort of pull request', () => {
  expect(names).toHaveLength(10);
});
