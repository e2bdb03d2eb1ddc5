import type { Report as Difference, GroupJson } from '../compiler/print/diff/report.ts';
import { alterationText, loosenings, placeFor, where } from '../compiler/print/diff/sentences.ts';
import type { FindingJson } from '../compiler/print/findings/json.ts';
import { isGraveGain } from '../compiler/questions/diff/verdict.ts';
import { listFirst } from '../compiler/text/list.ts';
import type { Annotation } from './annotations.ts';
import type { Measured } from './measure.ts';

/** What is worth a note on a line of the pull request: errors, grave changes, and what is wrong beside. */
export function notes({ check, generated, diff, broken }: Measured): readonly Annotation[] {
  const known = new Set(check.findings.map(identity));
  const others = (broken?.findings ?? []).filter((finding) => !known.has(identity(finding)));
  const handmade = new Set((diff?.handmade ?? []).map(identity));
  const stale = (generated?.findings ?? []).filter((finding) => !handmade.has(identity(finding)));
  const found = [...(diff?.handmade ?? []), ...check.findings, ...others, ...(diff?.faults ?? []), ...stale];
  return [...(diff ? [...graveChanges(diff), ...looseStatements(diff)] : []), ...found.map(ofFinding)];
}

/** Escalations, each where it is caused; what only the base says has no line to annotate. */
const graveChanges = ({ groups }: Difference): readonly Annotation[] =>
  groups.filter(isGraveGain).map((group) => {
    const { side, ...at } = placeFor(group.because, group.kind);
    return { level: 'warning', title: group.risk, message: sentence(group), ...(side === 'head' && { at }) };
  });

/** What reviewers relied on and guards less now, each where it is written. */
const looseStatements = (diff: Difference): readonly Annotation[] =>
  loosenings(diff).map((one) => {
    const { side, ...at } = one.at;
    const message = alterationText(one, (text) => text);
    return { level: 'warning', title: 'loosened', message, ...(side === 'head' && { at }) };
  });

function sentence({ roles, tenants, can, woken }: GroupJson): string {
  const who = listFirst(
    roles.map(({ name }) => name),
    3,
  );
  const what = listFirst(
    can.map(({ permission }) => permission),
    6,
  );
  const how = woken ? ', granted earlier and let through now' : '';
  return `${who} can now reach ${what} in ${where(tenants, 3)}${how}`;
}

const identity = ({ code, path, line, column }: FindingJson) => JSON.stringify([code, path, line, column]);

function ofFinding({ code, severity, message, help, ...at }: FindingJson): Annotation {
  const level = severity === 'info' ? 'notice' : severity;
  return { level, title: code, message: help === undefined ? message : `${message}\nhelp: ${help}`, at };
}
