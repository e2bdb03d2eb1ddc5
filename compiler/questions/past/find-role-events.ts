import { type Change, type ChangedDocument, changeKinds, type MovedCounts } from '../../model/change.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import { isGraveRisk } from '../diff/group-changes.ts';
import { isWidening } from '../diff/judge-difference.ts';
import { diff } from '../diff.ts';
import type { PastStep, RoleEvent, RoleEventKind } from './past.ts';

/** Finds the roles for which a step changed something: what the policies say of them, or what they permit. Sorted by role. */
export function findRoleEvents({ older, newer, unread }: PastStep): readonly RoleEvent[] {
  const { changes, edits } = diff(older.matrix, newer.matrix);
  const moved = groupBy(changes, ({ row }) => keyOf(row.role.name, row.role.tenant));
  const written = new Map(
    edits.flatMap(({ document }) =>
      document.kind === 'Role' ? [[keyOf(document.name, document.tenant), document] as const] : [],
    ),
  );
  const { commit } = newer;
  return [...new Set([...moved.keys(), ...written.keys()])].sort(byCodeUnit).map((key): RoleEvent => {
    const own = moved.get(key) ?? [];
    const [role = '', owner] = JSON.parse(key) as readonly string[];
    return {
      ...{ ...(commit && { commit }), unread, role, ...(owner !== undefined && { owner }) },
      kind: kindOf(written.get(key)),
      tenants: [...new Set(own.map(({ tenant }) => tenant))],
      moved: countPermissions(own),
      graveGained: listGrave(own, true),
      graveLost: listGrave(own, false),
    };
  });
}

const keyOf = (role: string, owner: string | undefined): string =>
  JSON.stringify(owner === undefined ? [role] : [role, owner]);

function kindOf(document: ChangedDocument | undefined): RoleEventKind {
  if (!document) return 'affected';
  if (!document.base) return 'added';
  return document.head ? 'edited' : 'removed';
}

/** Counts the permissions that changed in each way, each once in whatever tenants. */
function countPermissions(changes: readonly Change[]): MovedCounts {
  const count = (wanted: Change['kind']) =>
    new Set(changes.flatMap(({ kind, permission }) => (kind === wanted ? [permission] : []))).size;
  return Object.fromEntries(changeKinds.map((kind) => [kind, count(kind)])) as MovedCounts;
}

const listGrave = (changes: readonly Change[], isGain: boolean): readonly string[] =>
  [
    ...new Set(
      changes.flatMap(({ kind, risk, permission }) =>
        isGraveRisk(risk) && isWidening(kind) === isGain ? [permission] : [],
      ),
    ),
  ].sort();
