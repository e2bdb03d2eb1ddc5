import { strToU8, zipSync } from 'fflate';
import type { ChangeJson } from '../../action/diff.ts';
import type { Report } from '../../action/report.ts';
import { directionOf } from '../../action/verdict.ts';

export const head = 'a'.repeat(40);
export const base = 'b'.repeat(40);

/** A change of one cell. */
export const changeOf = (facts: Partial<ChangeJson> = {}): ChangeJson => ({
  kind: 'gained',
  tenant: 'acme',
  role: 'analyst',
  permission: 'Deal:view',
  risk: 'read',
  woken: false,
  because: { layer: 'role', at: { path: 'policies/roles/analyst.yaml', line: 4, column: 3 } },
  users: 12,
  ...facts,
});

/** A report on pull request 7 of acme/policies, with these changes. */
export const reportOf = (changes: readonly ChangeJson[] = [], facts: Partial<Report> = {}): Report => ({
  version: 1,
  plafond: '1.2.3',
  repository: 'acme/policies',
  pullRequest: 7,
  head,
  base,
  check: { version: 1, findings: [], errors: 0, warnings: 0 },
  diff: { version: 1, base, head, direction: directionOf(changes), changes },
  broken: null,
  ...facts,
});

/** An artifact as actions/upload-artifact makes it. */
export const zipOf = (content: unknown, name = 'plafond-report.json'): Uint8Array =>
  zipSync({ [name]: strToU8(typeof content === 'string' ? content : JSON.stringify(content)) });
