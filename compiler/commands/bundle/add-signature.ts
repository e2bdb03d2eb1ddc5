import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BundleRefused } from '../../../runtime/refused.ts';
import { readUnverified, type UnverifiedBundle } from '../../../runtime/signed.ts';
import { attempt } from '../attempt.ts';
import { type Io, Misuse } from '../command.ts';
import type { Content } from './content.ts';

/**
 * Reads a signed bundle to which a signature is to be added. Throws `Misuse` where no service would take it, whoever
 * has signed it.
 */
export async function readRelease(file: string, { folder }: Io): Promise<UnverifiedBundle> {
  const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(folder, file)));
  try {
    return await readUnverified(bytes, { now: Date.now, limit: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof BundleRefused)
      throw new Misuse(`\`${file}\` cannot be signed, no service would take it: ${error.message}`);
    throw error;
  }
}

/**
 * Refuses, by `Misuse`, to sign a bundle that is not what the policies here say: whoever adds a signature says with it
 * that they have looked, and this is how they look. The signatures that are there were verified by nobody.
 */
export function refuseOtherPolicies(file: string, { opened }: UnverifiedBundle, content: Content): void {
  if (opened.digest === content.digest) return;
  throw new Misuse(
    `\`${file}\` is not what the policies here say, so it is not signed; check out the commit that it was made from`,
  );
}

/** Refuses, by `Misuse`, a second signature by the same key, which would count once. */
export function refuseSecondSignature(file: string, { envelope }: UnverifiedBundle, keyid: string): void {
  if (envelope.signatures.some((one) => one.keyid === keyid))
    throw new Misuse(`\`${file}\` has a signature of key ${keyid} already, and each key counts once`);
}
