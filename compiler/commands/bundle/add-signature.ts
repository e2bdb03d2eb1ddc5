import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readUnverified, type UnverifiedBundle } from '../../../runtime/open-bundle.ts';
import { BundleRefused } from '../../../runtime/refusal.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';
import type { BundleContent } from './compile-bundle.ts';

/**
 * Reads a signed bundle to which a signature is to be added. Throws `MisuseError` if no service would accept it,
 * whoever has signed it.
 */
export async function readRelease(file: string, { folder }: Io): Promise<UnverifiedBundle> {
  const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(folder, file)));
  try {
    return await readUnverified(bytes, { now: Date.now, limit: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof BundleRefused)
      throw new MisuseError(`\`${file}\` cannot be signed, since no service would take it: ${error.message}`);
    throw error;
  }
}

/**
 * Throws `MisuseError` if a bundle is not what the policies here say. A second signature says that its signer has
 * compared the bundle with the policies, and this is the comparison. The earlier signatures are not verified.
 */
export function refuseOtherPolicies(
  file: string,
  { opened }: UnverifiedBundle,
  content: BundleContent,
): void {
  if (opened.digest === content.digest) return;
  throw new MisuseError(
    `\`${file}\` was not made from the policies here, so it was not signed; check out the commit that it was made from`,
  );
}

/** Throws `MisuseError` if the same key has signed a bundle already: two signatures of one key count once. */
export function refuseSecondSignature(file: string, { envelope }: UnverifiedBundle, keyid: string): void {
  if (envelope.signatures.some((one) => one.keyid === keyid))
    throw new MisuseError(`\`${file}\` is already signed with key ${keyid}; each key counts once`);
}
