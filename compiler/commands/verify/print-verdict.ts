import type { OpenedBundle } from '../../../runtime/open-bundle.ts';
import type { Colours } from '../../text/colours.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';

/** The facts on a bundle, or on a fleet that is cut into parts. */
type OpenedFacts = Pick<
  OpenedBundle,
  'sequence' | 'digest' | 'expires' | 'keyid' | 'keyids' | 'tenant' | 'tenants'
> & { readonly parts?: number };

/** The verdict on a signed bundle. */
export interface BundleVerdict {
  readonly path: string;
  /** The opened bundle, if services would accept it. */
  readonly opened?: OpenedFacts;
  /** The folder in `--against` that the bundle is made from. */
  readonly against?: string;
  /** The reason why the bundle is refused; absent if it is verified. */
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** The most tenants that are listed; the others are counted. */
const mostListed = 10;

/** Prints a verdict for people, with the facts about the bundle. */
export function printVerdictPretty(
  { path, opened, against, refusal }: BundleVerdict,
  { red, green, bold }: Colours,
): string {
  const verdict = refusal
    ? `${red(`refused[${refusal.code}]`)}: ${makeVisible(refusal.message)}\n`
    : `${green('verified')}: ${bold(makeVisible(path))}${against === undefined ? '' : ` is what ${makeVisible(against)} says`}\n`;
  if (!opened) return verdict;
  const { sequence, digest, expires, keyids, tenant, tenants, parts } = opened;
  const names = listFirst(tenants.map(makeVisible), mostListed);
  const about = typeof tenant === 'string' ? `cut to ${names}` : `all: ${names}`;
  const lines = [
    `sequence  ${sequence}`,
    `digest    ${digest}`,
    ...(expires === undefined ? [] : [`expires   ${expires}`]),
    ...keyids.map((keyid) => `key       ${keyid}`),
    `tenants   ${about}`,
    ...(parts === undefined ? [] : [`parts     ${parts}`]),
  ];
  return `${verdict}${lines.join('\n')}\n`;
}

/**
 * Prints a verdict as JSON: `{ "version": 1, "path", "verified", "code", "message", "against", "sequence", "digest",
 * "expires", "keyid", "keyids": [], "tenant", "tenants": [], "parts" }`. A value that is not known is null, as is `tenant` for a
 * bundle that holds all tenants and `parts` for one that is not cut into any.
 */
export function printVerdictJson({ path, opened, against, refusal }: BundleVerdict): string {
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
    parts: opened?.parts ?? null,
  };
  return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
}
