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
    const load = own.get(tenant);
    const documents = load && readDocuments(load, digests[tenant]);
    if (!documents) throw explainAltered(`the file of ${quoteName(tenant)} in \`roles/tenants/\``);
    return documents;
  });
}

/** Returns the documents in a file; undefined if it cannot be loaded, or what decides in it does not have the digest. */
function readDocuments(
  load: () => unknown,
  digest: string | undefined,
): readonly LabelledDocument[] | undefined {
  try {
    const { documents } = load() as { readonly documents: readonly LabelledDocument[] };
    const deciding = omitProse(documents) as unknown as Json;
    return digestText(writeCanonicalJson(deciding)) === digest ? documents : undefined;
  } catch {
    // No such file, no JSON, or JSON of another form.
    return undefined;
  }
}

const explainAltered = (file: string): PermissionsError =>
  new PermissionsError(
    'altered',
    `${file} is not the one that plafond compile wrote with this package, so nothing is decided by it: install the package anew, or compile the policies again`,
  );
