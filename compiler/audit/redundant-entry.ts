import type { Report } from '../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Layer, Redundant } from '../model/policy.ts';

/** Every entry of a layer makes a difference; in a role, naming a permission is one. */
export function redundantEntry({ policy }: Matrix, report: Report): void {
  const roles = new Set([...policy.sharedRoles, ...policy.tenants.flatMap((tenant) => tenant.roles)]);
  for (const role of roles) reportIdle(role.layer, ({ isDemand }) => !isDemand, report);
  for (const { layer } of [...policy.userTypes, ...policy.seats]) reportIdle(layer, () => true, report);
  for (const { ceiling } of policy.tenants) reportIdle(ceiling, () => true, report);
}

function reportIdle(layer: Layer, isIdle: (entry: Redundant) => boolean, report: Report): void {
  for (const entry of layer.redundant) {
    if (!isIdle(entry)) continue;
    const part = entry.repeats === 'list' ? 'value' : 'key';
    const at = placeIn(layer.at.document, [...layer.at.path, ...entry.path], part);
    report('redundant-entry', spanOf(at), { says: says[entry.repeats] }, { help: 'take it away' });
  }
}

const says: Readonly<Record<Redundant['repeats'], string>> = {
  star: 'it repeats what `"*"` says',
  default: 'it repeats what is so where nothing is said',
  list: 'the list has the name already',
};
