import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Signature, signedBytes } from '../../../runtime/envelope.ts';
import { attempt } from '../attempt.ts';
import { type Io, Misuse } from '../command.ts';

/** A private key with the id of its public one. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly keyid: string;
}

/** Signs a payload. Ed25519 leaves nothing to chance: the same payload and key, the same signature. */
export const signPayload = (payload: Uint8Array, { key, keyid }: SigningKey): Signature => ({
  keyid,
  signature: sign(null, signedBytes(payload), key).toString('base64'),
});

/**
 * The key in a file, else that of the environment, and a warning on a line where others can read the file. Throws
 * `Misuse` where there is none, or one that cannot sign: what is in it is never said.
 */
export function readSigningKey(
  file: string | undefined,
  { folder, signingKey }: Io,
): SigningKey & { readonly warning: string } {
  const how = 'make one with `openssl genpkey -algorithm ed25519 -out key.pem`';
  if (file !== undefined) {
    const at = path.resolve(folder, file);
    const pem = attempt(`cannot read the key \`${file}\``, () => readFileSync(at, 'utf8'));
    return { ...keyIn(pem, `\`${file}\``, how), warning: isOpenToAll(at) ? openToAll(file) : '' };
  }
  if (signingKey === undefined)
    throw new Misuse(
      `no key to sign with: name its file with \`--key\`, or put its PEM into PLAFOND_SIGNING_KEY; ${how}`,
    );
  return { ...keyIn(signingKey, 'PLAFOND_SIGNING_KEY', how), warning: '' };
}

const openToAll = (file: string): string =>
  `warning: the key \`${file}\` can be read by every user of this machine; \`chmod 600\` keeps it to its owner\n`;

/** Where files have no modes, every file seems open to all. */
const isOpenToAll = (at: string): boolean =>
  path.sep === '/' && attempt('cannot read the key', () => (statSync(at).mode & 0o004) !== 0);

function keyIn(pem: string, where: string, how: string): SigningKey {
  const fault = faultIn(pem);
  if (fault !== undefined) throw new Misuse(`${where} ${fault}; ${how}`);
  const key = privateKey(pem);
  if (!key) throw new Misuse(`${where} is a private key that cannot be read, cut off or damaged; ${how}`);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Misuse(
      `${where} is a key for ${key.asymmetricKeyType}, and bundles are signed with Ed25519; ${how}`,
    );
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { key, keyid: createHash('sha256').update(raw).digest('hex') };
}

/** What is wrong with a text that is to be a private key, without who it is that is wrong. */
function faultIn(pem: string): string | undefined {
  const labels = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label);
  const [label] = labels;
  if (label === undefined) return 'holds no key in PEM, which begins with `-----BEGIN PRIVATE KEY-----`';
  if (labels.length > 1) return 'holds more than one key';
  if (label.endsWith('PUBLIC KEY') || label === 'CERTIFICATE')
    return 'holds what is public, and only the private key signs';
  if (label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(pem))
    return 'is encrypted, and nobody is asked for its password here';
  if (label === 'OPENSSH PRIVATE KEY') return 'is in the format of OpenSSH, not in PKCS#8';
  return undefined;
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
