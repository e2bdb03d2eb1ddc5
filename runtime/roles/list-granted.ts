import { has } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { readSaying } from '../../compiler/model/layer.ts';
import { explainRefusal } from './list-offered.ts';
import { readRole } from './read-role.ts';
import { decideRole, type TenantBase } from './role-base.ts';
import { refuseErrors } from './write-findings.ts';

/** A permission that a role grants, with whether that has an effect. */
export interface GrantedPermission {
  readonly permission: string;
  readonly effective: boolean;
  /** The reason why it has no effect, such as a prerequisite that is not granted; left out where it has one. */
  readonly because?: string;
  /** True if it comes by a role that is included, so that it cannot be taken from this one alone. */
  readonly included: boolean;
}

/** Lists the permissions that a role grants: the boxes that are ticked, in the order of the catalog. */
export function listGranted(base: TenantBase, document: unknown): readonly GrantedPermission[] {
  const parsed = readRole(document);
  const linked = base.link(parsed);
  if (!linked.isValid) throw refuseErrors('this is no role', linked.diagnostics, parsed.document.source);
  const { role } = linked;
  const { grants } = parsed.value as RoleDocument;
  const decided = role && decideRole(linked, role);
  const isOwn = (cell: Cell) => (role ? has(role.layer.own, cell.index) : readSaying(grants, cell).holds);
  return linked.tenant.catalog.cells.flatMap((cell): GrantedPermission | readonly [] => {
    if (cell.kind === 'capability') return [];
    const own = isOwn(cell);
    if (!own && !(role && has(role.layer.held, cell.index))) return [];
    const effective = decided !== undefined && has(decided.row.effective, cell.index);
    return {
      permission: cell.permission,
      effective,
      ...(decided && !effective && { because: explainRefusal(decided, cell) }),
      included: !own,
    };
  });
}
