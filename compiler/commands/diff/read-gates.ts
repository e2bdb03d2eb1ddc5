import type { Difference } from '../../model/change.ts';
import { findMatchingCells } from '../../model/pattern.ts';
import type { Gates } from '../../questions/diff/check-gates.ts';
import { MisuseError } from '../command.ts';

/** The gates as they are written on the command line. */
export interface WrittenGates {
  readonly failOn: Gates['failOn'];
  readonly deny: readonly string[];
  readonly maxLost: string | undefined;
}

/** Reads the gates. Throws `MisuseError` for a permission that neither side has for any tenant and for a share that is none. */
export const readGates = ({ failOn, deny, maxLost }: WrittenGates, difference: Difference): Gates => ({
  failOn,
  deny: deny.map((pattern) => ({ pattern, permissions: permissionsOf(pattern, difference) })),
  maxLost: maxLost === undefined ? undefined : { written: maxLost, percent: percentOf(maxLost) },
});

function permissionsOf(pattern: string, { base, head }: Difference): ReadonlySet<string> {
  const catalogs = new Set(
    [head, base].flatMap(({ policy }) => [policy.catalog, ...policy.tenants.map(({ catalog }) => catalog)]),
  );
  const found = [...catalogs].map((catalog) => findMatchingCells(catalog, pattern));
  const [inHead] = found;
  if (inHead && 'reason' in inHead && found.every((one) => 'reason' in one)) {
    const { reason, suggestion } = inHead;
    throw new MisuseError(
      `no permission \`${pattern}\`: ${reason}${suggestion ? `; did you mean \`${suggestion}\`?` : ''}`,
    );
  }
  return new Set(found.flatMap((one) => ('reason' in one ? [] : one.map(({ permission }) => permission))));
}

function percentOf(written: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(written) ?? [];
  if (number === undefined)
    throw new MisuseError(`\`--max-lost\` cannot be \`${written}\`; it is a share such as \`25%\``);
  return Number(number);
}
