import { createHash } from 'node:crypto';
import type { Policy, Tenant } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { findTenant } from '../find-by-name.ts';
import { QuestionError } from '../question-error.ts';

/** One part of a fleet of so many parts. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** The most parts into which a fleet can be cut. */
export const mostShards = 9999;

/** Reads a shard that is written as `3/16`. Throws `QuestionError` if it is none. */
export function readShard(written: string): Shard {
  const [, number, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(written) ?? [];
  if (number === undefined || of === undefined || Number(number) > Number(of))
    throw new QuestionError(
      `\`--shard\` cannot be \`${written}\`; it is a number and how many there are, up to ${mostShards}, as \`3/16\``,
    );
  return { number: Number(number), of: Number(of) };
}

/** Writes a shard as it stands in names of files, so that they sort by number: `03-of-16`. */
export const nameShard = ({ number, of }: Shard): string =>
  `${String(number).padStart(String(of).length, '0')}-of-${of}`;

/** Selects the tenants of a fleet by name and shard, in their order. Throws `QuestionError` if a name is unknown. */
export function selectTenants(policy: Policy, names: readonly string[], shard: Shard): readonly Tenant[] {
  const wanted = new Set(names.map((name) => findTenant(policy, name)));
  return policy.tenants.filter(
    (tenant) => (wanted.size === 0 || wanted.has(tenant)) && isInShard(tenant.name, shard),
  );
}

/** Cuts a fleet into so many shards; those without a tenant are left out. */
export function cutIntoShards(tenants: readonly Tenant[], of: number): readonly (readonly Tenant[])[] {
  const shards = groupBy(tenants, ({ name }) => numberShard(name, of));
  return [...shards].sort(([a], [b]) => a - b).map(([, found]) => found);
}

const isInShard = (name: string, { number, of }: Shard): boolean => numberShard(name, of) === number;

/** Returns the number of a tenant's shard: by its name alone, so that no tenant moves because another comes or goes. */
const numberShard = (name: string, of: number): number =>
  of === 1 ? 1 : (createHash('sha256').update(name).digest().readUInt32BE() % of) + 1;
