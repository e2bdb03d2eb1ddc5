import { type LabelledDocument, omitProse } from '../../compiler/model/role-documents.ts';
import { type Json, writeCanonicalJson } from '../../compiler/text/json.ts';
import { PermissionsError, quoteName } from '../permissions-error.ts';
import { digestText } from '../sha256.ts';
import { openRoleBase, type RoleBase } from './role-base.ts';

/** The functions that load, by tenant, the parsed file with the documents that a tenant has for itself alone. */
export type OwnFiles = ReadonlyMap<string, () => unknown>;

/**
 * Opens the documents of roles of a package: a parsed `roles.json`, and what tenants have for themselves alone as soon as one is asked
 * for. Throws a `PermissionsError` if one of them is not what was written with the package.
 */
export function openPackageRoles(value: unknown, digest: string, own: OwnFiles): RoleBase {
  if (digestText(JSON.stringify(value) ?? '') !== digest) throw explainAltered('`roles.json`');
  const { own: digests } = value as { readonly own: Readonly<Record<string, string>> };
  return openRoleBase(value, (tenant) => {
    if (!Object.hasOwn(digests, tenant)) return [];
    const documents = readDocuments(own.get(tenant));
    if (
      !documents ||
      digestText(writeCanonicalJson(omitProse(documents) as unknown as Json)) !== digests[tenant]
    )
      throw explainAltered(`the file of ${quoteName(tenant)} in \`roles/tenants/\``);
    return documents;
  });
}

/** Returns the documents in a file; undefined if it cannot be loaded, or holds something else. */
function readDocuments(load: (() => unknown) | undefined): readonly LabelledDocument[] | undefined {
  const { documents } = (tryToLoad(load) ?? {}) as { readonly documents?: unknown };
  const isDocument = (one: unknown): one is LabelledDocument =>
    Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'object' && one[1] !== null;
  return Array.isArray(documents) && documents.every(isDocument) ? documents : undefined;
}

function tryToLoad(load: (() => unknown) | undefined): unknown {
  try {
    return load?.();
  } catch {
    return undefined;
  }
}

const explainAltered = (file: string): PermissionsError =>
  new PermissionsError(
    'altered',
    `${file} is not the one that plafond compile wrote with this package, so nothing is decided by it: install the package anew, or compile the policies again`,
  );
