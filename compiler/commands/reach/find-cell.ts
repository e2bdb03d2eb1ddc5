import type { Cell, Model } from '../../model/catalog.ts';
import type { Tenant } from '../../model/policy.ts';
import { findCell } from '../../questions/find-by-name.ts';
import { listNames } from '../../text/list.ts';
import { MisuseError } from '../command.ts';

/** The action and the model that `reach` is asked about. */
export interface ReachQuestion {
  readonly action: string;
  /** Absent where the catalog has one model that portfolios select. */
  readonly model: string | undefined;
}

/** Finds the cell of an action on the records of a model. Throws `MisuseError` where the model has to be named. */
export function findAskedCell(
  tenant: Tenant,
  { action, model }: ReachQuestion,
): Cell & { readonly model: Model } {
  const cell = findCell(tenant, `${model ?? findRoot(tenant)}:${action}`);
  if (!cell.model) throw new MisuseError(`\`${cell.subject}\` has no records; name a model with \`--model\``);
  return { ...cell, model: cell.model };
}

function findRoot({ catalog }: Tenant): string {
  const roots = catalog.models.filter(({ portfolio }) => portfolio === 'self').map(({ name }) => name);
  const [only, more] = roots;
  if (only !== undefined && more === undefined) return only;
  throw new MisuseError(
    roots.length === 0
      ? 'portfolios select no model here; name the model of the records with `--model`'
      : `portfolios select ${listNames(roots)}; say with \`--model\` of which the records are`,
  );
}
