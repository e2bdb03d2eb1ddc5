import { count } from '../../print/findings/tally.ts';
import { visible } from '../../text/visible.ts';

/** A bundle that was signed and written. */
export interface Release {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
  readonly sequence: number;
  readonly tenants: readonly string[];
  readonly keyid: string;
}

/** A release in words. */
export function releasePretty({ path, bytes, digest, sequence, tenants, keyid }: Release): string {
  return [
    `wrote ${visible(path)}: ${count(tenants.length, 'tenant')}, ${count(bytes, 'byte')}`,
    `sequence  ${sequence}`,
    `digest    ${digest}`,
    `key       ${keyid}`,
    '',
  ].join('\n');
}

/** A release as JSON: `{ "version": 1, "path", "bytes", "digest", "sequence", "tenants": [], "keyid" }`. */
export const releaseJson = ({ path, bytes, digest, sequence, tenants, keyid }: Release): string =>
  `${JSON.stringify({ version: 1, path, bytes, digest, sequence, tenants, keyid }, null, 2)}\n`;
