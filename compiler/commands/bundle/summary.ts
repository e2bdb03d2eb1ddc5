import { count } from '../../print/findings/tally.ts';
import { visible } from '../../text/visible.ts';

/** A bundle that was signed and written. */
export interface Release {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
  readonly sequence: number;
  /** The one that it is cut to; null where it holds all tenants. */
  readonly tenant: string | null;
  readonly tenants: readonly string[];
  readonly keyid: string;
}

/** A release in words. */
export function releasePretty({ path, bytes, digest, sequence, tenant, tenants, keyid }: Release): string {
  const about = tenant === null ? count(tenants.length, 'tenant') : `cut to tenant ${visible(tenant)}`;
  return [
    `wrote ${visible(path)}: ${about}, ${count(bytes, 'byte')}`,
    `sequence  ${sequence}`,
    `digest    ${digest}`,
    `key       ${keyid}`,
    '',
  ].join('\n');
}

/** A release as JSON: `{ "version": 1, "path", "bytes", "digest", "sequence", "tenant", "tenants": [], "keyid" }`. */
export const releaseJson = ({ path, bytes, digest, sequence, tenant, tenants, keyid }: Release): string =>
  `${JSON.stringify({ version: 1, path, bytes, digest, sequence, tenant, tenants, keyid }, null, 2)}\n`;
