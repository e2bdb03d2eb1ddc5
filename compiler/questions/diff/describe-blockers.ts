import type { ChangedDocument } from '../../model/change.ts';
import type { Place } from '../../model/document.ts';
import { listFirstNames } from '../../text/list.ts';

/** A thing that stands in the way of a permission, or that gave it all along. */
export interface Blocker {
  readonly kind: 'role' | 'cap' | 'tenant' | 'requires' | 'already';
  /** The name of the role, user type or tenant, or the required permission; for `already`, a phrase. */
  readonly name: string;
  readonly at?: () => Place;
}

/** Describes all that is in the way of a permission, as one sentence without its full stop. */
export function describeBlockers(blockers: readonly Blocker[], document: ChangedDocument): string {
  const of = (kind: Blocker['kind']) => blockers.filter((one) => one.kind === kind).map(({ name }) => name);
  const sentences = [
    describeNames(of('cap'), (names) => `capped by user type ${names}`),
    describeNames(
      of('tenant'),
      (names, many) =>
        `the ${many ? 'ceilings' : 'ceiling'} of ${many ? 'tenants' : 'tenant'} ${names} ${many ? 'do' : 'does'} not hold it`,
    ),
    describeNames(
      of('requires'),
      (names, many) => `it requires ${names}, which ${many ? 'are' : 'is'} not effective`,
    ),
    document.kind === 'Role'
      ? undefined
      : describeNames(
          of('role'),
          (names, many) => `${many ? 'roles' : 'role'} ${names} ${many ? 'do' : 'does'} not grant it`,
        ),
    of('already').length > 0 ? `${of('already')[0]} holds it already` : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join('; ') || 'nothing hangs on it';
}

function describeNames(
  names: readonly string[],
  words: (names: string, many: boolean) => string,
): string | undefined {
  if (names.length === 0) return undefined;
  return words(listFirstNames([...names].sort()), names.length > 1);
}
