import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { BundleRefused, type RefusalCode } from '../../runtime/store.ts';
import { compiled } from './compiled.ts';

/** Signs bundles by the specification of DSSE alone, sharing no code with the compiler or the facade. */
export interface Signer {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly keyid: string;
  /** An envelope around any payload. */
  envelope(payload: string | Uint8Array): string;
  /** A release: a bundle with its sequence and the tenant that it says it is cut to; without one, to none. */
  release(sequence: unknown, bundle: unknown, tenant?: unknown): string;
}

/** Somebody with a new pair of keys. */
export function signer(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const keyid = createHash('sha256').update(raw).digest('hex');
  const envelope = (payload: string | Uint8Array) => enveloped(Buffer.from(payload), keyid, privateKey);
  return {
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    keyid,
    envelope,
    release: (sequence, content, tenant = null) =>
      envelope(JSON.stringify({ sequence, tenant, bundle: content })),
  };
}

/** An envelope with a signature of a key, under whatever id and type. */
export function enveloped(
  payload: Buffer,
  keyid: string,
  key: KeyObject,
  payloadType = 'application/vnd.plafond.bundle+json',
): string {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  const sig = sign(null, Buffer.concat([Buffer.from(head), payload]), key).toString('base64');
  const signatures = [{ keyid, sig }];
  return `${JSON.stringify({ payload: payload.toString('base64'), payloadType, signatures })}\n`;
}

/** A parsed bundle, to be changed. */
export type Loose = { [key: string]: unknown };

/** The bundle of policies that are written in one text. */
export function bundleOf(policies: string): Loose {
  const [artifact] = [...emitBundle(compiled(filesInMemory({ 'policies/all.yaml': policies })))];
  return JSON.parse(artifact?.content ?? '');
}

/** Returns a bundle with its correct digest, which only whoever signs it can make. */
export function sealed({ digest: _, ...rest }: Loose): Loose {
  const digest = createHash('sha256')
    .update(JSON.stringify(inOrder(rest)))
    .digest('hex');
  return { ...rest, digest };
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  // Numbers as keys would come first whatever is done: no bundle of a test has one.
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, inOrder(item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Returns the smallest policies that a bundle can hold, with the permissions of a worker. */
export const small = (allowed: string) => `
{ kind: Model, name: Task, family: standard, actions: [view, remove] }
---
{ kind: Portfolio, name: full, on: Task, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: worker, userType: Core, portfolio: [full], grants: { models: { Task: [${allowed}] } } }
`;

/** Returns the code and the sentence of a refusal; throws any other error on. */
export async function said(attempt: Promise<unknown>): Promise<readonly [RefusalCode | 'taken', string]> {
  try {
    await attempt;
    return ['taken', ''];
  } catch (error) {
    if (error instanceof BundleRefused) return [error.code, error.message];
    throw error;
  }
}

/** Returns the code of a refusal; throws any other error on. */
export async function refusal(attempt: Promise<unknown>): Promise<RefusalCode | 'taken'> {
  const [code] = await said(attempt);
  return code;
}
