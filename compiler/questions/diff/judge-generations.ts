import type { ChangedDocument, Effect } from '../../model/change.ts';
import { findClosingChoice } from '../../model/generations.ts';
import type { Pair } from '../../model/pair.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import type { View } from './open-view.ts';

/**
 * Judges which generations a tenant has, or what belongs to a generation: a model that comes to be open in a tenant, or a tenant
 * that is not known on both sides, loosens.
 */
export function judgeGenerations(
  _: unknown,
  { document, views: { base, head } }: { readonly document: ChangedDocument; readonly views: Pair<View> },
): Effect {
  const [before, after] = [base.matrix.policy, head.matrix.policy];
  const concerned = after.tenants.filter(({ name }) => document.kind !== 'Tenant' || name === document.name);
  const moves = concerned.map((tenant) => {
    const earlier = before.tenants.find(({ name }) => name === tenant.name);
    if (!earlier) return { opened: true, closed: false };
    const closedBefore = listClosedModels(earlier, before);
    const closedNow = listClosedModels(tenant, after);
    return {
      opened: closedBefore.some((model) => !closedNow.includes(model) && after.catalog.modelOf.has(model)),
      closed: closedNow.some((model) => !closedBefore.includes(model)),
    };
  });
  if (moves.some(({ opened }) => opened)) return 'loosens';
  return moves.some(({ closed }) => closed) ? 'tightens' : 'neutral';
}

const listClosedModels = ({ generations }: Tenant, { catalog }: Policy): readonly string[] =>
  catalog.models.flatMap((model) =>
    findClosingChoice(generations, { model, subject: model.name }) ? [model.name] : [],
  );
