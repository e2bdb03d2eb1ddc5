import { timingSafeEqual } from 'node:crypto';
import { hashContent } from '../../io/hash-content.ts';
import type { LocalRequest, LocalResponse } from '../../io/local-server.ts';
import { tokenHeader } from '../../print/explorer/print-door.ts';

/** Returns an answer that is one sentence about what is wrong. */
export const refuse = (
  status: number,
  error: string,
  more: { readonly path?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): LocalResponse => ({
  status,
  type: 'application/json',
  ...(more.headers && { headers: more.headers }),
  body: JSON.stringify({ error, ...(more.path !== undefined && { path: more.path }) }),
});

/**
 * Refuses what was not sent to this machine by its own name, whoever sent it: a site that lets its name lead to this
 * machine sends its own name, and is refused here.
 */
export function refuseForeignHost({ target, hosts }: LocalRequest, port: number): LocalResponse | undefined {
  if (!target.startsWith('/') || target.startsWith('//')) return refuse(400, 'the target has to be a path');
  const [host, ...more] = hosts;
  if (host === undefined || more.length > 0 || !ownHosts(port).includes(host.toLowerCase()))
    return refuse(403, `only ${ownHosts(port).join(' or ')} is served here`);
  return undefined;
}

/** Refuses a question that a page of another origin makes a browser ask, and a change that does not name its origin. */
export function refuseForeignOrigin({ method, headers, hosts }: LocalRequest): LocalResponse | undefined {
  const { origin, 'sec-fetch-site': site, 'content-type': type } = headers;
  const isOwn = origin?.toLowerCase() === `http://${hosts[0]?.toLowerCase()}`;
  if (!isOwn && (origin !== undefined || method !== 'GET'))
    return refuse(403, 'only the page that is served here may ask this');
  if (site !== undefined && site !== 'same-origin')
    return refuse(403, 'only the page that is served here may ask this');
  if (method === 'POST' && type !== 'application/json')
    return refuse(415, 'the body has to be `application/json`');
  return undefined;
}

/** Tells whether a request carries a token. The time that it takes does not depend on how much of it is right. */
export function hasToken({ headers }: LocalRequest, token: string | undefined): boolean {
  const sent = headers[tokenHeader];
  if (typeof sent !== 'string' || token === undefined) return false;
  return timingSafeEqual(Buffer.from(hashContent(sent)), Buffer.from(hashContent(token)));
}

/** Returns the names by which this machine calls itself, as a browser sends them. */
function ownHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost'];
  return names.map((name) => (port === 80 ? name : `${name}:${port}`));
}
