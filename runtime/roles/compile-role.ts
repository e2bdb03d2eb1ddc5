import { add, type Bits, emptyBits, has, intersection } from '../../compiler/model/bits.ts';
import type { Catalog, Cell } from '../../compiler/model/catalog.ts';
import { listComparedColumns } from '../../compiler/model/compared-columns.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { findHeldInRow } from '../../compiler/model/mask.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { storedVersion } from '../../compiler/model/row-fault.ts';
import { writeBits } from '../../compiler/model/write-bits.ts';
import { listScopes, writeReach } from '../../compiler/model/write-reach.ts';
import { type Json, writeCanonicalJson } from '../../compiler/text/json.ts';
import type { BundledReach } from '../bundle.ts';
import type { StoredCells, StoredNames, StoredRole } from '../stored-role.ts';
import type { DecidedRole, TenantBase } from './role-base.ts';

/** Writes what a role means as the row of a database has it. With `bound`, it holds none but these cells. */
export function writeStoredRole(
  base: TenantBase,
  role: RoleDocument,
  { matrix, row }: DecidedRole,
  bound?: Bits,
): StoredRole {
  const { catalog } = row.tenant;
  const size = base.linked.policy.catalog.cells.length;
  const write = (bits: Bits): StoredCells =>
    catalog.cells.length > size
      ? [writeBits(bits, 0, size), writeBits(bits, size, catalog.cells.length)]
      : [writeBits(bits, 0, size)];
  const { held } = row.role.layer;
  const effective = bound
    ? matrix.effectiveOf(intersection(findHeldInRow(row), bound), row.tenant)
    : row.effective;
  return {
    version: storedVersion,
    digest: base.digest,
    tenant: base.name,
    role,
    grants: write(bound ? intersection(held, bound) : held),
    scopes: listScopes(row.role.portfolio, catalog).map(
      ([cells, reach]) => [write(cells), writeReach(reach) as BundledReach] as const,
    ),
    columns: Object.fromEntries(
      [...listComparedColumns(matrix, catalog)].map(([model, columns]) => [
        model,
        Object.fromEntries(columns.map(({ name, type }) => [name, type])),
      ]),
    ),
    effective: write(effective),
    names: writeNames(effective, catalog),
  };
}

function writeNames(bits: Bits, { cells }: Catalog): StoredRole['names'] {
  const names: Record<string, { actions: string[]; view?: string[]; update?: string[] }> = {};
  for (const { index, subject, property, action } of cells) {
    if (!has(bits, index)) continue;
    const known = names[subject] ?? { actions: [] };
    names[subject] = known;
    if (property === undefined) known.actions.push(action);
    else if (action === 'view' || action === 'update') known[action] = [...(known[action] ?? []), property];
  }
  return names;
}

/** Returns the cells of a row's tenant that are named; names that its catalog does not know are left out. */
export function readNames(names: StoredRole['names'], { tenant: { catalog } }: Row): Bits {
  const bits = emptyBits(catalog.cells.length);
  const isNamed = ({ subject, property, action }: Cell) => {
    const known: StoredNames | undefined = Object.hasOwn(names, subject) ? names[subject] : undefined;
    if (!known) return false;
    if (property === undefined) return known.actions.includes(action);
    return (action === 'view' ? known.view : known.update)?.includes(property) === true;
  };
  for (const cell of catalog.cells) if (isNamed(cell)) add(bits, cell.index);
  return bits;
}

/** Returns true if what is compiled in a row holds nothing that its role, compiled by the same bundle, does not. */
export function isWithin(compiled: Readonly<Record<string, unknown>>, whole: StoredRole): boolean {
  const same = (key: 'scopes' | 'columns') =>
    writeCanonicalJson((compiled[key] ?? null) as Json) === writeCanonicalJson(whole[key] as Json);
  return (
    isCellsWithin(compiled.grants, whole.grants) &&
    isCellsWithin(compiled.effective, whole.effective) &&
    same('scopes') &&
    same('columns')
  );
}

const isCellsWithin = (cells: unknown, whole: StoredCells): boolean =>
  Array.isArray(cells) &&
  cells.length === whole.length &&
  cells.every((text, at) => isTextWithin(text, whole[at] ?? ''));

function isTextWithin(text: unknown, whole: string): boolean {
  if (typeof text !== 'string' || text.length !== whole.length || !/^[A-Za-z0-9+/]*=*$/.test(text))
    return false;
  const [cells, all] = [atob(text), atob(whole)];
  return Array.from(cells, (_, at) => cells.charCodeAt(at) & ~all.charCodeAt(at)).every((more) => more === 0);
}
