import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundleType, type PayloadType, type Signature, writeSignedBytes } from '../../../runtime/envelope.ts';
import { hashContent } from '../../io/hash-content.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';

/** A private key, with the id of its public key. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly keyid: string;
}

/** Signs a payload. Ed25519 is deterministic: the same payload and key give the same signature. */
export const signPayload = (
  payload: Uint8Array,
  { key, keyid }: SigningKey,
  type: PayloadType = bundleType,
): Signature => ({
  keyid,
  signature: sign(null, writeSignedBytes(payload, type), key).toString('base64'),
});

/**
 * Reads the private key in a file, or the one of the environment if no file is named. Returns with it a warning, one
 * line, if other users of the machine can read the file. Throws `MisuseError` if there is no key or it cannot sign; the
 * message never holds any of the key.
 */
export function readSigningKey(
  file: string | undefined,
  { folder, signingKey }: Io,
): SigningKey & { readonly warning: string } {
  const how = 'make one with `openssl genpkey -algorithm ed25519 -out key.pem`';
  if (file !== undefined) {
    const at = path.resolve(folder, file);
    const pem = attempt(`cannot read the key \`${file}\``, () => readFileSync(at, 'utf8'));
    return {
      ...parseSigningKey(pem, `\`${file}\``, how),
      warning: isOpenToAll(at) ? warnOfOpenKey(file) : '',
    };
  }
  if (signingKey === undefined)
    throw new MisuseError(
      `no key to sign with: name its file with \`--key\`, or put its PEM into PLAFOND_SIGNING_KEY; ${how}`,
    );
  return { ...parseSigningKey(signingKey, 'PLAFOND_SIGNING_KEY', how), warning: '' };
}

const warnOfOpenKey = (file: string): string =>
  `warning: the key \`${file}\` can be read by every user of this machine; \`chmod 600\` restricts it to its owner\n`;

/** Tells whether every user of the machine can read a file. Windows has no such modes, so its answer is no. */
const isOpenToAll = (at: string): boolean =>
  path.sep === '/' && attempt('cannot read the key', () => (statSync(at).mode & 0o004) !== 0);

function parseSigningKey(pem: string, where: string, how: string): SigningKey {
  const fault = findKeyFault(pem);
  if (fault !== undefined) throw new MisuseError(`${where} ${fault}; ${how}`);
  const key = parsePrivateKey(pem);
  if (!key)
    throw new MisuseError(
      `${where} is a private key that cannot be read; it may be cut off or damaged; ${how}`,
    );
  if (key.asymmetricKeyType !== 'ed25519')
    throw new MisuseError(
      `${where} is a key for ${key.asymmetricKeyType}, and bundles are signed with Ed25519; ${how}`,
    );
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { key, keyid: hashContent(raw) };
}

/** Returns the end of a sentence that says why a text is no usable private key; undefined if it looks like one. */
function findKeyFault(pem: string): string | undefined {
  const labels = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label);
  const [label] = labels;
  if (label === undefined) return 'holds no key in PEM, which begins with `-----BEGIN PRIVATE KEY-----`';
  if (labels.length > 1) return 'holds more than one key';
  if (label.endsWith('PUBLIC KEY') || label === 'CERTIFICATE')
    return 'holds a public key; signing takes the private key';
  if (label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(pem))
    return 'is encrypted, and plafond asks nobody for its password';
  if (label === 'OPENSSH PRIVATE KEY') return 'is in the format of OpenSSH, not in PKCS#8';
  return undefined;
}

function parsePrivateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
