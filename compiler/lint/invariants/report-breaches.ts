import type { Related, Report } from '../../diagnostics/diagnostic.ts';
import { type Bits, has, listIndices } from '../../model/bits.ts';
import { type Cell, risks } from '../../model/catalog.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { Invariant } from '../../model/invariant.ts';
import { findDecidingSpan, relateInclusions } from '../../model/layer.ts';
import { findHeldInRow } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { matchCells } from '../../model/pattern.ts';
import type { Tenant } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirstNames } from '../../text/list.ts';
import type { Breach } from './find-breach.ts';
import { findMissingDemand, offerWaiver } from './find-missing-demand.ts';
import type { UserBreach } from './find-user-breaches.ts';

/** Reports what one role breaks: once, with the tenants in which it does, at the place that grants it. */
export function reportBreaches(
  matrix: Matrix,
  invariant: Invariant,
  breaches: readonly [Breach, ...Breach[]],
  report: Report,
): void {
  const [first] = breaches;
  const { role } = first.row;
  const shown = invariant.demand === 'mustNotTogether' ? [first] : breaches;
  const all = new Map(
    shown.flatMap(({ row, cells }) =>
      listCells(row.tenant, cells).map((cell) => [cell.permission, cell] as const),
    ),
  );
  const [worst, ...others] = worstFirst(listCells(first.row.tenant, first.cells));
  if (!worst) return;
  const { at, related, help } =
    invariant.demand === 'must' || invariant.demand === 'mustSome'
      ? findMissingDemand(
          matrix,
          first.row,
          worst,
          invariant,
          others.length === 0 || invariant.demand === 'mustSome',
        )
      : grantOf(first.row, worst, others, invariant);
  report(
    'invariant-broken',
    at,
    {
      who: `role \`${role.name}\``,
      does: does(invariant, worstFirst([...all.values()])),
      where: listFirstNames(breaches.map(({ row }) => row.tenant.name)),
      invariant: invariant.name,
    },
    help,
    { severity: invariant.severity, related: [...related, relateDemand(invariant, first.row.tenant, worst)] },
  );
}

/** Reports what users break by their roles together: once for all users with the same roles. */
export function reportUserBreaches(
  invariant: Invariant,
  breaches: readonly UserBreach[],
  report: Report,
): void {
  const groups = groupBy(breaches, ({ rows, cells, tenant }) =>
    JSON.stringify([
      rows.map(({ role }) => `${role.tenant ?? '*'} ${role.name}`).sort(),
      permissions(listCells(tenant, cells)),
    ]),
  );
  for (const group of groups.values()) {
    const [{ user, rows, cells, tenant }] = group;
    const [worst, ...others] = worstFirst(listCells(tenant, cells));
    if (!worst) continue;
    const related = [worst, ...others].flatMap((cell): Related[] =>
      groundsOf(cell).flatMap((ground) => {
        const row = rows.find((one) => has(findHeldInRow(one), ground.index));
        return row
          ? [
              {
                at: findDecidingSpan(row.role.layer, ground),
                note: `role \`${row.role.name}\` grants ${nameGround(cell, ground)}`,
              },
              ...relateInclusions(row.role.layer, ground),
            ]
          : [];
      }),
    );
    const names = group.map((breach) => breach.user.id);
    report(
      'invariant-broken',
      spanOf(placeIn(user.at.document, [...user.at.path.slice(0, -1), 'roles'])),
      {
        who: `${names.length > 1 ? 'users' : 'user'} ${listFirstNames(names)}`,
        does: `${names.length > 1 ? 'hold' : 'holds'} ${listFirstNames(permissions([worst, ...others]), 8)} by roles ${listFirstNames(rows.map(({ role }) => role.name))} together`,
        where: listFirstNames([...new Set(group.map(({ tenant }) => tenant.name))]),
        invariant: invariant.name,
      },
      'take one of these roles away, or write a waiver for the user with an owner and a date',
      { severity: invariant.severity, related: [...related, relateDemand(invariant, tenant, worst)] },
    );
  }
}

/** Locates the lines that give a role a cell: its own line, then the cap and the ceiling that let it through. */
function grantOf({ role, tenant }: Row, cell: Cell, others: readonly Cell[], { demand }: Invariant) {
  const isTogether = demand === 'mustNotTogether';
  const beside = isTogether ? others : [];
  const what = isTogether ? 'one of them' : others.length > 0 ? 'them' : 'it';
  const [first = cell, ...more] = groundsOf(cell);
  const own = [
    ...more.map((ground) => [cell, ground] as const),
    ...beside.flatMap((other) => groundsOf(other).map((ground) => [other, ground] as const)),
  ].flatMap(([of, ground]): readonly Related[] => [
    { at: findDecidingSpan(role.layer, ground), note: `and grants ${nameGround(of, ground)}` },
    ...relateInclusions(role.layer, ground),
  ]);
  const seat = role.seats.find(({ layer }) => has(layer.held, first.index));
  const isType = has(role.userType.layer.held, first.index);
  const cap = isType || !seat ? role.userType : seat;
  const lets = isType || !seat ? `user type \`${cap.name}\` holds` : `seat \`${cap.name}\` adds`;
  return {
    at: findDecidingSpan(role.layer, first),
    related: [
      ...relateInclusions(role.layer, first),
      ...own,
      { at: findDecidingSpan(cap.layer, first), note: `${lets} \`${first.permission}\`` },
      {
        at: findDecidingSpan(tenant.ceiling, first),
        note: `the ceiling of tenant \`${tenant.name}\` lets \`${first.permission}\` through`,
      },
    ],
    help: `take ${what} from role \`${role.name}\`${offerWaiver(role)}`,
  };
}

/**
 * Lists the cells that a role must hold for a cell to be effective; for a capability these are the cells that it
 * requires.
 */
const groundsOf = (cell: Cell): readonly Cell[] =>
  cell.kind === 'capability' ? cell.requires.flatMap(({ oneOf }) => oneOf.flatMap(groundsOf)) : [cell];

const nameGround = (cell: Cell, ground: Cell): string =>
  ground === cell
    ? `\`${cell.permission}\``
    : `\`${ground.permission}\`, which \`${cell.permission}\` requires`;

/** Locates the line of the invariant that names a cell, with its reason. */
function relateDemand({ name, because, patterns, at }: Invariant, { catalog }: Tenant, cell: Cell): Related {
  const pattern = patterns.find(({ text }) => has(matchCells(catalog, text), cell.index));
  return { at: spanOf(pattern?.at ?? at), note: `\`${name}\`: ${because}` };
}

function does({ demand }: Invariant, cells: readonly Cell[]): string {
  switch (demand) {
    case 'must':
    case 'mustSomeone':
      return `lacks ${listFirstNames(permissions(cells))}`;
    case 'mustSome':
      return cells.length === 1
        ? `lacks ${listFirstNames(permissions(cells))}`
        : `holds none of ${listFirstNames(permissions(cells))}`;
    case 'mustNot':
      return `holds ${listFirstNames(permissions(cells))}`;
    case 'mustNotTogether':
      return `holds ${listFirstNames(permissions(cells), 8)} together`;
  }
}

const permissions = (cells: readonly Cell[]): readonly string[] => cells.map(({ permission }) => permission);

/** Lists the cells of a set in the catalog of a tenant. */
const listCells = ({ catalog }: Tenant, cells: Bits): readonly Cell[] =>
  listIndices(cells).flatMap((index) => catalog.cells[index] ?? []);

const worstFirst = (cells: readonly Cell[]): readonly Cell[] =>
  cells.toSorted((a, b) => risks.indexOf(b.risk) - risks.indexOf(a.risk) || a.index - b.index);
