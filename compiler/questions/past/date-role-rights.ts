import { type Bits, difference, isEmpty } from '../../model/bits.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { type FormerNames, followFormerNames } from '../renames/follow-former-names.ts';
import { type FoundRights, findRight, makeOrigin, prepareTranslation } from './date-rights.ts';
import type { FindRightOrigin, PastStep, RightOrigin } from './past.ts';

/** Finds since when each role has what it has in each tenant, as revisions are read from the newest to the oldest. */
export interface RoleRightDater {
  readonly step: (step: PastStep) => void;
  /** Ends at the oldest revision that was read: what was there already is of an earlier time. */
  readonly end: () => FindRightOrigin;
}

/** The permissions of a role of today in a tenant, as far as their origin is still looked for, and those of which it was found. */
interface DatedRole extends FoundRights {
  readonly row: Row;
  /** The name that the role has in the revision that was read last. */
  nameThen: string;
  left: Bits;
}

/** Opens a dater for the roles of the newest revision. */
export function openRoleRightDater(newest: Matrix): RoleRightDater {
  const roles = newest.rows.map(
    (row): DatedRole => ({ row, nameThen: row.role.name, left: row.effective, found: [] }),
  );
  let names: FormerNames = followFormerNames(newest.policy, { changes: [] });
  return {
    step(step) {
      names = followFormerNames(step.older.matrix.policy, names);
      dateRoles(roles, step, names);
    },
    end: () => indexOrigins(roles),
  };
}

function dateRoles(roles: readonly DatedRole[], step: PastStep, names: FormerNames): void {
  const [before, after] = [indexRows(step.older.matrix), indexRows(step.newer.matrix)];
  const translate = prepareTranslation(names);
  const origins = new Map<string, RightOrigin>();
  for (const dated of roles) {
    if (isEmpty(dated.left)) continue;
    const { tenant } = dated.row;
    const is = after.get(tenant.name)?.get(dated.nameThen);
    const former = is?.role.renamedFrom;
    const rows = before.get(tenant.name);
    if (former !== undefined && !rows?.has(dated.nameThen) && rows?.has(former)) dated.nameThen = former;
    const was = rows?.get(dated.nameThen);
    const held = was && translate(was, tenant.catalog);
    const cells = held ? difference(dated.left, held) : dated.left;
    if (isEmpty(cells)) continue;
    const by = was
      ? 'what the role permits was changed'
      : rows
        ? 'the role was added'
        : 'the tenant was added';
    const origin = origins.get(by) ?? makeOrigin(step, by);
    origins.set(by, origin);
    dated.found.push({ cells, origin });
    dated.left = difference(dated.left, cells);
  }
}

function indexRows({ rows }: Matrix): ReadonlyMap<string, ReadonlyMap<string, Row>> {
  const known = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const own = known.get(row.tenant.name) ?? new Map<string, Row>();
    known.set(row.tenant.name, own.set(row.role.name, row));
  }
  return known;
}

function indexOrigins(roles: readonly DatedRole[]): FindRightOrigin {
  const known = new Map(roles.map((one) => [keyOf(one.row.tenant.name, one.row.role.name), one]));
  return (tenant, role, cell) => {
    const dated = known.get(keyOf(tenant, role));
    return dated && findRight(dated, cell);
  };
}

const keyOf = (tenant: string, role: string): string => JSON.stringify([tenant, role]);
