import type { FindingJson } from '../compiler/model/finding-json.ts';
import {
  choosePlace,
  describeAlteration,
  describeTenants,
  describeVendorEdit,
  listVendorEdits,
  vendorWords,
} from '../compiler/print/diff/describe-report.ts';
import { levelOfGravity } from '../compiler/print/github-annotations.ts';
import { isGraveGain } from '../compiler/questions/diff/judge-difference.ts';
import { judgeAlteration, judgeChangeGroup } from '../compiler/questions/diff/judge-gravity.ts';
import { listLoosenings } from '../compiler/questions/diff/judge-guards.ts';
import type { DiffReport, GroupJson } from '../compiler/questions/diff/report.ts';
import { listFirst } from '../compiler/text/list.ts';
import type { Measurement } from './measure.ts';
import type { Annotation } from './write-annotations.ts';

/** Lists the annotations of a pull request: changes that must be looked at, and findings that are not listed twice. */
export function listAnnotations({ check, generated, diff, broken }: Measurement): readonly Annotation[] {
  const known = new Set(check.findings.map(identityOf));
  const others = (broken?.findings ?? []).filter((finding) => !known.has(identityOf(finding)));
  const handmade = new Set((diff?.handmade ?? []).map(identityOf));
  const stale = (generated?.findings ?? []).filter((finding) => !handmade.has(identityOf(finding)));
  const found = [...(diff?.handmade ?? []), ...check.findings, ...others, ...(diff?.faults ?? []), ...stale];
  return [
    ...(diff ? [...annotateVendorEdits(diff), ...annotateGraveGains(diff), ...annotateLoosenings(diff)] : []),
    ...found.map(annotateFinding),
  ];
}

/** Annotates each escalation at its cause; without a place if the cause is in the base, which has no line to annotate. */
const annotateGraveGains = ({ groups }: DiffReport): readonly Annotation[] =>
  groups.filter(isGraveGain).map((group) => {
    const { side, ...at } = choosePlace(group.because, group.kind);
    return {
      level: levelOfGravity[judgeChangeGroup(group)],
      title: group.risk,
      message: describeGroup(group),
      ...(side === 'head' && { at }),
    };
  });

/** Annotates each changed document that is the vendor's to decide. */
const annotateVendorEdits = (diff: DiffReport): readonly Annotation[] =>
  listVendorEdits(diff).map((edit) => {
    const { side, ...at } = edit.at;
    const message = describeVendorEdit(edit);
    return { level: 'warning', title: vendorWords, message, ...(side === 'head' && { at }) };
  });

/** Annotates each statement that guards less than before at its place in the head. */
const annotateLoosenings = (diff: DiffReport): readonly Annotation[] =>
  listLoosenings(diff).map((one) => {
    const { side, ...at } = one.at;
    const message = describeAlteration(one, (text) => text);
    const level = levelOfGravity[judgeAlteration(one)];
    return { level, title: 'loosened', message, ...(side === 'head' && { at }) };
  });

function describeGroup({ roles, tenants, can, woken }: GroupJson): string {
  const who = listFirst(
    roles.map(({ name }) => name),
    3,
  );
  const what = listFirst(
    can.map(({ permission }) => permission),
    6,
  );
  const how = woken ? ', granted earlier and let through now' : '';
  return `${who} can now reach ${what} in ${describeTenants(tenants, 3)}${how}`;
}

const identityOf = ({ code, path, line, column }: FindingJson) => JSON.stringify([code, path, line, column]);

function annotateFinding({ code, severity, message, help, ...at }: FindingJson): Annotation {
  const level = severity === 'info' ? 'notice' : severity;
  return { level, title: code, message: help === undefined ? message : `${message}\nhelp: ${help}`, at };
}
