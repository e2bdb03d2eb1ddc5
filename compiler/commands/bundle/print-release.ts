import { count } from '../../text/count.ts';
import { makeVisible } from '../../text/make-visible.ts';

/** A bundle that was signed and written. */
export interface Release {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
  readonly sequence: number;
  /** The only tenant that the bundle holds; null if it holds all tenants. */
  readonly tenant: string | null;
  readonly tenants: readonly string[];
  /** The number of parts that a fleet is cut into; absent for one bundle. */
  readonly parts?: number;
  /** The instant from which services refuse the bundle; null if it does not expire. */
  readonly expires: string | null;
  /** The key that made the newest signature. */
  readonly keyid: string;
  /** All keys whose signatures the bundle has, sorted. */
  readonly keyids: readonly string[];
}

/** Prints a release for people. */
export function printReleasePretty(release: Release): string {
  const { path, bytes, digest, sequence, tenant, tenants, parts, expires, keyid, keyids } = release;
  const all = count(tenants.length, 'tenant') + (parts === undefined ? '' : ` in ${count(parts, 'part')}`);
  const about = tenant === null ? all : `cut to tenant ${makeVisible(tenant)}`;
  const others = keyids.filter((one) => one !== keyid);
  return [
    `wrote ${makeVisible(path)}: ${about}, ${count(bytes, 'byte')}`,
    `sequence  ${sequence}`,
    `digest    ${digest}`,
    ...(expires === null ? [] : [`expires   ${expires}`]),
    `key       ${keyid}`,
    ...others.map((one) => `beside    ${one}`),
    '',
  ].join('\n');
}

/**
 * Prints a release as JSON: `{ "version": 1, "path", "bytes", "digest", "sequence", "tenant", "tenants": [], "parts",
 * "expires", "keyid", "keyids": [] }`. `parts` is null for one bundle.
 */
export const printReleaseJson = (release: Release): string => {
  const { path, bytes, digest, sequence, tenant, tenants, parts = null, expires, keyid, keyids } = release;
  const shape = { version: 1, path, bytes, digest, sequence, tenant, tenants, parts, expires, keyid, keyids };
  return `${JSON.stringify(shape, null, 2)}\n`;
};
