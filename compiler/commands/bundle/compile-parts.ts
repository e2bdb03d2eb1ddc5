import type { FleetPart } from '../../../runtime/fleet-index.ts';
import { hashContent } from '../../io/hash-content.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import { restrictToTenants } from '../../model/restrict-to-tenant.ts';
import { cutIntoShards, mostShards } from '../../questions/fleet/shards.ts';
import { MisuseError } from '../command.ts';
import { compileBundle } from './compile-bundle.ts';

/** A part of a fleet that was compiled, with the bytes of its file. */
export interface CompiledPart extends FleetPart {
  readonly text: string;
}

/** The options with which parts are compiled. */
interface PartsOptions {
  readonly folder: string;
  readonly version: string;
}

/**
 * Cuts the tenants of a policy into parts: `tenant`, one for each, or a number of them, into which tenants are spread by
 * their names. Throws `MisuseError` if it is neither, or there is no tenant.
 */
export function cutTenants({ tenants }: Policy, written: string): readonly (readonly Tenant[])[] {
  const many = /^[1-9]\d{0,3}$/.test(written) ? Number(written) : undefined;
  if (written !== 'tenant' && many === undefined)
    throw new MisuseError(
      `\`--parts\` cannot be \`${written}\`; it is \`tenant\`, for a part for each tenant, or a number of parts up to ${mostShards}`,
    );
  if (tenants.length === 0)
    throw new MisuseError('`--parts` cuts tenants into parts, and the policies have none');
  return many === undefined ? tenants.map((tenant) => [tenant]) : cutIntoShards(tenants, many);
}

/** Compiles parts one after the other, so that no more than one is held. */
export function* compileParts(
  policy: Policy,
  cut: readonly (readonly Tenant[])[],
  options: PartsOptions,
): Iterable<CompiledPart> {
  for (const tenants of cut) {
    const { bundle, roles } = compileBundle(restrictToTenants(policy, tenants), options);
    const text = `${JSON.stringify({ bundle, roles })}\n`;
    const sha256 = hashContent(text);
    yield { sha256, digest: bundle.digest, tenants: tenants.map(({ name }) => name).sort(), text };
  }
}
