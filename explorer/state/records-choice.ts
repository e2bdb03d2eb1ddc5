import type { Action, Model } from '../../compiler/model/catalog.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Tenant } from '../../compiler/model/policy.ts';
import { joinRows, joinUserRoles } from '../../compiler/model/row-union.ts';
import { listDecidingColumns } from '../../compiler/questions/reach/judge-records.ts';
import { rowsOfTenant } from './find-row.ts';
import { chooseTenant } from './matrix-choice.ts';

/** The choices of the view of records, as its address names them. */
export interface RecordsChoice {
  readonly tenant: Tenant;
  readonly holder:
    | { readonly role: string; readonly user?: undefined }
    | { readonly user: string; readonly role?: undefined };
  readonly action: Action;
  readonly model: Model;
  /** The models that portfolios select. */
  readonly models: readonly Model[];
  /** The attributes that are asked for, since a role has none. */
  readonly asked: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** The columns that decide who reaches a record. */
  readonly columns: readonly string[];
}

/** Reads the choices; undefined if portfolios select nothing. */
export function readRecordsChoice(
  matrix: Matrix,
  params: Readonly<Record<string, string>>,
): RecordsChoice | undefined {
  const tenant = chooseTenant(matrix, params.tenant);
  const models = (tenant?.catalog.models ?? []).filter(({ portfolio }) => portfolio !== 'none');
  const model = models.find(({ name }) => name === params.model) ?? models.find(isRoot) ?? models[0];
  if (!tenant || !model) return undefined;
  const rows = rowsOfTenant(matrix, tenant.name);
  const [, kind, name = ''] = /^(role|user):(.*)$/.exec(params.holder ?? '') ?? [];
  const user = kind === 'user' ? tenant.users?.find(({ id }) => id === name) : undefined;
  const row = rows.get(name) ?? rows.values().next().value;
  if (!user && !row) return undefined;
  const action = model.actions.has(params.action ?? '') ? (params.action ?? '') : firstAction(model);
  const cell = model.actions.get(action);
  const union = user ? joinUserRoles(matrix, tenant, user) : joinRows(matrix, tenant, row ? [row] : []);
  const attributes = user ? [] : [...matrix.policy.attributes.keys()];
  const values = attributes.flatMap((one) => {
    const value = params[`attribute.${one}`];
    return value === undefined ? [] : [[one, value] as const];
  });
  return {
    ...{ tenant, action, model, models, asked: attributes },
    holder: user ? { user: user.id } : { role: row?.role.name ?? '' },
    attributes: Object.fromEntries(values),
    columns: cell ? listDecidingColumns(union, { ...cell, model }) : [],
  };
}

const isRoot = ({ portfolio }: Model): boolean => portfolio === 'self';

const firstAction = ({ actions }: Model): Action =>
  actions.has('view') ? 'view' : (actions.keys().next().value ?? 'view');
