import { type Risk, risks } from '../../compiler/model/catalog.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import type { Tenant } from '../../compiler/model/policy.ts';
import { cellStates, type SquareState } from './cells.ts';
import { rowIn, rowsOfTenant } from './find-row.ts';
import type { GridFilter } from './grid.ts';

/** The choices of the matrix, as its address names them. */
export interface MatrixChoice {
  readonly tenant?: Tenant;
  /** The role that is shown; absent if a subject is. */
  readonly role?: string;
  /** The subject that is shown across all roles; `*` for all of them. */
  readonly subject?: string;
  readonly filter: GridFilter;
}

const known = new WeakMap<Matrix, Map<string, MatrixChoice>>();

/** Reads the choices of the matrix; what is not there, or names nothing, is the first one there is. */
export function readMatrixChoice(matrix: Matrix, params: Readonly<Record<string, string>>): MatrixChoice {
  const { cell: _, of: __, ...own } = params;
  const key = JSON.stringify(own);
  const choices = known.get(matrix) ?? new Map<string, MatrixChoice>();
  known.set(matrix, choices);
  const choice = choices.get(key) ?? makeChoice(matrix, params);
  choices.set(key, choice);
  return choice;
}

function makeChoice(matrix: Matrix, params: Readonly<Record<string, string>>): MatrixChoice {
  const tenant = chooseTenant(matrix, params.tenant);
  const filter: GridFilter = {
    text: params.text ?? '',
    risk: readRisk(params.risk),
    state: Object.hasOwn(cellStates, params.state ?? '') ? (params.state as SquareState) : undefined,
    otherOf: findOther(matrix, params.differs),
  };
  if (!tenant) return { filter };
  if (params.subject !== undefined) return { tenant, subject: params.subject, filter };
  const rows = rowsOfTenant(matrix, tenant.name);
  const role = params.role !== undefined && rows.has(params.role) ? params.role : rows.keys().next().value;
  return { tenant, filter, ...(role !== undefined && { role }) };
}

/** Returns the tenant of a name, or the first one. */
export const chooseTenant = ({ policy: { tenants } }: Matrix, name: string | undefined): Tenant | undefined =>
  tenants.find((tenant) => tenant.name === name) ?? tenants[0];

/** Returns the risk class of a name; undefined if there is none. */
export const readRisk = (name: string | undefined): Risk | undefined => risks.find((risk) => risk === name);

/** Reads `role:csm` or `tenant:globex`, with which rows are compared. */
function findOther(matrix: Matrix, differs: string | undefined): GridFilter['otherOf'] {
  const [, kind, name] = /^(role|tenant):(.+)$/.exec(differs ?? '') ?? [];
  if (name === undefined) return undefined;
  if (kind === 'role') return (row: Row) => rowIn(matrix, row.tenant.name, name);
  return (row: Row) => rowIn(matrix, name, row.role.name);
}
