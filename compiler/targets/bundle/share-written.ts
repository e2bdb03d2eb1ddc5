import type { Bits } from '../../model/bits.ts';
import type { Row } from '../../model/matrix.ts';
import type { Role } from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import type { Json, RepeatedObjects } from '../../text/json.ts';

/** Shares what is written of roles and tenants among those of which the same is to be said. */
export function shareWritten() {
  const roles = new Map<Role, Map<Bits, Json>>();
  const numbers = new Map<unknown, number>();
  const tenants = new Map<string, Json>();
  const repeated = new Set<unknown>();
  const note = (written: Json, isNew: boolean): Json => {
    if (!isNew) repeated.add(written);
    return written;
  };
  const numberOf = (thing: unknown) => findOrMake(numbers, thing, () => numbers.size);
  return {
    /** Returns what is written of a shared role with the same effect in another tenant, else what `write` returns. */
    ofRole({ role, effective }: Row, write: () => Json): Json {
      let isNew = false;
      const byEffect = findOrMake(roles, role, () => new Map<Bits, Json>());
      const written = findOrMake(byEffect, effective, () => {
        isNew = true;
        return write();
      });
      return note(written, isNew);
    },
    /** Returns what is written of a tenant in which the same parts stand; a part is a value or one object. */
    ofTenant(parts: readonly unknown[], written: Json): Json {
      const key = parts.map((part) => (typeof part === 'object' ? `#${numberOf(part)}` : part)).join();
      const known = findOrMake(tenants, key, () => written);
      return note(known, known === written);
    },
    repeated: (): RepeatedObjects => new Map([...repeated].map((one) => [one, undefined])),
  };
}
