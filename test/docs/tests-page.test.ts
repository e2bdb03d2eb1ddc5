import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { printStarter } from '../../compiler/print/print-starter.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const page = readFileSync('docs/tests.md', 'utf8');

/** The commands of the page, each with the output that the page shows below it. */
const blocks = [...page.matchAll(/^```sh\n(.*)\n```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, line = '', shown = '']) => ({ line, shown }),
);

const starter = Object.fromEntries(
  [...printStarter('2027-01-31')].map(([path, text]) => [`policies/${path}`, text]),
);

/** The change that the page asks for before its third command; the commands after that one are run without it. */
function edited(line: string): Readonly<Record<string, string>> {
  if (line !== 'plafond test --quiet') return starter;
  const role = starter['policies/roles/agent.yaml'] ?? '';
  expect(role).toContain('portfolio: [own]');
  return {
    ...starter,
    'policies/roles/agent.yaml': role.replace('portfolio: [own]', 'portfolio: [everything]'),
  };
}

const wordsIn = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '').slice(1);

test('every command of docs/tests.md has its output below it', () => {
  expect(blocks.length).toBe([...page.matchAll(/^```sh$/gm)].length);
  expect(blocks.length).toBeGreaterThan(4);
});

test.for(blocks)('docs/tests.md shows what is said: $line', async ({ line, shown }) => {
  const { out } = await answerLine(wordsIn(line), registry, ioInMemory(edited(line)).io);
  expect(textOf(out)).toBe(shown);
});

test('the test that docs/tests.md shows is the first one that init writes', () => {
  const [, shown = ''] = /^```yaml\n([\s\S]*?)expect:/m.exec(page) ?? [];
  expect(starter['policies/tests/customers.yaml']).toContain(shown.split('\n  theirs')[0]);
});
