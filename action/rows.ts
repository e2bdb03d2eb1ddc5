import { grouped } from '../compiler/text/grouped.ts';
import type { ChangeJson } from './diff.ts';

/** Changes with the same effect and cause: one row, in however many tenants. */
export interface ChangeRow {
  /** What all of them have alike is read from it. */
  readonly change: ChangeJson;
  readonly permissions: readonly string[];
  readonly tenants: readonly string[];
  /** Of all tenants together; nothing where one of them does not say. */
  readonly users: number | null;
}

/** Brings together what one edit does to a role: by tenants first, then by permissions. The worst comes first. */
export function rows(changes: readonly ChangeJson[]): readonly ChangeRow[] {
  const effects = grouped(changes, (change) => key(change, change.permission));
  const perTenants = [...effects.values()].map((group) => ({
    change: group[0],
    tenants: unique(group.map(({ tenant }) => tenant)),
    users: total(group),
  }));
  const merged = grouped(perTenants, ({ change, tenants }) => key(change, JSON.stringify(tenants)));
  return [...merged.values()]
    .map((group) => ({
      ...group[0],
      permissions: unique(group.map(({ change }) => change.permission)),
    }))
    .sort((a, b) => rank(a.change) - rank(b.change) || b.tenants.length - a.tenants.length);
}

const key = ({ kind, role, risk, woken, because }: ChangeJson, ...more: readonly string[]) =>
  JSON.stringify([kind, role, risk, woken, because.layer, because.at.path, because.at.line, ...more]);

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

function total(group: readonly ChangeJson[]): number | null {
  const known = group.flatMap(({ users }) => users ?? []);
  return known.length === group.length ? known.reduce((sum, users) => sum + users, 0) : null;
}

const risks = ['escalation', 'exfiltration', 'destructive', 'write', 'read'];
const rank = ({ risk }: ChangeJson) => risks.indexOf(risk);
