import { has } from '../../model/bits.ts';
import { type Cell, type Model, rights } from '../../model/catalog.ts';
import type { Tenant } from '../../model/policy.ts';
import { type GenerationMove, listPredecessors, listSources } from './carry-role.ts';

/**
 * Lists the permissions on the models of a generation that the ceiling of a tenant would hold although it holds no more of a
 * model that they stand in for: an action, or a right on a property.
 */
export function listPermissionsToLower(move: GenerationMove): readonly string[] {
  const { tenant, successors } = move;
  const targets = new Set([...successors.values()].flatMap((successor) => successor?.model ?? []));
  return [...targets].flatMap((name) => {
    const model = tenant.catalog.modelOf.get(name);
    return model ? listOfModel(model, move, tenant) : [];
  });
}

function listOfModel(model: Model, move: GenerationMove, { ceiling: { held } }: Tenant): readonly string[] {
  const before = listPredecessors(move, model.name);
  const isRefused = (cells: readonly Cell[]) =>
    cells.length > 0 && !cells.some(({ index }) => has(held, index));
  const actions = [...model.actions.values()].filter(({ action }) =>
    before.some((one) => isRefused(listSources(one, action))),
  );
  const lowered = new Set(actions.map(({ action }) => action));
  const properties = model.properties.flatMap(({ name, rights: own }) =>
    rights.flatMap((right) => {
      const cell = own.get(right);
      if (!cell || lowered.has(right)) return [];
      const isClosed = before.some(({ model: old, successor }) =>
        old.properties.some(
          (property) =>
            (successor.properties.get(property.name) ?? property.name) === name &&
            isRefused([...property.rights.values()].filter(({ action }) => action === right)),
        ),
      );
      return isClosed ? [cell] : [];
    }),
  );
  return [...actions, ...properties]
    .filter(({ index }) => has(held, index))
    .map(({ permission }) => permission);
}
