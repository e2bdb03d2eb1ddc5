import { type EditorOptions, openEditor, type RoleEditor } from './roles/editor.ts';
import { openRoleBase } from './roles/role-base.ts';
import { registerRenewer } from './stored-roles.ts';
import { PermissionsError } from './table.ts';

export { RoleError } from './roles/role-error.ts';

/** Opens a parsed `roles.json`: the roles that its tenants have in their databases. */
export function openRoles(value: unknown, digest?: string): { roles(options: EditorOptions): RoleEditor } {
  const base = openRoleBase(value, digest);
  registerRenewer(base.digest, (stored) => {
    const { tenant } = stored as { readonly tenant: string };
    return openEditor(base.forTenant(tenant), { tenant }).renew(stored);
  });
  return {
    roles(options) {
      if (typeof options !== 'object' || options === null)
        throw new PermissionsError('malformed', 'an editor is opened with `{ tenant }`');
      return openEditor(base.forTenant(options.tenant), options);
    },
  };
}
