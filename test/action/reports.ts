import { strToU8, zipSync } from 'fflate';
import type { ActionReport } from '../../action/schema.ts';
import { findDirection, judgeDifference } from '../../compiler/questions/diff/judge-difference.ts';
import type { DiffReport as Difference, GroupJson } from '../../compiler/questions/diff/report.ts';
import { summarizeReport } from '../../compiler/questions/diff/summarize-report.ts';

export const head = 'a'.repeat(40);
export const base = 'b'.repeat(40);

const at = { path: 'policies/roles/analyst.yaml', line: 4, column: 3 };

/** A group of one change: `analyst` gains `Deal:view`. */
export const groupOf = (facts: Partial<GroupJson> = {}): GroupJson => ({
  kind: 'gained',
  woken: false,
  asleep: false,
  risk: 'read',
  roles: [{ name: 'analyst', title: 'Analyst' }],
  holders: ['Core'],
  tenants: ['acme'],
  can: [{ permission: 'Deal:view', verb: 'see', what: 'Deal' }],
  because: { layer: 'role', at: { ...at, side: 'head' }, words: 'role `analyst` grants it now', more: 0 },
  users: 12,
  unknown: 0,
  size: 1,
  grave: 0,
  ...facts,
});

/** Returns the difference that `diff` reports with these groups. */
export function differenceOf(groups: readonly GroupJson[] = [], facts: Partial<Difference> = {}): Difference {
  const counts = { gained: 0, lost: 0, widened: 0, narrowed: 0, shifted: 0 };
  for (const { kind, size } of groups) counts[kind] += size;
  const judged = {
    counts,
    groups,
    reassigned: [],
    netEffects: [],
    limits: [],
    alterations: [],
    invariants: [],
    waivers: [],
    faults: [],
    handmade: [],
    renames: [],
    suggestedRenames: [],
    ...facts,
  };
  const whole = {
    version: 1 as const,
    base,
    head,
    direction: findDirection(judged),
    verdict: judgeDifference(judged),
    users: groups.length > 0 ? 12 : 0,
    unknown: 0,
    roles: [],
    edits: [],
    added: [],
    removed: [],
    ...judged,
  };
  return { ...whole, summary: summarizeReport(whole) };
}

/** A report on pull request 7 of acme/policies, with these groups of changes. */
export const reportOf = (
  groups: readonly GroupJson[] = [],
  facts: Partial<ActionReport> = {},
): ActionReport => ({
  version: 1,
  plafond: '1.2.3',
  repository: 'acme/policies',
  pullRequest: 7,
  head,
  base,
  check: { version: 1, findings: [], errors: 0, warnings: 0 },
  diff: differenceOf(groups),
  broken: null,
  ...facts,
});

/** An artifact as actions/upload-artifact makes it. */
export const zipOf = (content: unknown, name = 'plafond-report.json'): Uint8Array =>
  zipSync({ [name]: strToU8(typeof content === 'string' ? content : JSON.stringify(content)) });
