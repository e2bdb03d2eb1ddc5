import { type Risk, risks } from '../../model/catalog.ts';
import { groupBy } from '../../text/group-by.ts';
import { listSubjectRows, type SubjectRow } from './list-subject-arrivals.ts';
import type { DiffReport, GroupJson } from './report.ts';

/** Much that roles granted all along and that one line lets through now: shown as a table of roles and models. */
export interface Revival {
  readonly first: GroupJson;
  /** All that the line lets through. */
  readonly groups: readonly GroupJson[];
  /** The worst class of it. */
  readonly risk: Risk;
  /** The models, modules and features that it is about, sorted. */
  readonly subjects: readonly string[];
  readonly rows: readonly SubjectRow[];
}

/** The most groups of one line that are told one by one. */
const mostAlone = 6;

/** Lists the lines that let through so much of what was granted before that nobody would read it group by group. */
export function listRevivals(report: DiffReport, covered: ReadonlySet<GroupJson>): readonly Revival[] {
  const woken = report.groups.filter(
    (group) => group.woken && group.kind === 'gained' && !covered.has(group),
  );
  const byLine = groupBy(woken, ({ because: { at }, tenants, vendor }) =>
    JSON.stringify([at.path, at.line, at.side, tenants, vendor]),
  );
  return [...byLine.values()].flatMap((groups): Revival[] => {
    if (groups.length <= mostAlone) return [];
    const subjects = groups.flatMap(({ can }) => can.map(({ permission }) => readSubject(permission)));
    return [
      {
        first: groups[0],
        groups,
        risk: risks.findLast((one) => groups.some(({ risk }) => risk === one)) ?? 'read',
        subjects: [...new Set(subjects)].sort(),
        rows: listSubjectRows(groups, report),
      },
    ];
  });
}

/** Returns the model, module or feature that a permission is about. */
export const readSubject = (permission: string): string => permission.replace(/[.:].*$/, '');
