import { has } from '../../compiler/model/bits.ts';
import type { Document } from '../../compiler/model/document.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import { rolesOf } from '../../compiler/model/policy.ts';
import { readRoleDocuments, writeRoleDocuments } from '../../compiler/targets/bundle/list-role-documents.ts';
import { openEditor } from '../../runtime/roles/editor.ts';
import type { GrantedPermission } from '../../runtime/roles/list-granted.ts';
import type { OfferedPermission, RoleHolder } from '../../runtime/roles/list-offered.ts';
import { openRoleBase, type RoleBase } from '../../runtime/roles/role-base.ts';

interface OpenedBase {
  readonly documents: readonly Document[];
  readonly base: RoleBase;
  readonly offers: Map<string, readonly OfferedPermission[]>;
}

let opened: OpenedBase | undefined;

/**
 * Lists what a role for a user type and seats can hold in a tenant, by the headless editor that services use. What it offers
 * depends on no role, so the same list comes back while only roles are edited.
 */
export function listOffers(
  { policy }: Matrix,
  tenant: string,
  holder: RoleHolder,
): readonly OfferedPermission[] {
  const ofRoles = new Set([...rolesOf(policy), ...policy.abstractRoles].map(({ at }) => at.document));
  const documents = policy.documents.filter((document) => !ofRoles.has(document));
  const isSame =
    opened?.documents.length === documents.length &&
    documents.every((one, at) => one.source === opened?.documents[at]?.source);
  if (!opened || !isSame)
    opened = {
      documents,
      base: openRoleBase({ bundle: '', ...readRoleDocuments(writeRoleDocuments(policy)) }),
      offers: new Map(),
    };
  const { base, offers } = opened;
  const key = JSON.stringify([tenant, holder]);
  const offer = offers.get(key) ?? openEditor(base.forTenant(tenant), { tenant }).offer(holder);
  offers.set(key, offer);
  return offer;
}

/** Lists the permissions that the role of a row grants, each with whether it has an effect and, if not, why. */
export function listTicked({ trailOf }: Matrix, row: Row): ReadonlyMap<string, GrantedPermission> {
  const { role, tenant, effective } = row;
  const ticked = new Map<string, GrantedPermission>();
  for (const cell of tenant.catalog.cells) {
    if (cell.kind === 'capability' || !has(role.layer.held, cell.index)) continue;
    const { permission } = cell;
    const isEffective = has(effective, cell.index);
    ticked.set(permission, {
      permission,
      effective: isEffective,
      included: role.layer.includes.some(({ layer }) => has(layer.held, cell.index)),
      // A getter, since the reasons of thousands of permissions are seldom read.
      ...(!isEffective && {
        get because() {
          return trailOf(row, cell).verdicts.find(({ holds }) => !holds)?.because ?? '';
        },
      }),
    });
  }
  return ticked;
}
