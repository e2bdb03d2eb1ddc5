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
    const start = was === undefined || is === undefined ? 0 : findDifference(was, is);
    const end = Math.max(start, text.indexOf('\n', start));
    report(
      'workflow-changed',
      { source: { path: file, text }, start, end },
      {
        file,
        change: was === undefined ? 'is new' : is === undefined ? 'is gone' : 'is another one now',
      },
    );
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

/** Finds the start of the first line that differs. */
function findDifference(was: string, is: string): number {
  const [before, after] = [was.split('\n'), is.split('\n')];
  const at = after.findIndex((line, number) => line !== before[number]);
  return after.slice(0, Math.max(at, 0)).reduce((sum, line) => sum + line.length + 1, 0);
}
