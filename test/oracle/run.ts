/** A long comparison of worlds with the oracle, for `bench/worlds.mjs`: how many, from which seed, with what parts. */
import { stringify } from 'yaml';
import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Comparison, compareCells, compareInvariants, compareRecords } from './compare.ts';
import type { Document } from './documents.ts';
import { shrink } from './shrink.ts';
import { drawDemands } from './world/demands.ts';
import { drawFrom } from './world/draw.ts';
import { landed } from './world/possible.ts';
import { worldOf } from './world/world.ts';

/** The day on which waivers are read. */
export const today = '2027-01-31';

/** A kind of answer that is compared. */
type Sort = 'cells' | 'records' | 'invariants';

/** The findings of a run. */
export interface Findings {
  worlds: number;
  compared: number;
  readonly refused: Map<string, readonly string[]>;
  readonly different: Map<string, readonly string[]>;
}

const textOf = (documents: readonly Document[]): string =>
  documents
    .map((document) => stringify(document, { version: '1.2', schema: 'core', aliasDuplicateObjects: false }))
    .join('---\n');

/** Compiles documents; the first error's code and message if there is one. */
export function compileDocuments(documents: readonly Document[]): Compiled | string {
  const { compiled, diagnostics } = compile(
    filesInMemory({ 'policies/all.yaml': textOf(documents) }),
    'policies',
  );
  const error = diagnostics.find((one) => 'severity' in one && one.severity === 'error') ?? diagnostics[0];
  return compiled ?? `${error?.code}: ${error?.message}`;
}

/** Compares so many worlds; of each kind of difference the first is shrunk. */
export function run(
  count: number,
  seed: number,
  sizes: readonly number[],
  isShrinking: boolean,
  only = '',
): Findings {
  const findings: Findings = { worlds: 0, compared: 0, refused: new Map(), different: new Map() };
  for (let at = seed; at < seed + count; at++) {
    const { documents: drawn } = worldOf(at, { possible: landed, size: sizes[at % sizes.length] ?? 1 });
    const documents = [...drawn, ...drawDemands(drawFrom(at), landed, drawn)];
    const whole = compileDocuments(documents);
    if (typeof whole === 'string') {
      const code = whole.split(':')[0] ?? '';
      const small = isShrinking && !findings.refused.has(code) ? shrink(documents, isRefusedBy(code)) : [];
      note(findings.refused, code, `seed ${at}: ${whole}\n${textOf(small)}`);
      continue;
    }
    findings.worlds++;
    const comparisons = [
      ['cells', compareCells(documents, whole)],
      ['records', compareRecords(documents, whole, at)],
      ['invariants', compareInvariants(documents, whole, today)],
    ] as const;
    for (const [sort, { compared, differences }] of comparisons) {
      findings.compared += compared;
      const [first] = differences;
      if (first === undefined || !sort.startsWith(only)) continue;
      const known = findings.different.get(first.by);
      const small = isShrinking && !known ? shrink(documents, isDifferent(sort, first.by)) : [];
      const words = `seed ${at}: ${JSON.stringify(first)} and ${differences.length - 1} more\n`;
      const again = small.length > 0 ? JSON.stringify(findOne(sort, first.by, small)) : '';
      note(findings.different, first.by, `${words}${textOf(small)}${again}`);
    }
  }
  return findings;
}

function note(found: Map<string, readonly string[]>, key: string, text: string): void {
  found.set(key, [...(found.get(key) ?? []), text]);
}

const isRefusedBy = (code: string) => (documents: readonly Document[]) => {
  const whole = compileDocuments(documents);
  return typeof whole === 'string' && whole.startsWith(`${code}:`);
};

const isDifferent = (sort: Sort, by: string) => (documents: readonly Document[]) =>
  findOne(sort, by, documents) !== undefined;

function findOne(sort: Sort, by: string, documents: readonly Document[]): unknown {
  const whole = compileDocuments(documents);
  if (typeof whole === 'string') return undefined;
  const compare: Readonly<Record<Sort, () => readonly Comparison[]>> = {
    cells: () => [compareCells(documents, whole)],
    records: () => [0, 1, 2, 3].map((seed) => compareRecords(documents, whole, seed)),
    invariants: () => [compareInvariants(documents, whole, today)],
  };
  const found = compare[sort]();
  return found.flatMap(({ differences }) => differences).find((one) => one.by === by);
}
