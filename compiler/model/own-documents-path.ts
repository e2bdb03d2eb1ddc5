import { encodeFileName } from '../text/file-name.ts';

/**
 * Returns the path of the file with the documents that a tenant has for itself alone. Modules import it, so it has no percent sign, which
 * Node decodes there and bundlers do not.
 */
export const pathOfOwnDocuments = (tenant: string): string =>
  `roles/tenants/${encodeFileName(tenant).replaceAll('%', '=')}.json`;
