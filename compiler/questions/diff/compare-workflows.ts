import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Pair } from '../../model/pair.ts';
import { byCodeUnit } from '../../text/order.ts';
import { parseYaml } from '../../text/yaml.ts';

/**
 * Finds the workflows that run plafond and are other ones now, gone, or new beside others: they decide whether a change is judged.
 * Comments and layout do not count. The first that runs plafond loosens nothing.
 */
export function compareWorkflows({ base, head }: Pair<ReadonlyMap<string, string>>): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  const [ran, runs] = [findRunning(base), findRunning(head)];
  if (ran.size === 0) return [];
  for (const file of [...new Set([...base.keys(), ...head.keys()])].sort(byCodeUnit)) {
    const [was, is] = [base.get(file), head.get(file)];
    if (!ran.has(file) && !runs.has(file)) continue;
    if (was !== undefined && is !== undefined && readContent(was) === readContent(is)) continue;
    const text = is ?? was ?? '';
    const difference = was !== undefined && is !== undefined ? findDifference(was, is) : undefined;
    const start = difference?.start ?? 0;
    const end = Math.max(start, text.indexOf('\n', start));
    const change = was === undefined ? 'is new' : is === undefined ? 'is gone' : 'is another one now';
    const instead = difference
      ? `, first by ${quoteLine(difference.head)} in place of ${quoteLine(difference.base)}`
      : '';
    report('workflow-changed', { source: { path: file, text }, start, end }, { file, change, instead });
  }
  return diagnostics;
}

/**
 * Finds the workflows that run plafond: those that name it, as an action, as a package or in what they run, those that call a
 * workflow of another repository, which may do so unseen, and those that call one of these.
 */
function findRunning(workflows: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  const called = new Map([...workflows].map(([file, text]) => [file, listCalled(text)]));
  for (const [file, text] of workflows)
    if (listLines(text).some((line) => /plafond/i.test(line)) || called.get(file)?.some(isOfOther))
      found.add(file);
  for (let known = -1; known < found.size; ) {
    known = found.size;
    for (const [file, names] of called)
      if (names.some((name) => [...found].some((one) => one.endsWith(`/${name.replace(/^\.\//, '')}`))))
        found.add(file);
  }
  return found;
}

/** Lists the reusable workflows that a workflow calls, as it names them. */
const listCalled = (text: string): readonly string[] =>
  listLines(text).flatMap(
    (line) => /\buses["']?:\s*["']?([^\s"',}]*\.github\/workflows\/[^\s"',}]+)/.exec(line)?.[1] ?? [],
  );

const isOfOther = (name: string): boolean => name.includes('@');

/** Lists the lines of a workflow without their comments. */
const listLines = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, ''));

/** Returns a text that is equal for workflows that say the same; one that is no YAML says what it is. */
function readContent(text: string): string {
  const documents = parseYaml({ path: '', text });
  return documents.some(({ mistakes }) => mistakes.length > 0)
    ? text
    : JSON.stringify(documents.map(({ value }) => value));
}

/** The first line that differs: its place in the head, and its words on both sides, empty where there is none. */
interface LineDifference extends Pair<string> {
  readonly start: number;
}

/** Finds the first line that differs; comments and empty lines do not count. */
function findDifference(was: string, is: string): LineDifference {
  const [before, after] = [listSpokenLines(was), listSpokenLines(is)];
  const at = after.findIndex(({ words }, number) => words !== before[number]?.words);
  const number = at === -1 ? after.length : at;
  return {
    start: after[number]?.start ?? after.at(-1)?.start ?? 0,
    base: before[number]?.words.trim() ?? '',
    head: after[number]?.words.trim() ?? '',
  };
}

/** Lists the lines that say something, without their comments, each with its start. */
function listSpokenLines(text: string): readonly { readonly start: number; readonly words: string }[] {
  let start = 0;
  const found: { readonly start: number; readonly words: string }[] = [];
  const spoken = listLines(text);
  for (const [number, line] of text.split('\n').entries()) {
    const words = spoken[number]?.trimEnd() ?? '';
    if (words !== '') found.push({ start, words });
    start += line.length + 1;
  }
  return found;
}

/** Quotes a line of a workflow, as far as a message has room for it. */
function quoteLine(line: string): string {
  if (line === '') return 'nothing';
  const words = line.replaceAll('`', "'");
  return `\`${words.length > mostLetters ? `${words.slice(0, mostLetters)}…` : words}\``;
}

const mostLetters = 100;
