import type { FindingJson } from '../compiler/print/findings/json.ts';
import type { Annotation } from './annotations.ts';
import type { Measured } from './measure.ts';
import { rows } from './rows.ts';
import { isGrave } from './verdict.ts';

/** What is worth a note on a line of the pull request: grave changes first, then what is wrong. */
export function notes({ check, generated, diff, broken }: Measured): readonly Annotation[] {
  const grave = rows((diff?.changes ?? []).filter(isGrave)).map(({ change, permissions, tenants }) => ({
    level: 'warning' as const,
    title: change.risk,
    message: `role ${change.role} gains ${permissions.join(', ')} in ${tenants.length === 1 ? tenants[0] : `${tenants.length} tenants`}`,
    at: change.because.at,
  }));
  const known = new Set(check.findings.map(identity));
  const others = (broken?.findings ?? []).filter((finding) => !known.has(identity(finding)));
  return [...grave, ...[...check.findings, ...others, ...(generated?.findings ?? [])].map(note)];
}

const identity = ({ code, path, line, column }: FindingJson) => JSON.stringify([code, path, line, column]);

function note({ code, severity, message, help, ...at }: FindingJson): Annotation {
  const level = severity === 'info' ? 'notice' : severity;
  return { level, title: code, message: help === undefined ? message : `${message}\nhelp: ${help}`, at };
}
