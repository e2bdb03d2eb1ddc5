import type { Report } from '../../diagnostics/diagnostic.ts';
import { addAll } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Document, Parsed } from '../../model/document.ts';
import type { Layer, Role, Seat, UserType } from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import type { Caps } from './caps.ts';
import { indexRoles, prepareRoleLayers } from './inclusion.ts';
import { prepareLayers } from './layers.ts';
import type { RoleContext } from './roles.ts';

/** The context in which the documents of one tenant are linked, and a function that draws a shared role as it is there. */
export interface Locality {
  readonly context: RoleContext;
  readonly localize: (role: Role) => Role;
}

/** Makes the locality of a tenant with its catalog. */
type MakeLocality = (tenant: string, catalog: Catalog) => Locality;

/** The documents as every locality needs them, found once for all of them. */
interface IndexedDocuments {
  readonly parsedOf: ReadonlyMap<Document, Parsed>;
  readonly roleOf: ReadonlyMap<string, Parsed>;
  /** Those of each tenant, and those that declare it. */
  readonly ownOf: ReadonlyMap<string, ReadonlySet<Document>>;
}

/**
 * Prepares drawing everything again on the catalogs of tenants that have properties of their own. What is said by documents of all
 * tenants was reported when it was drawn first, so only a tenant's own documents are reported on.
 */
export function prepareLocalities(documents: readonly Parsed[], context: RoleContext): MakeLocality {
  const ownOf = new Map<string, Set<Document>>();
  for (const parsed of documents) {
    const tenant = tenantOf(parsed);
    if (tenant !== undefined) findOrMake(ownOf, tenant, () => new Set()).add(parsed.document);
  }
  const parsedOf = new Map(documents.map((parsed) => [parsed.document, parsed]));
  const known: IndexedDocuments = { parsedOf, roleOf: indexRoles(documents), ownOf };
  return (tenant, catalog) => makeLocality(known, tenant, catalog, context);
}

/** Returns the tenant that a document is about or declares; undefined if there is none. */
function tenantOf({ kind, value }: Parsed): string | undefined {
  const { name, tenant } = value as { readonly name?: string; readonly tenant?: string };
  return kind === 'Tenant' ? name : tenant;
}

function makeLocality(
  { parsedOf, roleOf, ownOf }: IndexedDocuments,
  tenant: string,
  catalog: Catalog,
  context: RoleContext,
): Locality {
  const own = ownOf.get(tenant) ?? new Set();
  const { draw, isFaulty } = prepareDrawing(catalog, own, context.report);
  const redraw = (layer: Layer) => draw(context.grantsOf(layer), layer.at);
  const caps = localizeCaps(context.caps, redraw);
  const { allows } = context.customRoles;
  const drawRole = prepareRoleLayers(roleOf, draw, ({ document }) =>
    own.has(document) ? context.report : reportNothing,
  );
  return {
    context: {
      ...context,
      catalog,
      caps,
      draw,
      drawAlike: draw,
      isFaulty: (layer) => isFaulty(layer) || context.isFaulty(layer),
      drawRole,
      customRoles: { ...context.customRoles, ...(allows && { allows: redraw(allows) }) },
    },
    localize(role) {
      const parsed = parsedOf.get(role.at.document);
      if (!parsed) return role;
      const [userType, seats] = [caps.localType(role.userType), role.seats.map(caps.localSeat)];
      const cap = caps.capOf(userType, seats);
      return { ...role, userType, seats, layer: drawRole(parsed), cap, shared: role };
    },
  };
}

const reportNothing: Report = () => {};

function prepareDrawing(catalog: Catalog, own: ReadonlySet<Document>, report: Report) {
  let findings = 0;
  const faulty = new Set<Layer>();
  // Which entries of what all tenants share are redundant is asked of the catalog of all.
  const quiet = prepareLayers(catalog, reportNothing, false);
  const loud = prepareLayers(catalog, (...finding) => {
    findings++;
    report(...finding);
  });
  const draw: typeof loud = (grants, at) => {
    if (!own.has(at.document)) return quiet(grants, at);
    const before = findings;
    const layer = loud(grants, at);
    if (findings > before) faulty.add(layer);
    return layer;
  };
  return { draw, isFaulty: (layer: Layer) => faulty.has(layer) };
}

/** The caps of a tenant with properties of its own; each user type and seat of the policy has its counterpart there. */
interface LocalCaps extends Caps {
  readonly localType: (userType: UserType) => UserType;
  readonly localSeat: (seat: Seat) => Seat;
}

function localizeCaps(caps: Caps, redraw: (layer: Layer) => Layer): LocalCaps {
  const local = <T extends UserType | Seat>(things: readonly T[]) =>
    new Map(things.map((thing) => [thing.name, { ...thing, layer: redraw(thing.layer) }]));
  const [typeOf, seatOf] = [local(caps.userTypes), local(caps.seats)];
  const localType = (userType: UserType) => typeOf.get(userType.name) ?? userType;
  const localSeat = (seat: Seat) => seatOf.get(seat.name) ?? seat;
  return {
    userTypes: caps.userTypes.map(localType),
    seats: caps.seats.map(localSeat),
    localType,
    localSeat,
    capOf(userType, seats) {
      const cap = localType(userType).layer.held.slice();
      for (const seat of seats) addAll(cap, localSeat(seat).layer.held);
      return cap;
    },
    userType(name, at) {
      const found = caps.userType(name, at);
      return found && localType(found);
    },
    seatsOf: (names, at, userType) => caps.seatsOf(names, at, userType).map(localSeat),
  };
}
