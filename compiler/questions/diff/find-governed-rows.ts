import type { ChangedDocument } from '../../model/change.ts';
import type { Row } from '../../model/matrix.ts';
import type { Layer } from '../../model/policy.ts';
import type { View } from './open-view.ts';

/** The layer that a document draws on one side, and the rows it has a say in there. */
export interface GovernedRows {
  readonly layer?: Layer;
  readonly rows: readonly Row[];
}

/** Returns the layer that a role, a user type, a seat, a tenant or the settings draw on one side; undefined for any other kind of document. */
export function findGovernedRows({ kind, name, tenant }: ChangedDocument, view: View): GovernedRows {
  switch (kind) {
    case 'Role': {
      const layer = findRoleLayer(name, tenant, view);
      return layer ? { layer, rows: view.rowsUnder(layer) } : { rows: [] };
    }
    case 'UserType': {
      const layer = view.userTypeOf.get(name)?.layer;
      return { ...(layer && { layer }), rows: view.rowsUnder(`userType ${name}`) };
    }
    case 'Seat': {
      const layer = view.seatOf.get(name)?.layer;
      return {
        ...(layer && { layer }),
        rows: view.rowsUnder(`seat ${name}`),
      };
    }
    case 'Tenant': {
      const layer = view.tenantOf.get(name)?.ceiling;
      return { ...(layer && { layer }), rows: view.rowsUnder(`tenant ${name}`) };
    }
    case 'Settings': {
      const layer = view.matrix.policy.settings.customRoles.allows;
      const rows = view.matrix.rows.filter(({ role }) => role.tenant !== undefined);
      return { ...(layer && { layer }), rows };
    }
    default:
      return { rows: [] };
  }
}

/** Returns the layer of a role, abstract or not, that every tenant has or that is one tenant's own. */
function findRoleLayer(
  name: string,
  tenant: string | undefined,
  { matrix: { policy }, tenantOf }: View,
): Layer | undefined {
  const roles = tenant === undefined ? policy.sharedRoles : (tenantOf.get(tenant)?.roles ?? []);
  const found = [...roles, ...policy.abstractRoles].find(
    (role) => role.name === name && role.tenant === tenant,
  );
  return found?.layer;
}
