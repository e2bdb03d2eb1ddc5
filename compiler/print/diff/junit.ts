import { isFault, isGraveReassignment, isMustLook } from '../../questions/diff/judge-difference.ts';
import { judgeInvariantChange } from '../../questions/diff/judge-gravity.ts';
import type { DiffReport, GroupJson } from '../../questions/diff/report.ts';
import { listFirst } from '../../text/list.ts';
import { printJunitCase, printJunitSuite } from '../print-junit.ts';
import { describeInvariantChange } from './describe-guards.ts';
import {
  describeInclusion,
  describeRename,
  describeSuggestedRename,
  describeSwap,
} from './describe-names.ts';
import {
  describeAlteration,
  describePeople,
  describeTenants,
  describeVendorEdit,
  listVendorEdits,
  markVendors,
  printChosenPlace,
  vendorWords,
} from './describe-report.ts';
import { describeNetEffect, describeUsers } from './print-people.ts';

/**
 * Prints a difference as a JUnit report, which many services show beside a change. Each refusal of a gate, each fault,
 * each group, each effect on people and each changed statement is a case; a case that must be looked at fails.
 */
export function printDiffJunit(report: DiffReport, refused: readonly string[]): string {
  const cases = [
    ...refused.map((reason) => printJunitCase('gates', reason, reason)),
    ...report.handmade.map(({ code, message, path }) =>
      printJunitCase('generated', message, `${code} at ${path}`),
    ),
    ...report.faults.map(({ severity, code, message, path, line }) =>
      printJunitCase('history', message, isFault({ severity }) ? `${code} at ${path}:${line}` : undefined),
    ),
    ...report.invariants.map((one) =>
      printJunitCase(
        'invariant',
        describeInvariantChange(one),
        judgeInvariantChange(one) === 'note' ? undefined : `${one.change} at ${one.at.path}:${one.at.line}`,
      ),
    ),
    ...listVendorEdits(report).map((edit) =>
      printJunitCase(
        'vendor',
        describeVendorEdit(edit),
        `${vendorWords}, at ${edit.at.path}:${edit.at.line}`,
      ),
    ),
    ...report.groups.map((group) =>
      printJunitCase(group.kind, nameCase(group), isMustLook(group) ? describeFailure(group) : undefined),
    ),
    ...report.netEffects.map((effect) =>
      printJunitCase(
        'people',
        `${describeUsers(effect, 6, listFirst)}: ${describeNetEffect(effect, 6, listFirst)}`,
        effect.grave.length > 0
          ? `${effect.risk ?? 'escalation'} at ${effect.at.path}:${effect.at.line}`
          : undefined,
      ),
    ),
    ...report.reassigned.map((gift) =>
      printJunitCase(
        'users',
        `role ${gift.role} of ${gift.tenant} is ${gift.change === 'given' ? 'given to' : 'taken from'} ${listFirst(gift.users, 6)}${markVendors(gift)}`,
        isGraveReassignment(gift)
          ? `${gift.risk ?? 'escalation'} at ${gift.at.path}:${gift.at.line}`
          : undefined,
      ),
    ),
    ...listNameCases(report),
    ...report.alterations.map((one) => {
      const text = describeAlteration(one, (words) => words);
      const { path, line } = one.at;
      return printJunitCase(
        'statement',
        text,
        one.effect === 'loosens' ? `loosened at ${path}:${line}` : undefined,
      );
    }),
  ];
  return printJunitSuite('plafond diff', cases);
}

function listNameCases({
  renames,
  suggestedRenames,
  swapped = [],
  inclusions = [],
}: DiffReport): readonly string[] {
  const quote = (name: string) => name;
  const locate = ({ path, line }: { readonly path: string; readonly line: number }) => `${path}:${line}`;
  return [
    ...swapped.map((one) =>
      printJunitCase('names', describeSwap(one, quote), `swapped at ${listFirst(one.at.map(locate), 6)}`),
    ),
    ...inclusions.map((one) => printJunitCase('names', describeInclusion(one, quote), undefined)),
    ...renames.map((one) => printJunitCase('names', describeRename(one, quote), undefined)),
    ...suggestedRenames.map((one) =>
      printJunitCase('names', describeSuggestedRename(one, quote, locate), undefined),
    ),
  ];
}

function nameCase({ roles, tenants, kind, can }: GroupJson): string {
  const names = listFirst(
    roles.map(({ name }) => name),
    6,
  );
  return `${names} in ${describeTenants(tenants, 4)}: ${kind} ${listFirst(
    can.map(({ permission }) => permission),
    8,
  )}`;
}

const describeFailure = (group: GroupJson): string =>
  `${group.risk}, ${describePeople(group)}; ${printChosenPlace(group.because, group.kind)}: ${group.because.words}${group.woken ? ' (woken)' : ''}${markVendors(group)}`;
