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
  const isJudged = [...base.values()].some(runsPlafond);
  if (!isJudged) return [];
  for (const file of [...new Set([...base.keys(), ...head.keys()])].sort(byCodeUnit)) {
    const [was, is] = [base.get(file), head.get(file)];
    if (!runsPlafond(was ?? '') && !runsPlafond(is ?? '')) continue;
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

/** Returns true if a workflow names plafond: as an action, as a package, or in what it runs. */
const runsPlafond = (text: string): boolean =>
  text.split('\n').some((line) => /plafond/i.test(line.replace(/(?:^|\s)#.*$/, '')));

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
