import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Envelope } from '../../../runtime/envelope.ts';
import { readUnverifiedIndex, type UnverifiedIndex } from '../../../runtime/fleet-index.ts';
import { readUnverified, type UnverifiedBundle } from '../../../runtime/open-bundle.ts';
import { BundleRefused } from '../../../runtime/refusal.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';

/**
 * Reads a signed bundle to which a signature is to be added. Throws `MisuseError` if no service would accept it,
 * whoever has signed it.
 */
export const readRelease = (file: string, io: Io): Promise<UnverifiedBundle> =>
  readToSign(file, io, readUnverified);

/** Reads a signed index to which a signature is to be added. Throws `MisuseError` as `readRelease` does. */
export const readFleetIndex = (file: string, io: Io): Promise<UnverifiedIndex> =>
  readToSign(file, io, readUnverifiedIndex);

/** The clock and the limit of bytes by which a file to be signed is read. */
interface SignerExpectations {
  readonly now: () => number;
  readonly limit: number;
}

async function readToSign<Found>(
  file: string,
  { folder }: Io,
  open: (bytes: Uint8Array, expected: SignerExpectations) => Promise<Found>,
): Promise<Found> {
  const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(folder, file)));
  try {
    return await open(bytes, { now: Date.now, limit: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof BundleRefused)
      throw new MisuseError(`\`${file}\` cannot be signed, since no service would take it: ${error.message}`);
    throw error;
  }
}

/**
 * Throws `MisuseError` if a file is not what the policies here say. A second signature says that its signer has
 * compared the two, and this is the comparison. The earlier signatures are not verified.
 */
export function refuseOtherPolicies(file: string, isSame: boolean): void {
  if (isSame) return;
  throw new MisuseError(
    `\`${file}\` was not made from the policies here, so it was not signed; check out the commit that it was made from`,
  );
}

/** Throws `MisuseError` if the same key has signed a file already: two signatures of one key count once. */
export function refuseSecondSignature(file: string, { signatures }: Envelope, keyid: string): void {
  if (signatures.some((one) => one.keyid === keyid))
    throw new MisuseError(`\`${file}\` is already signed with key ${keyid}; each key counts once`);
}
