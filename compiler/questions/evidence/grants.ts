import type { Cell } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role } from '../../model/policy.ts';
import { listHeldCells } from '../combine-roles.ts';
import { type Provenance, readProvenance } from './provenance.ts';

/** A permission that a role has in effect in a tenant. */
export interface EffectiveGrant {
  readonly row: Row;
  readonly role: Role;
  readonly cell: Cell;
  readonly provenance: Provenance;
}

/** Lists every effective permission of every role in every tenant, with the lines that let it. */
export function* listGrants(matrix: Matrix): Iterable<EffectiveGrant> {
  for (const row of matrix.rows)
    for (const cell of listHeldCells(row))
      yield { row, role: row.role, cell, provenance: readProvenance(matrix, row, cell) };
}
