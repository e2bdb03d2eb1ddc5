import type { Cell, Model } from '../../model/catalog.ts';
import type { Tenant } from '../../model/policy.ts';
import { listNames } from '../../text/list.ts';
import { findCell } from '../find-by-name.ts';
import { QuestionError } from '../question-error.ts';

/** The action and the model that `reach` is asked about. */
export interface AskedAction {
  readonly action: string;
  /** Absent where the catalog has one model that portfolios select. */
  readonly model: string | undefined;
}

/** Finds the cell of an action on the records of a model. Throws `QuestionError` where the model has to be named. */
export function findAskedCell(
  tenant: Tenant,
  { action, model }: AskedAction,
): Cell & { readonly model: Model } {
  const cell = findCell(tenant, `${model ?? findRoot(tenant)}:${action}`);
  if (!cell.model)
    throw new QuestionError(`\`${cell.subject}\` has no records; name a model with \`--model\``);
  return { ...cell, model: cell.model };
}

function findRoot({ catalog }: Tenant): string {
  const roots = catalog.models.filter(({ portfolio }) => portfolio === 'self').map(({ name }) => name);
  const [only, more] = roots;
  if (only !== undefined && more === undefined) return only;
  throw new QuestionError(
    roots.length === 0
      ? 'portfolios select no model here; name the model of the records with `--model`'
      : `portfolios select ${listNames(roots)}; say with \`--model\` of which the records are`,
  );
}
