import { groupBy } from '../text/group-by.ts';
import { listNames } from '../text/list.ts';
import { type Bits, difference, has, intersection } from './bits.ts';
import type { Catalog, Cell } from './catalog.ts';
import { type Place, placeIn } from './document.ts';
import { type ChosenGenerations, findClosingChoice, listGenerationsWith } from './generations.ts';
import { findDecidingPlace } from './layer.ts';
import type { Layer, Policy, Role, Tenant } from './policy.ts';

/** A thing that bounds what roles can hold in a tenant: its ceiling, the settings, a package or a generation that it lacks. */
export interface TenantBound {
  /** The layer that refuses; for a package and a generation, which are none, the tenant's ceiling. */
  readonly layer: Layer;
  /** Its name in a sentence, before “does not hold”. */
  readonly words: string;
  /** The words for what would lift it. */
  readonly remedy: string;
  /** Finds the place that decides the cell in question. */
  readonly findPlace: () => Place;
  /** The words for what stands at that place. */
  readonly note: string;
}

/** A tenant, or the draft of one, as far as it bounds what roles hold there. */
export type TenantBounds = Pick<
  Tenant,
  'name' | 'at' | 'ceiling' | 'customRoles' | 'withheld' | 'closed' | 'generations'
>;

const heldIn = new WeakMap<TenantBounds, { readonly shared: Bits; readonly own: Bits }>();

/**
 * Returns the cells that a tenant lets a role hold: those of its ceiling whose package and generation it has and, for a role of the
 * tenant's own, of these the ones that the settings allow to such roles.
 */
export function ceilingOf(tenant: TenantBounds, role: Pick<Role, 'tenant'>): Bits {
  let known = heldIn.get(tenant);
  if (!known) {
    const { ceiling, customRoles, withheld } = tenant;
    const shared = withheld ? difference(ceiling.held, withheld) : ceiling.held;
    known = { shared, own: customRoles ? intersection(shared, customRoles.held) : shared };
    heldIn.set(tenant, known);
  }
  return role.tenant === undefined ? known.shared : known.own;
}

/**
 * Finds what refuses a cell to a role in a tenant: the generation and the package first, since without them nothing else lets
 * it through; if nothing refuses it, returns the tenant's ceiling.
 */
export function findTenantBound(tenant: TenantBounds, role: Pick<Role, 'tenant'>, cell: Cell): TenantBound {
  const { name, at, ceiling, customRoles, withheld, closed, generations } = tenant;
  const choice = closed && has(closed, cell.index) ? findClosingChoice(generations, cell) : undefined;
  if (choice) return closeByGeneration(tenant, choice, cell);
  if (withheld && has(withheld, cell.index)) {
    const words = `tenant \`${name}\`, which has not bought package \`${cell.package}\`,`;
    const findPlace = () => placeIn(at.document, ['packages'], 'key');
    return {
      layer: ceiling,
      words,
      remedy: `have package \`${cell.package}\` bought`,
      findPlace,
      note: `the packages of tenant \`${name}\` are listed here`,
    };
  }
  const isOfSettings = role.tenant !== undefined && customRoles && has(ceiling.held, cell.index);
  const [layer, words] =
    isOfSettings && !has(customRoles.held, cell.index)
      ? [customRoles, '`customRoles.allows` of the settings']
      : [ceiling, `the ceiling of tenant \`${name}\``];
  return {
    layer,
    words,
    remedy: `have ${words} raised`,
    findPlace: () => findDecidingPlace(layer, cell),
    note: `${words} is set here`,
  };
}

function closeByGeneration(
  { name, ceiling }: TenantBounds,
  { of, names, at }: ChosenGenerations,
  { subject }: Cell,
): TenantBound {
  const [wanted = ''] = listGenerationsWith(of, subject);
  return {
    layer: ceiling,
    words: `tenant \`${name}\`, which has ${listNames(names)} of \`${of.name}\`,`,
    remedy: `let the tenant have \`${wanted}\` of \`${of.name}\``,
    findPlace: () => at,
    note: `the tenant has ${listNames(names)} of \`${of.name}\``,
  };
}

const packagesOf = new WeakMap<Catalog, ReadonlyMap<string, readonly Cell[]>>();

/** Returns the packages that something of a catalog belongs to, with its cells; looks them up once. */
export function listPackages(catalog: Catalog): ReadonlyMap<string, readonly Cell[]> {
  const known = packagesOf.get(catalog);
  if (known) return known;
  const found = groupBy(
    catalog.cells.filter((cell) => cell.package !== undefined),
    (cell) => cell.package ?? '',
  );
  packagesOf.set(catalog, found);
  return found;
}

/** Lists the packages that a seat or something of a catalog belongs to, each once. */
export const listPackageNames = ({ seats }: Pick<Policy, 'seats'>, catalog: Catalog): readonly string[] => [
  ...new Set([...seats.flatMap((seat) => seat.package ?? []), ...listPackages(catalog).keys()]),
];
