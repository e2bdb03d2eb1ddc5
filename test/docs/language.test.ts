import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const page = readFileSync('docs/language.md', 'utf8');

/** An example of the page: where it starts, its text, and the code that it must produce if it is a mistake. */
interface Example {
  readonly line: number;
  readonly text: string;
  readonly mistake: string | undefined;
}

const examples: readonly Example[] = [
  ...page.matchAll(/^```yaml( mistake=([a-z-]+))?\n([\s\S]*?)^```$/gm),
].map((found) => ({
  line: page.slice(0, found.index).split('\n').length,
  mistake: found[2],
  text: found[3] ?? '',
}));

/** The small world that the page's first example shows: it completes every other example. */
const [world] = examples;

/** Kind and name of each document: where an example declares one of the world's, the example's takes its place. */
const documentsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(/^---$/m).map((part) => {
      const [first] = parseAllDocuments(part, { uniqueKeys: false });
      const { kind, name, tenant } = (first?.toJS() ?? {}) as Record<string, unknown>;
      return [`${kind} ${name ?? tenant ?? ''}`, part];
    }),
  );

/** The codes of the errors and warnings that `check` finds in an example that the world completes. */
async function codesIn(text: string): Promise<readonly string[]> {
  const all = new Map([...documentsIn(world?.text ?? ''), ...documentsIn(text)]);
  const { io } = ioInMemory({ 'policies/all.yaml': [...all.values()].join('---\n') });
  const { out, err } = await answerLine(['check', '--format', 'json'], registry, io);
  expect(err ?? '').toBe('');
  const { findings } = JSON.parse(textOf(out)) as {
    findings: readonly { readonly code: string; readonly severity: string }[];
  };
  return [...new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code))];
}

describe('an example of docs/language.md', () => {
  test.for(examples.filter(({ mistake }) => mistake === undefined))(
    'compiles without a finding: line $line',
    async ({ text }) => {
      expect(await codesIn(text)).toEqual([]);
    },
  );

  test.for(examples.filter(({ mistake }) => mistake !== undefined))(
    'is the mistake that it is said to be: $mistake, line $line',
    async ({ text, mistake }) => {
      expect(await codesIn(text)).toEqual([mistake]);
    },
  );
});

test('every paragraph of docs/language.md has an example under it', () => {
  const [, ...sections] = page.split(/^## /m);
  expect(sections.length).toBeGreaterThan(5);
  const bare = sections.flatMap((section) => {
    const chunks = section
      .slice(section.indexOf('\n'))
      .replace(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll('\n\n', '\n'))
      .split(/\n{2,}/)
      .map((chunk) => chunk.trim())
      .filter((chunk) => chunk !== '' && !chunk.startsWith('#'));
    return chunks.filter((chunk, at) => !chunk.startsWith('```') && !chunks[at + 1]?.startsWith('```yaml'));
  });
  expect(bare).toEqual([]);
});

test('a block is an example or names another language', () => {
  const opened = [...page.matchAll(/^```(.*)$/gm)].filter((_, at) => at % 2 === 0).map(([, info]) => info);
  expect(opened.filter((info) => !/^(yaml( mistake=[a-z-]+)?|sh|text)$/.test(info ?? ''))).toEqual([]);
});
