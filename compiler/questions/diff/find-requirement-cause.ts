import { impossible } from '../../diagnostics/impossible.ts';
import type { Catalog, Cell, Model, Prerequisite } from '../../model/catalog.ts';
import type { Cause } from '../../model/change.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { findDeclaration } from './find-declaration.ts';
import { isSameDocument } from './is-same-document.ts';
import type { CauseBook } from './make-cause-book.ts';
import type { View } from './open-view.ts';

/**
 * Finds the line that no longer requires what a cell required on the side `from`: `written` is the prerequisite there, absent
 * for one that section 7 of the language adds because of a model's properties.
 */
export function findRequirementCause(
  { book, to }: { readonly book: CauseBook; readonly to: View },
  cell: Cell,
  was: Cell,
  written: Prerequisite | undefined,
): Cause {
  if (!written) return findBuiltInCause(book, cell, was);
  const { at, other } = locateRequirement(written, was, cell, to.matrix.policy.catalog);
  return book.ofPlace('requires', other, at);
}

/**
 * Locates what requires something of a cell, and the same on another side, where it says something else. Which of the things
 * that it lists is left out.
 */
export function locateRequirement(
  written: Prerequisite,
  cell: Cell,
  elsewhere: Cell,
  catalog: Catalog,
): { readonly at: Place; readonly other: Place } {
  const path = typeof written.at.path.at(-1) === 'number' ? written.at.path.slice(0, -1) : written.at.path;
  const owner = findOwner(elsewhere, catalog, isOfAction(written, cell));
  return {
    at: placeIn(written.at.document, path, 'key'),
    other: isOfSameKind(owner, written.at) ? placeIn(owner.document, path, 'key') : owner,
  };
}

/** Returns true if the declaration of an action says a prerequisite, and not the model that has the action. */
const isOfAction = ({ at }: Prerequisite, { model, property }: Cell): boolean =>
  model !== undefined && property === undefined && !isSameDocument(at.document, model.at.document);

/** Returns the place of the property, the action, the model or the toggle that could require something of a cell. */
function findOwner(cell: Cell, catalog: Catalog, isAction: boolean): Place {
  const { model, property, action } = cell;
  if (!model) return findDeclaration(cell, catalog).at;
  return (
    (isAction ? catalog.ownActions.get(action)?.at : model.propertyOf.get(property ?? '')?.at) ?? model.at
  );
}

/** Returns true if two places are in documents of one kind. */
const isOfSameKind = (one: Place, other: Place): boolean =>
  valueIn(placeIn(one.document, ['kind'])) === valueIn(placeIn(other.document, ['kind']));

function findBuiltInCause(book: CauseBook, { model }: Cell, was: Cell): Cause {
  const gone = findOwnProperty(was.model, model);
  const came = findOwnProperty(model, was.model);
  if (gone && !came) return book.ofGone('requires', gone);
  const locate = (one: Model | undefined) => one && placeIn(one.at.document, ['properties'], 'key');
  const other = locate(was.model);
  return book.ofPlace('requires', came ?? locate(model) ?? other ?? refuseCell(was), other);
}

/** Finds the property that a tenant adds to a model and that the model does not have on the other side. */
function findOwnProperty(model: Model | undefined, other: Model | undefined): Place | undefined {
  const own = model?.properties.find(
    (one) => !isSameDocument(one.at.document, model.at.document) && !other?.propertyOf.has(one.name),
  );
  return own?.at;
}

const refuseCell = ({ permission }: Cell): never =>
  impossible(`${permission} of no model requires what nobody wrote`);
