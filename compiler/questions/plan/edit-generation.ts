import { add, emptyBits } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { readEntryPattern } from '../../model/cell-reach.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import type { Role, Tenant } from '../../model/policy.ts';
import { isFields } from '../../text/fields.ts';
import { writeAt } from '../edit-role/edit-permission.ts';
import type { EditedFile } from '../edit-role/rename-role.ts';
import { spellGrants } from '../spell-grants.ts';
import { lowerLayer } from '../unlock/lower-layer.ts';
import { readValueAt, writeValueAt } from '../unlock/raise-layer.ts';
import type { PlannedStep } from './steps.ts';

/** Returns the file of a role that is granted just some permissions on some models, with entries of its portfolio that say the same as others. */
export function grantCarried(
  role: Role,
  catalog: Catalog,
  { models, permissions, entries }: Extract<PlannedStep, { readonly kind: 'carry' }>,
): EditedFile {
  const held = emptyBits(catalog.cells.length);
  for (const permission of permissions) {
    const cell = catalog.cellOf.get(permission);
    if (cell) add(held, cell.index);
  }
  const spelled = new Map(spellGrants(catalog, held).models.map((one) => [one.name, one]));
  let document: unknown = valueIn(placeIn(role.at.document, []));
  for (const name of models) {
    const { actions, properties } = spelled.get(name) ?? {};
    const grant = properties?.size ? { actions, properties: Object.fromEntries(properties) } : actions;
    document = writeValueAt(document, [...role.layer.at.path, 'models', name], grant ?? 'none');
  }
  for (const [pattern, as] of entries) {
    const said = readValueAt(document, ['portfolio', as]);
    if (said !== undefined) document = writeValueAt(document, ['portfolio', pattern], said);
  }
  return writeAt(placeIn(role.at.document, []), document, `role \`${role.name}\``, role.at);
}

/** Returns the file of a role whose grants and portfolio speak no more of some models. */
export function clearModels(role: Role, models: readonly string[]): EditedFile {
  let document: unknown = valueIn(placeIn(role.at.document, []));
  const keep = (path: readonly string[], isOut: (key: string) => boolean) => {
    const map = readValueAt(document, path);
    if (!isFields(map)) return;
    const kept = Object.entries(map).filter(([key]) => !isOut(key));
    if (kept.length < Object.keys(map).length)
      document = writeValueAt(document, path, Object.fromEntries(kept));
  };
  keep(['grants', 'models'], (name) => models.includes(name));
  keep(['portfolio'], (pattern) => models.includes(readEntryPattern(pattern).subject));
  return writeAt(placeIn(role.at.document, []), document, `role \`${role.name}\``, role.at);
}

/** Returns the file of a tenant that has another generation of a part of the catalog. */
export const chooseGeneration = ({ at, name }: Tenant, of: string, to: string): EditedFile =>
  writeAt(placeIn(at.document, ['generations', of]), to, `tenant \`${name}\``, at);

/** Returns the file of a tenant whose ceiling holds some permissions no more. */
export function lowerCeiling(
  { at, name, ceiling, catalog }: Tenant,
  permissions: readonly string[],
): EditedFile {
  const cells = permissions.flatMap((permission) => catalog.cellOf.get(permission) ?? []);
  const options = { mayName: () => true, exactly: true };
  const lowered = cells.reduce<unknown>(
    (value, cell) => lowerLayer(value, cell, options),
    valueIn(ceiling.at),
  );
  return writeAt(ceiling.at, lowered, `tenant \`${name}\``, at);
}
