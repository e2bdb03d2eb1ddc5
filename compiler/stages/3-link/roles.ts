import { type Report, watchErrors } from '../../diagnostics/diagnostic.ts';
import {
  type Bits,
  difference,
  emptyBits,
  has,
  intersection,
  isEmpty,
  isSubset,
  listIndices,
  removeAll,
} from '../../model/bits.ts';
import type { Catalog, Cell, Model } from '../../model/catalog.ts';
import { ceilingOf, findTenantBound, type TenantBounds } from '../../model/ceiling.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import { isOfDatabase, type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { RoleDocument } from '../../model/documents.generated.ts';
import type { Generations } from '../../model/generations.ts';
import { findDecidingSpan } from '../../model/layer.ts';
import { maskCells, removeIdleRights } from '../../model/mask.ts';
import type { AbstractRole, CustomRoles, PortfolioUse, Role, UserType } from '../../model/policy.ts';
import { listFirstNames } from '../../text/list.ts';
import { quoteArgument } from '../../text/quote-argument.ts';
import type { Caps } from './caps.ts';
import { type DrawRoleLayer, roleKey } from './inclusion.ts';
import type { Drawing } from './layers.ts';
import { linkPortfolioUse } from './portfolio-use.ts';
import type { Portfolios } from './portfolios.ts';
import { reportLargeReaches } from './reach-size.ts';

/** The things that a role is linked against. */
export interface RoleContext extends Drawing {
  readonly catalog: Catalog;
  readonly caps: Caps;
  readonly portfolios: Portfolios;
  readonly customRoles: CustomRoles;
  /** The parts of the catalog that have generations, by name. */
  readonly generations: ReadonlyMap<string, Generations>;
  /** The catalogs of the tenants that have properties of their own, by tenant. */
  readonly tenantCatalogs: ReadonlyMap<string, Catalog>;
  readonly drawRole: DrawRoleLayer;
  /** The places of the abstract roles that were linked, by `roleKey`. */
  readonly abstract: Map<string, Place>;
  /** The roles whose user type or seats are reported already, by `roleKey`. */
  readonly faulty: Set<string>;
  readonly report: Report;
}

/**
 * Links one role and reports what it names above its cap. Returns undefined if its user type does not exist,
 * since a role without one has no cap.
 */
export function linkRole(parsed: Parsed, context: RoleContext): Role | undefined {
  const { document } = parsed;
  const { catalog, caps, drawRole, report } = context;
  const written = parsed.value as RoleDocument;
  const layer = drawRole(parsed);
  const userType = linkUserType(parsed, written, caps, report);
  const seats = caps.seatsOf(written.seats ?? [], placeIn(document, ['seats']), userType);
  const { name, tenant, title, description, clonedFrom, renamedFrom } = written;
  const isWhole = userType !== undefined && seats.length === (written.seats ?? []).length;
  if (!isWhole) context.faulty.add(roleKey(name, tenant));
  if (!userType) {
    linkPortfolio(parsed, written, emptyBits(catalog.cells.length), context);
    return undefined;
  }
  const cap = caps.capOf(userType, seats);
  const role: Role = {
    name,
    at: placeIn(document, ['name']),
    ...(tenant !== undefined && { tenant }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(clonedFrom !== undefined && { clonedFrom }),
    ...(renamedFrom !== undefined && { renamedFrom }),
    userType,
    seats,
    // Of a fleet most roles are kept and hold nothing here: no set is made for them.
    portfolio: linkPortfolio(
      parsed,
      written,
      isEmpty(layer.held) ? layer.held : intersection(layer.held, cap),
      context,
    ),
    layer,
    cap,
  };
  const isCapped = [userType, ...seats].every((one) => !context.isFaulty(one.layer));
  if (isWhole && isCapped) reportAboveCap(role, catalog, caps, report);
  reportLargeReaches(role, catalog, report);
  return role;
}

/** Links a role that exists to be included. What it says beside its grants is checked and has no effect. */
export function linkAbstractRole(parsed: Parsed, context: RoleContext): AbstractRole {
  const { abstract, caps, drawRole } = context;
  const { document } = parsed;
  const { name, tenant, title, description, userType, seats, portfolio } = parsed.value as RoleDocument;
  const type = userType === undefined ? undefined : caps.userType(userType, placeIn(document, ['userType']));
  caps.seatsOf(seats ?? [], placeIn(document, ['seats']), type);
  if (portfolio !== undefined) linkPortfolioUse(parsed, portfolio, context);
  const at = placeIn(document, ['name']);
  abstract.set(roleKey(name, tenant), at);
  return {
    name,
    at,
    ...(tenant !== undefined && { tenant }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    layer: drawRole(parsed),
  };
}

function linkUserType(
  { document }: Parsed,
  { name, userType }: RoleDocument,
  caps: Caps,
  report: Report,
): UserType | undefined {
  if (userType !== undefined) return caps.userType(userType, placeIn(document, ['userType']));
  report(
    'missing-field',
    spanOf(placeIn(document, ['name'])),
    { field: 'userType', of: `role \`${name}\`` },
    'name the user type that caps it, or write `abstract: true` if the role is only to be included',
  );
  return undefined;
}

/**
 * Links the portfolio of a role, and reports permissions on records of which it does not say which: nobody reaches every
 * record by a silent default.
 */
function linkPortfolio(
  parsed: Parsed,
  { name, portfolio }: RoleDocument,
  held: Bits,
  context: RoleContext,
): PortfolioUse {
  const at = placeIn(parsed.document, ['portfolio']);
  const { report, isWhole } = watchErrors(context.report);
  const use =
    portfolio === undefined
      ? { at, entries: new Map() }
      : linkPortfolioUse(parsed, portfolio, { ...context, report });
  if (!isWhole()) return use;
  if (isEmpty(held)) return use;
  const limited = intersection(held, findLimitedCells(context.catalog).actions);
  const cells = [...cellsIn(limited, context.catalog), ...findLoneProperties(held, context.catalog)];
  const unsaid = cells.filter((cell) => {
    const { kind, items } = readPortfolio(use, cell);
    return kind === 'limited' && items.length === 0;
  });
  const [first] = unsaid;
  if (!first?.model) return use;
  const roots = [first.model.name, ...first.model.path.map(({ model }) => model)];
  const names = context.portfolios.all.filter(({ on }) => roots.includes(on)).map((one) => one.name);
  context.report(
    'portfolio-missing',
    portfolio === undefined ? spanOf(placeIn(parsed.document, ['name'])) : spanOf({ ...at, part: 'key' }),
    { role: name, permissions: listFirstNames(unsaid.map(({ permission }) => permission)) },
    portfolio === undefined && names[0] !== undefined
      ? `write \`portfolio: [${names[0]}]\`, or \`abstract: true\` if the role is only to be included`
      : names.length > 0
        ? `add ${names.length > 1 ? 'one of ' : ''}${listFirstNames(names)}, or take the permissions away`
        : 'add a filter, write `portfolio: all`, or take the permissions away',
  );
  return use;
}

/** Returns the properties of limited models whose action is not held beside them, so that another role has to bring it. */
function findLoneProperties(held: Bits, catalog: Catalog): readonly Cell[] {
  const limited = intersection(held, findLimitedCells(catalog).properties);
  if (isEmpty(limited)) return [];
  return cellsIn(difference(limited, removeIdleRights(limited, catalog, held)), catalog);
}

/** The cells on models that portfolios limit. */
interface LimitedCells {
  readonly actions: Bits;
  readonly properties: Bits;
}

const limitedCells = new WeakMap<Catalog, LimitedCells>();

/** Returns the cells on models that portfolios limit; looks them up once. */
function findLimitedCells(catalog: Catalog): LimitedCells {
  const known = limitedCells.get(catalog);
  if (known) return known;
  const isLimited = ({ model }: Cell) =>
    model !== undefined && model.portfolio !== 'none' && leadsToRoot(model, catalog);
  const found = {
    actions: maskCells(catalog, (cell) => cell.kind === 'action' && isLimited(cell)),
    properties: maskCells(catalog, (cell) => cell.kind === 'property' && isLimited(cell)),
  };
  limitedCells.set(catalog, found);
  return found;
}

/** Returns false if the path of a model ends too early or elsewhere: that is reported, and no portfolio could apply. */
function leadsToRoot({ path, portfolio }: Model, { modelOf }: Catalog): boolean {
  if (typeof portfolio === 'string') return true;
  const end = path.at(-1)?.model ?? '';
  return path.length === portfolio.through.split('.').length && modelOf.get(end)?.portfolio === 'self';
}

function reportAboveCap(role: Role, catalog: Catalog, caps: Caps, report: Report): void {
  if (isSubset(role.layer.named, role.cap)) return;
  for (const cell of cellsIn(difference(role.layer.named, role.cap), catalog)) {
    report(
      'above-cap',
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission: cell.permission, cap: capWords(role) },
      adviseOnHolder(role, cell, caps),
      {
        related: [
          {
            at: findDecidingSpan(role.userType.layer, cell),
            note: `this is all that \`${role.userType.name}\` says of it`,
          },
        ],
      },
    );
  }
}

const capWords = (role: Role): string =>
  role.seats.length === 0
    ? `user type \`${role.userType.name}\``
    : `user type \`${role.userType.name}\` with seat \`${role.seats.map((seat) => seat.name).join('`, `')}\``;

/**
 * Returns advice on a cell that a role cannot hold: it names the smallest user type of the same audience, or the
 * seat, that would hold it.
 */
function adviseOnHolder(role: Role, cell: Cell, caps: Caps): string {
  const copy = (words: string, options: string) =>
    isOfDatabase(role.at.document)
      ? `copy the role ${words}`
      : `clone the role with \`plafond role clone ${quoteArgument(role.name)} NAME ${options}\``;
  const { audience } = role.userType;
  const userType = [...caps.userTypes]
    .reverse()
    .find((one) => one.audience === audience && has(one.layer.held, cell.index));
  const seat = caps.seats.find(
    ({ layer, combinesWith }) => combinesWith.has(role.userType.name) && has(layer.held, cell.index),
  );
  if (seat) {
    const seats = [...role.seats, seat].map(({ name }) => name).join(',');
    return `seat \`${seat.name}\` holds it; ${copy('with it', `--seats ${seats}`)}`;
  }
  if (userType)
    return `user type \`${userType.name}\` holds it; ${copy('for it', `--user-type ${userType.name}`)}`;
  const whose = caps.userTypes.every((one) => one.audience === audience)
    ? ''
    : ` of audience \`${audience}\``;
  return `no user type${whose} or seat holds it; take \`${cell.permission}\` from the role`;
}

/** Reports each permission that a tenant's own role names and the tenant, or the settings, do not let it hold. */
export function reportAboveCeiling(
  role: Role | AbstractRole,
  tenant: TenantBounds & { readonly isClear: boolean },
  context: RoleContext,
): void {
  const bounds = boundsOf(tenant, role);
  if (bounds.some(({ layer }) => context.isFaulty(layer))) return;
  for (const { layer, words } of bounds) {
    if (isSubset(role.layer.named, layer.held)) continue;
    for (const cell of cellsIn(difference(role.layer.named, layer.held), context.catalog)) {
      const { permission } = cell;
      if ('cap' in role && !has(role.cap, cell.index)) continue;
      context.report(
        'above-ceiling',
        findDecidingSpan(role.layer, cell),
        { role: role.name, permission, refused: `${words} does not hold` },
        `take \`${permission}\` from the role, or have ${words} raised`,
        { related: [{ at: findDecidingSpan(layer, cell), note: `${words} is set here` }] },
      );
    }
  }
  if (tenant.isClear) reportWithheld(role, tenant, context);
}

/** Reports each permission that a tenant's own role names and that belongs to a package or a generation which the tenant lacks. */
function reportWithheld(role: Role | AbstractRole, tenant: TenantBounds, context: RoleContext): void {
  if (!tenant.withheld) return;
  for (const cell of cellsIn(intersection(role.layer.named, tenant.withheld), context.catalog)) {
    const { permission } = cell;
    if ('cap' in role && !has(role.cap, cell.index)) continue;
    const { words, remedy, findPlace, note } = findTenantBound(tenant, role, cell);
    context.report(
      'above-ceiling',
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission, refused: `${words} does not hold` },
      `take \`${permission}\` from the role, or ${remedy}`,
      { related: [{ at: spanOf(findPlace()), note }] },
    );
  }
}

const boundsOf = ({ name, ceiling, customRoles }: TenantBounds, { tenant }: Pick<Role, 'tenant'>) => [
  { layer: ceiling, words: `the ceiling of tenant \`${name}\`` },
  ...(tenant === undefined || !customRoles
    ? []
    : [{ layer: customRoles, words: '`customRoles.allows` of the settings' }]),
];

/** Reports each permission that a role of every tenant names and no tenant that is offered the role lets it hold. */
export function reportAboveEveryCeiling(
  role: Role,
  tenants: readonly TenantBounds[],
  { catalog, isFaulty, report }: RoleContext,
): void {
  const [first] = tenants;
  if (!first) return;
  const missing = intersection(role.layer.named, role.cap);
  for (const tenant of tenants) {
    removeAll(missing, ceilingOf(tenant, role));
    if (isEmpty(missing)) return;
  }
  if (tenants.some(({ ceiling }) => isFaulty(ceiling))) return;
  for (const cell of cellsIn(missing, catalog)) {
    const { permission } = cell;
    const bound = findTenantBound(first, role, cell);
    const refused =
      tenants.length === 1
        ? `${bound.words} does not hold`
        : 'the ceiling of no tenant that is offered it holds';
    report(
      'above-ceiling',
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission, refused },
      `take \`${permission}\` from the role, or ${tenants.length === 1 ? bound.remedy : 'have a ceiling raised'}`,
      {
        related: [{ at: spanOf(bound.findPlace()), note: bound.note }],
      },
    );
  }
}

const cellsIn = (bits: Bits, catalog: Catalog): readonly Cell[] =>
  listIndices(bits).flatMap((index) => catalog.cells[index] ?? []);
