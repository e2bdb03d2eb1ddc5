import { pathOfOwnDocuments } from '../model/own-documents-path.ts';
import { encodeFileName } from '../text/file-name.ts';
import { pathOfPage } from '../text/fill-pages.ts';

/** Lists the files of one tenant alone, among those that there are. */
export function listTenantPaths(tenant: string, isThere: (path: string) => boolean): readonly string[] {
  const name = encodeFileName(tenant);
  const found = [pathOfOwnDocuments(tenant), `rules/tenants/${name}.json`].filter(isThere);
  for (const extension of ['md', 'csv'])
    for (let page = 0; ; page++) {
      const path = pathOfPage(`matrices/tenants/${name}`, extension, page);
      if (!isThere(path)) break;
      found.push(path);
    }
  return found;
}
