import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ExpectedIndex, locatePart, openIndex } from '../../../runtime/fleet-index.ts';
import { openPart } from '../../../runtime/fleet-part.ts';
import { BundleRefused } from '../../../runtime/refusal.ts';
import { attempt } from '../attempt.ts';
import { isFleetOf } from '../bundle/write-fleet.ts';
import type { Answer, Io } from '../command.ts';
import { readAgainst } from './digest-folder.ts';
import type { BundleVerdict } from './print-verdict.ts';

/** The question whether services would accept a fleet. */
export interface FleetQuestion {
  /** The index. */
  readonly file: string;
  readonly expected: ExpectedIndex;
  /** The only tenant that is asked about; undefined for all of them. */
  readonly tenant: string | undefined;
  /** The policies that it must be made from. */
  readonly against: string | undefined;
  readonly format: 'pretty' | 'json';
}

/**
 * Returns the verdict on a fleet: on its index and on every part beside it, as services open them, or on the part of one
 * tenant. With `against`, also whether the parts are all that those policies say; if those hold an error, returns the answer
 * that prints the diagnostics.
 */
export async function verifyFleet(question: FleetQuestion, io: Io): Promise<BundleVerdict | Answer> {
  const { file, expected, tenant, against, format } = question;
  try {
    const index = await openIndex(readFileSync(path.resolve(io.folder, file)), expected);
    const opened = { ...index, tenant: null, parts: index.parts.length };
    const only = tenant === undefined ? undefined : index.partOf.get(tenant);
    if (tenant !== undefined && !only)
      throw new BundleRefused('other-tenant', `the index has no tenant \`${tenant}\``);
    for (const part of only ? [only] : index.parts) {
      const at = path.join(path.dirname(path.resolve(io.folder, file)), locatePart(part));
      await openPart(
        attempt(`cannot read \`${locatePart(part)}\``, () => readFileSync(at)),
        part,
        expected,
      );
    }
    if (against === undefined) return { path: file, opened };
    const read = readAgainst(against, format, io);
    if ('exit' in read) return read;
    const isSame = isFleetOf(read.policy, index.parts, { folder: read.at, version: io.version });
    const message = `the index is not what \`${against}\` says`;
    return {
      path: file,
      opened,
      ...(isSame ? { against } : { refusal: { code: 'other-policies', message } }),
    };
  } catch (error) {
    if (error instanceof BundleRefused) return { path: file, refusal: error };
    throw error;
  }
}
