import { PermissionsError } from './permissions-error.ts';
import { type RoleCompiler, type RoleCompilerMaker, registerRoleCompiler } from './role-compilers.ts';
import { type EditorOptions, openEditor, type RoleEditor } from './roles/editor.ts';
import { type OwnFiles, openPackageRoles } from './roles/package-roles.ts';
import { copyOptions } from './roles/read-given.ts';
import { openRoleBase, type RoleBase } from './roles/role-base.ts';

export { RoleError } from './roles/role-error.ts';

/**
 * Opens the parsed `roles.json` of a package: the roles that its tenants have in their databases. `own` loads, by tenant, the parsed
 * file with the documents that a tenant has for itself alone. Without a digest they are the documents of a signed bundle.
 */
export function openRoles(
  value: unknown,
  digest?: string,
  own: OwnFiles = new Map(),
): { roles(options: EditorOptions): RoleEditor } {
  const base = digest === undefined ? openRoleBase(value) : openPackageRoles(value, digest, own);
  const compiler = openCompiler(base);
  const open = (documents: unknown) => openCompiler(openRoleBase(documents));
  registerRoleCompiler({ open, follow: followCompiler }, compiler);
  return compiler;
}

/** The roles of databases by the policies of one bundle, with the type of their editors. */
interface TypedCompiler extends RoleCompiler {
  roles(options: object): RoleEditor;
}

function openCompiler(base: RoleBase): TypedCompiler {
  return {
    digest: base.digest,
    roles(options) {
      if (typeof options !== 'object' || options === null)
        throw new PermissionsError('malformed', 'an editor is opened with `{ tenant }`');
      const { tenant, stored, today } = copyOptions(options as EditorOptions);
      return openEditor(base.forTenant(tenant), { tenant, stored, today });
    },
    renew(stored) {
      const { tenant } = stored as { readonly tenant: string };
      return openEditor(base.forTenant(tenant), { tenant }).renew(stored);
    },
  };
}

/** Opens an editor that decides by the role compiler in use whenever it is asked something. */
const followCompiler: RoleCompilerMaker['follow'] = (options, current) => {
  let compiler = current() as TypedCompiler;
  let editor = compiler.roles(options);
  const now = () => {
    const latest = current() as TypedCompiler;
    if (latest !== compiler) [compiler, editor] = [latest, latest.roles(options)];
    return editor;
  };
  return {
    tenant: editor.tenant,
    get choices() {
      return now().choices;
    },
    list: () => now().list(),
    offer: (holder) => now().offer(holder),
    granted: (role) => now().granted(role),
    draft: (draft) => now().draft(draft),
    duplicate: (role, copy) => now().duplicate(role, copy),
    set: (role, permission, isOn) => now().set(role, permission, isOn),
    check: (role, check) => now().check(role, check),
    compile: (role, check) => now().compile(role, check),
    renew: (stored) => now().renew(stored),
    assignable: (person) => now().assignable(person),
  } satisfies RoleEditor;
};
