import { has } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { isOfDatabase, type Place, valueIn } from '../../model/document.ts';
import type { AbstractRole, Role } from '../../model/policy.ts';
import { applyEdits } from '../../text/apply-edits.ts';
import { findValueEdits } from '../fix/find-value-edits.ts';
import { QuestionError } from '../question-error.ts';
import { lowerLayer } from '../unlock/lower-layer.ts';
import { raiseLayer, writeValueAt } from '../unlock/raise-layer.ts';
import type { EditedFile } from './rename-role.ts';

/**
 * Returns the file of a role with one permission more or less, by the smallest edit. Of a model that the role did not speak
 * of, an action brings the properties along, without which it is worth nothing. Throws `QuestionError` where no edit of the
 * role's own file does it.
 */
export function editPermission(
  role: Role | AbstractRole,
  catalog: Pick<Catalog, 'cells'>,
  cell: Cell,
  isOn: boolean,
): EditedFile {
  const { layer, at } = role;
  const own = catalog.cells[cell.index] ?? cell;
  if (cell.kind === 'capability')
    throw new QuestionError(`\`${cell.permission}\` follows from what it requires, and no role grants it`);
  const bringing = layer.includes.find((inclusion) => has(inclusion.layer.held, cell.index));
  if (!isOn && bringing)
    throw new QuestionError(
      `\`${cell.permission}\` comes by role \`${bringing.role}\` too, which \`${role.name}\` includes: without a change of that it stays`,
    );
  const grants = valueIn(layer.at);
  const mayName = (one: Cell) => !('cap' in role) || has(role.cap, one.index);
  const value = isOn
    ? raiseLayer(grants, [own], { mayName, exactly: cell.kind === 'property' }).reduce<unknown>(
        (raised, { path, after }) => writeValueAt(raised, path, after),
        grants,
      )
    : lowerLayer(grants, own, { mayName, exactly: true });
  return writeAt(layer.at, value, `role \`${role.name}\``, at);
}

/** Returns the file of a place with another value there. Throws `QuestionError` if it is in no file, or cannot be edited without a risk. */
export function writeAt(place: Place, value: unknown, what: string, near: Place = place): EditedFile {
  const { document, path } = place;
  if (isOfDatabase(document))
    throw new QuestionError(`${what} is in a database, and only files are edited here`);
  const edits = findValueEdits(document.source, document.index, path, value);
  if (!edits)
    throw new QuestionError(
      `${what} cannot be edited here without a risk to what stands around, such as comments or aliases: edit \`${near.document.source.path}\` by hand`,
    );
  const { path: file, text } = document.source;
  return { path: file, text: applyEdits(text, edits), places: edits.length };
}
