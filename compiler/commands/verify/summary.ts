import type { OpenedBundle } from '../../../runtime/signed.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { makeVisible, makeVisibleJson } from '../../text/visible.ts';

/** What verifying a signed bundle found out. */
export interface Verified {
  readonly path: string;
  /** What is in it, if it is one that services take. */
  readonly opened?: OpenedBundle;
  /** The folder that it is made from, if it was held against one. */
  readonly against?: string;
  /** Why it is not verified; without it, it is. */
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** More tenants than this are counted, not listed. */
const listed = 10;

/** A verdict in words, with what is in the bundle. */
export function verifiedPretty(
  { path, opened, against, refusal }: Verified,
  { red, green, bold }: Colours,
): string {
  const verdict = refusal
    ? `${red(`refused[${refusal.code}]`)}: ${makeVisible(refusal.message)}\n`
    : `${green('verified')}: ${bold(makeVisible(path))}${against === undefined ? '' : ` is what ${makeVisible(against)} says`}\n`;
  if (!opened) return verdict;
  const { sequence, digest, expires, keyids, tenant, tenants } = opened;
  const names = tenants.slice(0, listed).map(makeVisible).join(', ');
  const more = tenants.length > listed ? `, and ${count(tenants.length - listed, 'more tenant')}` : '';
  const about = typeof tenant === 'string' ? `cut to ${names}` : `all: ${names}${more}`;
  const lines = [
    `sequence  ${sequence}`,
    `digest    ${digest}`,
    ...(expires === undefined ? [] : [`expires   ${expires}`]),
    ...keyids.map((keyid) => `key       ${keyid}`),
    `tenants   ${about}`,
  ];
  return `${verdict}${lines.join('\n')}\n`;
}

/**
 * A verdict as JSON: `{ "version": 1, "path", "verified", "code", "message", "against", "sequence", "digest",
 * "expires", "keyid", "keyids": [], "tenant", "tenants": [] }`; what is not known or not so is null. `tenant` is the one that it is cut to; of
 * a bundle that holds all `tenants`, it is null.
 */
export function verifiedJson({ path, opened, against, refusal }: Verified): string {
  const shape = {
    version: 1,
    path,
    verified: refusal === undefined,
    code: refusal?.code ?? null,
    message: refusal?.message ?? null,
    against: against ?? null,
    sequence: opened?.sequence ?? null,
    digest: opened?.digest ?? null,
    expires: opened?.expires ?? null,
    keyid: opened?.keyid ?? null,
    keyids: opened?.keyids ?? null,
    tenant: opened?.tenant ?? null,
    tenants: opened?.tenants ?? null,
  };
  return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
}
