import { nearest } from '../../diagnostics/suggest.ts';
import type { Bits } from '../../model/bits.ts';
import { add, has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Words } from '../../model/mapping.ts';
import type { NoPermission } from '../../model/permission.ts';
import type { Policy, Seat, UserType } from '../../model/policy.ts';
import { splitList } from '../../model/users-table.ts';
import type { Source, Span } from '../../text/source.ts';
import type { ExportedValue } from './observed.ts';
import type { Repeats } from './repeats.ts';
import type { SwitchPlaces } from './switch-places.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { ExportCell } from './walk-rows.ts';

/** All that the reading of values needs. */
export interface ReadingContext {
  readonly policy: Pick<Policy, 'userTypes' | 'seats' | 'portfolios' | 'attributes'>;
  /** The name of the tenant whose state is read; absent for roles of every tenant. */
  readonly tenant: string | undefined;
  /** The packages that something belongs to. */
  readonly packages: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly repeats: Repeats;
}

/** Returns the place of a cell in its file. */
export const spanIn = (source: Source, { at }: Pick<ExportCell, 'at'>): Span => ({
  source,
  start: at.start,
  end: Math.max(at.end, at.start + 1),
});

/** Returns the items of a cell: of a list in JSON, else of a text that `;` parts. */
export const itemsOf = ({ list, text }: ExportCell): readonly string[] =>
  (list ?? splitList(text)).map((item) => item.trim()).filter((item) => item !== '');

/** Finds a thing by the product's name for it; reports one that is unknown, with the nearest of what is known. */
function findNamed<T extends { readonly name: string }>(
  what: string,
  written: string,
  things: readonly T[],
  words: Words | undefined,
  at: Span,
  repeats: Repeats,
): T | undefined {
  const name = words?.get(written) ?? written;
  const found = things.find((thing) => thing.name === name);
  if (found) return found;
  const near = nearest(written, [...things.map((thing) => thing.name), ...(words?.keys() ?? [])]);
  repeats.unknown(at, { what, name: written, reason: '' }, near && `did you mean \`${near}\`?`);
  return undefined;
}

/** Reads a user type. */
export function readUserType(
  cell: ExportCell,
  at: Span,
  { policy, vocabulary, repeats }: ReadingContext,
): ExportedValue<UserType> | undefined {
  const words = vocabulary.mapping?.userTypes;
  const value = findNamed('user type', cell.text.trim(), policy.userTypes, words, at, repeats);
  return value && { value, at };
}

/** Reads a list of seats; undefined if one of them is unknown. */
export function readSeats(
  cell: ExportCell,
  at: Span,
  { policy, vocabulary, repeats }: ReadingContext,
): ExportedValue<readonly Seat[]> | undefined {
  const items = itemsOf(cell);
  const value = items.flatMap(
    (name) => findNamed('seat', name, policy.seats, vocabulary.mapping?.seats, at, repeats) ?? [],
  );
  return value.length === items.length ? { value: [...new Set(value)], at } : undefined;
}

/** Reads a list of portfolios; undefined if one of them is unknown, or is another tenant's. */
export function readPortfolios(
  cell: ExportCell,
  at: Span,
  { policy, tenant, vocabulary, repeats }: ReadingContext,
): ExportedValue<readonly string[]> | undefined {
  const known = policy.portfolios.filter((one) => one.tenant === undefined || one.tenant === tenant);
  const { mapping } = vocabulary;
  const items = itemsOf(cell);
  const found = items.map((name) => {
    const meant = mapping?.portfolios.get(name);
    if (meant) return meant;
    if (known.some((portfolio) => portfolio.name === name)) return [name];
    const near = nearest(name, [...known.map((one) => one.name), ...(mapping?.portfolios.keys() ?? [])]);
    repeats.unknown(
      at,
      { what: 'portfolio', name, reason: '' },
      near === undefined
        ? 'a portfolio that is drawn by a filter has no name: write the role by hand, or declare the portfolio'
        : `did you mean \`${near}\`?`,
    );
    return undefined;
  });
  return found.includes(undefined)
    ? undefined
    : { value: [...new Set(found.flatMap((one) => one ?? []))], at };
}

/** Reads a switch: on, off, or neither, which is reported. */
export function readSwitchIn(
  what: string,
  cell: ExportCell,
  at: Span,
  { vocabulary, repeats }: Pick<ReadingContext, 'vocabulary' | 'repeats'>,
): boolean | undefined {
  const isOn = cell.list || cell.entries ? undefined : vocabulary.readSwitch(cell.text);
  if (isOn === undefined) {
    const value = cell.list ? 'a list' : cell.entries ? 'a map' : cell.text;
    repeats.value(at, { what, value, expected: 'a word for on or off' });
  }
  return isOn;
}

/** Reports a permission that does not exist. */
export function reportNoPermission(
  name: string,
  { reason, suggestion }: NoPermission,
  at: Span,
  repeats: Repeats,
): void {
  const help = suggestion && `did you mean \`${suggestion}\`?`;
  repeats.unknown(at, { what: 'permission', name, reason }, help);
}

/** Two sets of switches: those that are on and those that are off. */
interface Switches {
  readonly on: Bits;
  readonly off: Bits;
  /** The places at which switches are said to be on; absent where nobody asks for them. */
  readonly places?: SwitchPlaces;
}

/** Sets switches; reports one that was set the other way before. */
export function setSwitches(
  { on, off, places }: Switches,
  cells: readonly Cell[],
  isOn: boolean,
  who: string,
  at: Span,
  repeats: Repeats,
): void {
  for (const { index, permission } of cells) {
    if (has(isOn ? off : on, index))
      repeats.once('import-contradiction', at, {
        who,
        what: `\`${permission}\``,
        one: isOn ? 'off' : 'on',
        other: isOn ? 'on' : 'off',
      });
    add(isOn ? on : off, index);
    if (isOn) places?.keep(index, at);
  }
}
