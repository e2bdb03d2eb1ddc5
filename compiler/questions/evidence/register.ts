import { has } from '../../model/bits.ts';
import type { Catalog, Cell, Risk } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { User } from '../../model/policy.ts';
import { gives } from '../matrix.ts';

/** The risk classes whose every holder an auditor wants to see, the worst first. */
export const riskyClasses: readonly Risk[] = ['escalation', 'exfiltration'];

/** A role that holds a permission of a risky class in a tenant. */
export interface Holding {
  readonly row: Row;
  readonly cell: Cell;
  /** Those whom the role gives it, sorted; absent where the tenant declares no users: unknown is not none. */
  readonly users?: readonly User[];
}

/** The permissions of risky classes: the worst class first, then by permission. */
export const riskyCells = ({ byPermission }: Catalog): readonly Cell[] =>
  riskyClasses.flatMap((risk) => byPermission.filter((cell) => cell.risk === risk));

/** Every holder of every risky permission: by tenant and role, the worst class first. */
export function* register({ policy, rows }: Matrix): Iterable<Holding> {
  const { catalog } = policy;
  const cells = riskyCells(catalog);
  for (const row of rows) {
    const holders = row.tenant.users?.filter(({ roles }) => roles.includes(row.role));
    for (const cell of cells) {
      if (!has(row.effective, cell.index)) continue;
      const users = holders?.filter((user) => gives(catalog, row, user, cell));
      yield { row, cell, ...(users && { users }) };
    }
  }
}
