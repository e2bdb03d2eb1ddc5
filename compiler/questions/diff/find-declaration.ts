import { impossible } from '../../diagnostics/impossible.ts';
import { type Catalog, type Cell, togglesOf } from '../../model/catalog.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';

/** The place that declares a cell, and the place that declares the same thing in another catalog. */
export interface Declaration {
  readonly at: Place;
  readonly other?: Place;
}

/**
 * Finds the line of the catalog that makes a cell: the model or the property; if another catalog has those already,
 * the action that it lacks.
 */
export function findDeclaration(cell: Cell, catalog: Catalog, other?: Catalog): Declaration {
  const { model } = cell;
  if (!model) return findToggle(cell, catalog, other);
  const known = other?.modelOf.get(model.name);
  const property = model.propertyOf.get(cell.property ?? '');
  if (!known || !other) return { at: property?.at ?? model.at };
  const action = actionOf(cell);
  if (cell.property !== undefined && !known.propertyOf.has(cell.property))
    return { at: property?.at ?? model.at, other: placeIn(known.at.document, ['properties'], 'key') };
  if (action !== undefined && known.actions.has(action))
    return {
      at: property?.at ?? model.at,
      ...(known.propertyOf.has(cell.property ?? '') && {
        other: known.propertyOf.get(cell.property ?? '')?.at ?? known.at,
      }),
    };
  const actions = valueIn(placeIn(model.at.document, ['actions']));
  const index = Array.isArray(actions) ? actions.indexOf(cell.action) : 0;
  return {
    at: placeIn(model.at.document, ['actions', index]),
    other: placeIn(known.at.document, ['actions'], 'key'),
  };
}

const actionOf = ({ action }: Cell) => (action === 'use' ? undefined : action);

function findToggle(cell: Cell, catalog: Catalog, other: Catalog | undefined): Declaration {
  const find = (one: Catalog) => togglesOf(one).find(({ name }) => name === cell.subject);
  const toggle = find(catalog) ?? impossible(`${cell.permission} is declared nowhere`);
  const known = other && find(other);
  return { at: toggle.at, ...(known && { other: known.at }) };
}
