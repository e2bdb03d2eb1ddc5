import type { Related, Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { addAll, type Bits, difference, listIndices } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { SeatDocument, UserTypeDocument } from '../../model/documents.generated.ts';
import { findDecidingSpan } from '../../model/layer.ts';
import { memberAudience, type Seat, type UserType } from '../../model/policy.ts';
import { listFirstNames, listThereAre } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import { indexByName } from './index-by-name.ts';
import type { Drawing, DrawLayer } from './layers.ts';

/** The user types, as a policy lists them, and the seats: what can cap a role or a user. */
export interface Caps {
  readonly userTypes: readonly UserType[];
  readonly seats: readonly Seat[];
  /** Returns the cells that a user type and seats hold together, worked out once for each combination. */
  readonly capOf: (userType: UserType, seats: readonly Seat[]) => Bits;
  /** Returns the user type of a name; reports an unknown one at its place. */
  readonly userType: (name: string, at: Place) => UserType | undefined;
  /** Returns the seats of some names that exist and combine with the user type; reports the others. */
  readonly seatsOf: (names: readonly string[], at: Place, userType: UserType | undefined) => readonly Seat[];
}

/** Links user types and seats and proves that a higher rank covers every lower one. */
export function linkCaps(
  documents: readonly Parsed[],
  catalog: Catalog,
  { draw, isFaulty }: Drawing,
  report: Report,
): Caps {
  const typeOf = linkUserTypes(documents, draw, report);
  const userTypes = [...typeOf.values()].sort((a, b) => compareAudiences(a, b) || b.rank - a.rank);
  checkRanks(userTypes, report);
  checkMonotone(
    userTypes.filter(({ layer }) => !isFaulty(layer)),
    catalog,
    report,
  );
  const known: DeclaredCaps = { typeOf, seatOf: linkSeats(documents, typeOf, draw, report), report };
  return {
    userTypes,
    seats: [...known.seatOf.values()],
    capOf: rememberCaps(),
    userType: (name, at) => findUserType(known, name, at),
    seatsOf: (names, at, userType) =>
      names.flatMap(
        (name, index) => findSeat(known, name, placeIn(at.document, [...at.path, index]), userType) ?? [],
      ),
  };
}

/** The user types and seats that are declared, by name. */
interface DeclaredCaps {
  readonly typeOf: ReadonlyMap<string, UserType>;
  readonly seatOf: ReadonlyMap<string, Seat>;
  readonly report: Report;
}

function linkUserTypes(
  documents: readonly Parsed[],
  draw: DrawLayer,
  report: Report,
): ReadonlyMap<string, UserType> {
  const declared = documents.flatMap(({ kind, document, value }): UserType[] => {
    if (kind !== 'UserType') return [];
    const { name, audience = memberAudience, rank, allows } = value as UserTypeDocument;
    const at = placeIn(document, ['name']);
    return [{ name, at, audience, rank, layer: draw(allows, placeIn(document, ['allows'])) }];
  });
  return indexByName(declared, () => 'user type', report);
}

function linkSeats(
  documents: readonly Parsed[],
  typeOf: ReadonlyMap<string, UserType>,
  draw: DrawLayer,
  report: Report,
): ReadonlyMap<string, Seat> {
  const declared = documents.flatMap(({ kind, document, value }): Seat[] => {
    if (kind !== 'Seat') return [];
    const seat = value as SeatDocument;
    for (const [index, name] of seat.combinesWith.entries())
      if (!typeOf.has(name))
        reportUnknownType(typeOf, name, placeIn(document, ['combinesWith', index]), report);
    return [
      {
        name: seat.name,
        at: placeIn(document, ['name']),
        combinesWith: new Set(seat.combinesWith),
        ...(seat.package !== undefined && { package: seat.package }),
        layer: draw(seat.adds, placeIn(document, ['adds'])),
      },
    ];
  });
  return indexByName(declared, () => 'seat', report);
}

/** Joins a user type with seats into a cap, once for each combination. */
function rememberCaps(): Caps['capOf'] {
  const caps = new Map<string, Bits>();
  return (userType, seats) => {
    const key = [userType.name, ...seats.map((seat) => seat.name)].join('+');
    const known = caps.get(key);
    if (known) return known;
    const cap = userType.layer.held.slice();
    for (const seat of seats) addAll(cap, seat.layer.held);
    caps.set(key, cap);
    return cap;
  };
}

function findUserType({ typeOf, report }: DeclaredCaps, name: string, at: Place): UserType | undefined {
  const userType = typeOf.get(name);
  if (!userType) reportUnknownType(typeOf, name, at, report);
  return userType;
}

function reportUnknownType(
  typeOf: ReadonlyMap<string, UserType>,
  name: string,
  at: Place,
  report: Report,
): void {
  report('unknown-user-type', spanOf(at), { name }, didYouMean(name, typeOf.keys()) ?? kindsOf(typeOf));
}

/** Finds a seat that combines with the user type; one that does not, or does not exist, is reported. */
function findSeat(
  { typeOf, seatOf, report }: DeclaredCaps,
  name: string,
  at: Place,
  userType: UserType | undefined,
): Seat | undefined {
  const seat = seatOf.get(name);
  if (!seat) {
    report('unknown-seat', spanOf(at), { name }, didYouMean(name, seatOf.keys()) ?? kindsOf(seatOf));
    return undefined;
  }
  const isClear = [...seat.combinesWith].every((other) => typeOf.has(other));
  if (!userType || !isClear || seat.combinesWith.has(userType.name)) return seat;
  const listed = spanOf(placeIn(seat.at.document, ['combinesWith']));
  const help = `take the seat away, or choose a user type it combines with: ${listFirstNames([...seat.combinesWith], 8)}`;
  const related = [{ at: listed, note: `\`${name}\` combines with these` }];
  report('seat-does-not-combine', spanOf(at), { seat: name, userType: userType.name }, help, { related });
  return undefined;
}

const kindsOf = (known: ReadonlyMap<string, unknown>): string | undefined =>
  known.size > 0 && known.size <= 8 ? listThereAre([...known.keys()], 8) : undefined;

/** Orders user types by audience: that of members first, then by name. */
const compareAudiences = (a: UserType, b: UserType): number =>
  Number(b.audience === memberAudience) - Number(a.audience === memberAudience) ||
  byCodeUnit(a.audience, b.audience);

function checkRanks(userTypes: readonly UserType[], report: Report): void {
  const first = new Map<string, UserType>();
  for (const userType of [...userTypes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name, audience, rank, at } = userType;
    const key = JSON.stringify([audience, rank]);
    const other = first.get(key);
    if (!other) first.set(key, userType);
    else
      report(
        'duplicate-rank',
        spanOf(placeIn(at.document, ['rank'])),
        { name, rank, other: other.name },
        'give each user type a rank of its own',
        {
          related: [
            { at: spanOf(placeIn(other.at.document, ['rank'])), note: `the rank of \`${other.name}\`` },
          ],
        },
      );
  }
}

/** The catalog of a tenant that adds properties, with the user types drawn on it. */
interface LocalUserTypes {
  readonly tenant: string;
  readonly catalog: Catalog;
  readonly userTypes: readonly UserType[];
}

/**
 * Reports properties that a tenant adds and that a lower user type holds where a higher one does not: each two user types once,
 * by the first tenant where it shows, and not those that the catalog alone shows already.
 */
export function checkMonotoneLocally(
  locals: readonly LocalUserTypes[],
  { caps, catalog: { cells }, isFaulty, report }: MonotoneContext,
): void {
  const faulty = new Set(caps.userTypes.filter(({ layer }) => isFaulty(layer)).map(({ name }) => name));
  const reported = new Set<string>();
  for (const { tenant, catalog, userTypes } of locals)
    for (const pair of listPairs(userTypes.filter(({ name }) => !faulty.has(name)))) {
      const { lower, higher } = pair;
      const outside = listOutside(pair, catalog);
      const key = JSON.stringify([lower.name, higher.name]);
      const [cell] = outside;
      if (!cell || cell.index < cells.length || reported.has(key)) continue;
      reported.add(key);
      const added = catalog.modelOf.get(cell.subject)?.propertyOf.get(cell.property ?? '');
      reportNotMonotone(
        pair,
        outside,
        report,
        `let \`"*"\` in \`properties\` of \`${higher.name}\` hold it, or take it from that of \`${lower.name}\``,
        added && [{ at: spanOf(added.at), note: `tenant \`${tenant}\` adds the property` }],
      );
    }
}

/** The caps and the catalog of all tenants, beside which those of single tenants are looked at. */
interface MonotoneContext extends Pick<Drawing, 'isFaulty'> {
  readonly caps: Caps;
  readonly catalog: Catalog;
  readonly report: Report;
}

/** A user type, and a higher one of its audience. */
interface UserTypePair {
  readonly lower: UserType;
  readonly higher: UserType;
}

const listPairs = (userTypes: readonly UserType[]): readonly UserTypePair[] =>
  userTypes.flatMap((lower) =>
    userTypes
      .filter(({ audience, rank }) => audience === lower.audience && rank > lower.rank)
      .map((higher) => ({ lower, higher })),
  );

/** Returns the cells that the lower user type holds and the higher one does not. */
const listOutside = ({ lower, higher }: UserTypePair, catalog: Catalog): readonly Cell[] =>
  listIndices(difference(lower.layer.held, higher.layer.held)).flatMap((index) => catalog.cells[index] ?? []);

function checkMonotone(userTypes: readonly UserType[], catalog: Catalog, report: Report): void {
  for (const pair of listPairs(userTypes))
    reportNotMonotone(
      pair,
      listOutside(pair, catalog),
      report,
      `let \`${pair.higher.name}\` allow it too, or take it from \`${pair.lower.name}\``,
    );
}

function reportNotMonotone(
  { lower, higher }: UserTypePair,
  outside: readonly Cell[],
  report: Report,
  help: string,
  more: readonly Related[] = [],
): void {
  const [cell] = outside;
  if (!cell) return;
  report(
    'cap-not-monotone',
    findDecidingSpan(lower.layer, cell),
    { lower: lower.name, higher: higher.name, permission: cell.permission, more: outside.length - 1 },
    help,
    {
      related: [
        { at: findDecidingSpan(higher.layer, cell), note: `\`${higher.name}\` does not hold it` },
        ...more,
      ],
    },
  );
}
