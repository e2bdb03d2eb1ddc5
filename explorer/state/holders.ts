import { stringify } from 'csv-stringify/sync';
import type { WhoAnswer } from '../../compiler/library/answers.ts';

/** A role, or several together, that hold what was asked for in a tenant. */
export interface HolderLine {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly portfolio: readonly string[];
  readonly permissions: readonly string[];
  readonly people: readonly string[];
  /** False if the tenant does not say who its users are. */
  readonly isKnown: boolean;
}

/** Lists the holders in an answer of `who`: roles, then what only several give together. */
export function listHolderLines({ permission, holders, together }: WhoAnswer): readonly HolderLine[] {
  const wantedNames = permission.split(', ');
  return [
    ...holders.map(
      ({ tenant, role, portfolio, permissions, names }): HolderLine => ({
        tenant,
        roles: [role],
        portfolio,
        permissions: permissions ?? wantedNames,
        people: names ?? [],
        isKnown: names !== null && names !== undefined,
      }),
    ),
    ...together.map(
      ({ tenant, roles, portfolio, permissions, names }): HolderLine => ({
        ...{ tenant, roles, portfolio },
        permissions: permissions ?? wantedNames,
        people: names ?? [],
        isKnown: true,
      }),
    ),
  ];
}

/** Splits permissions and patterns, which commas or spaces part. */
export const splitPatterns = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,]+/).filter((one) => one !== '')),
];

/** Writes holders as CSV, a line for each person, or for a role that nobody has; formulas are escaped. */
export const writeHoldersCsv = (lines: readonly HolderLine[]): string =>
  stringify(
    lines.flatMap(({ tenant, roles, portfolio, permissions, people, isKnown }) =>
      (people.length > 0 ? people : [isKnown ? '' : 'unknown']).map((person) => [
        tenant,
        roles.join(' + '),
        portfolio.join(' + '),
        permissions.join(' '),
        person,
      ]),
    ),
    { header: true, columns: ['tenant', 'role', 'records', 'permissions', 'person'], escape_formulas: true },
  );
