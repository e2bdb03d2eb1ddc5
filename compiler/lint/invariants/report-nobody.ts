import type { Report } from '../../diagnostics/diagnostic.ts';
import { groupRowsByTenant } from '../../model/artifact.ts';
import { countBits, has, intersection } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { Invariant } from '../../model/invariant.ts';
import { cellsIn, uniteRows } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { memberAudience, type Tenant, type User } from '../../model/policy.ts';
import { listFirstNames } from '../../text/list.ts';
import { quoteArgument } from '../../text/quote-argument.ts';
import { joinPatterns } from './find-breach.ts';
import { findMissingDemand } from './find-missing-demand.ts';

/**
 * Reports each tenant in which no role holds all that a `mustSomeone` lists and, if the tenant's users are complete, each in
 * which no active user of audience `member` does.
 */
export function reportNobody(matrix: Matrix, invariant: Invariant, report: Report): void {
  const rowsOf = new Map(groupRowsByTenant(matrix));
  for (const tenant of matrix.policy.tenants) {
    if (!invariant.tenants.has(tenant.name)) continue;
    const demanded = cellsIn(joinPatterns(invariant.patterns, tenant.catalog), tenant.catalog);
    const rows = rowsOf.get(tenant) ?? [];
    const holding = rows.filter(({ effective }) => demanded.every(({ index }) => has(effective, index)));
    const giving = holding.find(({ role }) => role.userType.audience === memberAudience) ?? holding[0];
    if (!giving) reportNoRole(matrix, invariant, tenant, rows, demanded, report);
    else if (tenant.isComplete && !someoneHolds(matrix, tenant, rows, demanded))
      reportNoUser(invariant, tenant, giving, demanded, report);
  }
}

function someoneHolds(
  matrix: Matrix,
  { users = [] }: Tenant,
  rows: readonly Row[],
  demanded: readonly Cell[],
): boolean {
  return users.filter(isActiveMember).some(({ roles }) => {
    const own = rows.filter(({ role }) => roles.includes(role));
    const held = own.length > 0 ? uniteRows(matrix, own) : undefined;
    return demanded.every(({ index }) => held !== undefined && has(held, index));
  });
}

const isActiveMember = ({ active, userType }: User): boolean =>
  active && userType.audience === memberAudience;

function reportNoRole(
  matrix: Matrix,
  invariant: Invariant,
  tenant: Tenant,
  rows: readonly Row[],
  demanded: readonly Cell[],
  report: Report,
): void {
  const listed = joinPatterns(invariant.patterns, tenant.catalog);
  const [nearest] = rows.toSorted(
    (a, b) => countBits(intersection(listed, b.effective)) - countBits(intersection(listed, a.effective)),
  );
  const missing = nearest && demanded.find(({ index }) => !has(nearest.effective, index));
  const found = nearest && missing && findMissingDemand(matrix, nearest, missing, invariant, true);
  report(
    'invariant-broken',
    spanOf(tenant.at),
    {
      who: 'no role',
      does: holdsAll(demanded),
      where: listFirstNames([tenant.name]),
      invariant: invariant.name,
    },
    nearest && missing
      ? `role \`${nearest.role.name}\` lacks \`${missing.permission}\`: \`plafond explain ${missing.permission} --role ${quoteArgument(nearest.role.name)} --tenant ${quoteArgument(tenant.name)}\` says what it takes`
      : 'offer the tenant a role that holds it',
    {
      severity: invariant.severity,
      related: [
        ...(found && nearest
          ? [
              {
                at: found.at,
                note: `here it is kept from role \`${nearest.role.name}\`, which comes nearest`,
              },
            ]
          : []),
        relateReason(invariant),
      ],
    },
  );
}

function reportNoUser(
  invariant: Invariant,
  tenant: Tenant,
  giving: Row,
  demanded: readonly Cell[],
  report: Report,
): void {
  const [someone] = tenant.users ?? [];
  const { name, userType } = giving.role;
  report(
    'invariant-broken',
    spanOf(someone ? placeIn(someone.at.document, ['tenant']) : tenant.at),
    {
      who: 'no active user',
      does: holdsAll(demanded),
      where: listFirstNames([tenant.name]),
      invariant: invariant.name,
    },
    userType.audience === memberAudience
      ? `give an active user a role that holds it, such as \`${name}\``
      : `offer members a role that holds it, and give it to an active user: \`${name}\` is of audience \`${userType.audience}\``,
    {
      severity: invariant.severity,
      related: [{ at: spanOf(giving.role.at), note: `role \`${name}\` holds it` }, relateReason(invariant)],
    },
  );
}

/** Says what is missing: where a tenant has none of the cells that are demanded, somebody at all. */
const holdsAll = (demanded: readonly Cell[]): string =>
  demanded.length === 0
    ? 'is there'
    : `holds ${listFirstNames(demanded.map(({ permission }) => permission))}`;

const relateReason = ({ name, because, at }: Invariant) => ({
  at: spanOf(at),
  note: `\`${name}\`: ${because}`,
});
