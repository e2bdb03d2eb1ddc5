import type { Compiled } from '../../compiler/model/artifact.ts';
import { emitBundle, makeRoleContent } from '../../compiler/targets/bundle.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import type { EditorOptions, RoleEditor } from '../../runtime/roles/editor.ts';
import { openRoles } from '../../runtime/roles.ts';

/** The part of a package that a service uses: the facade, and the editor of roles. */
export interface Package extends Pick<Facade, 'permissions' | 'digest'> {
  roles(options: EditorOptions): RoleEditor;
}

/** Opens what a signed bundle has of compiled policies, as a service does. */
export function openPackage(compiled: Compiled): Package {
  const [bundle] = emitBundle(compiled);
  const { permissions, digest } = openFacade(JSON.parse(bundle?.content ?? ''));
  return { permissions, digest, ...openRoles(makeRoleContent(compiled)) };
}
