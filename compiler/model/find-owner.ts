import type { Parsed } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';

/** The kinds of documents that may name the tenant which they are about. */
const ownKinds: ReadonlySet<DocumentKind> = new Set(['Role', 'Users', 'Portfolio', 'Properties', 'Test']);

/** Returns the tenant that a document alone is about; undefined if it is about none, or about several. */
export function findOnlyTenant({ kind, value }: Parsed): string | undefined {
  const { name, tenant } = value as { readonly name?: string; readonly tenant?: string };
  if (kind === 'Tenant') return name;
  return ownKinds.has(kind) ? tenant : undefined;
}

/** Returns the one tenant that all documents of a file are about; undefined if there is none. */
export function findOwner(documents: readonly Parsed[]): string | undefined {
  const [owner, ...more] = new Set(documents.map(findOnlyTenant));
  return more.length === 0 ? owner : undefined;
}
