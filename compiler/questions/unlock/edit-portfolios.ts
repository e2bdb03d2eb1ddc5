import { has, intersection, union } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { findEntry, pathTo, readPortfolio } from '../../model/cell-reach.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import type { Row } from '../../model/matrix.ts';
import { type Policy, type Portfolio, type Role, rolesOf, sharedOf } from '../../model/policy.ts';
import { describePortfolioWrite } from './describe-edits.ts';
import { capOf } from './find-cap.ts';
import { heldAfter, type Piece, valueAfter } from './pieces.ts';

/**
 * Returns the edits that say on which records roles work that hold, once other edits are made, permissions on records of
 * which their portfolios say nothing: of the role in question, and of every other that a raised user type lets hold more.
 */
export function editPortfolios(policy: Policy, row: Row, pieces: readonly Piece[]): readonly Piece[] {
  const inQuestion = sharedOf(row.role);
  return rolesOf(policy).flatMap((role) => {
    if (role !== inQuestion && !isTouched(role, pieces)) return [];
    const held = findActions(policy, role, role === inQuestion, pieces);
    const unsaid = held.filter((cell) => isUnsaid(role, cell));
    const [first] = unsaid;
    if (!first) return [];
    const at = placeIn(role.at.document, ['portfolio']);
    const value = writePortfolio(policy, role, held, unsaid);
    const cause = findCause(first, pieces);
    const words = { role, isClone: role === inQuestion && pieces.some(isClone), cells: unsaid };
    return [
      {
        layer: cause?.layer ?? 'role',
        at,
        edit: describePortfolioWrite(words, value),
        change: { kind: 'write', at, value },
        cells: cause?.cells ?? unsaid,
      },
    ];
  });
}

/** Returns true if edits are made to the user type of a role, to the role or to one that it includes. */
const isTouched = (
  { userType, layer }: Pick<Role, 'userType' | 'layer'>,
  pieces: readonly Piece[],
): boolean =>
  [userType.layer, layer].some(({ at }) => valueAfter(at, pieces) !== undefined) ||
  layer.includes.some((included) => isTouched({ userType, layer: included.layer }, pieces));

const isClone = ({ change }: Piece): boolean => change.kind === 'clone';

/** Finds the edit by which a role comes to hold a cell. */
const findCause = (cell: Cell, pieces: readonly Piece[]): Piece | undefined => {
  const possible = pieces.filter(({ layer }) => layer === 'role' || layer === 'userType');
  return possible.find(({ cells }) => cells.includes(cell)) ?? possible[0];
};

/** Finds the actions that a role holds after edits. */
function findActions(
  { catalog }: Policy,
  role: Role,
  isInQuestion: boolean,
  pieces: readonly Piece[],
): readonly Cell[] {
  const cells = catalog.cells.filter(({ kind }) => kind === 'action');
  const clone = isInQuestion
    ? pieces.flatMap(({ change }) => (change.kind === 'clone' ? [change] : []))[0]
    : undefined;
  const { userType, seats } = clone ?? role;
  const cap = union(capOf(userType, seats), heldAfter(userType.layer, cells, pieces));
  const held = intersection(heldByRole(role.layer, cells, pieces), cap);
  return cells.filter(({ index }) => has(held, index));
}

/** Returns true if the portfolio of a role does not say on which records an action works. */
function isUnsaid({ portfolio }: Role, cell: Cell): boolean {
  const { kind, items } = readPortfolio(portfolio, cell);
  return kind === 'limited' && items.length === 0;
}

/** Returns what a role holds after edits by its own document and by those of the roles that it includes. */
const heldByRole = (
  layer: Role['layer'],
  cells: readonly Cell[],
  pieces: readonly Piece[],
): Role['layer']['held'] =>
  layer.includes.reduce(
    (all, included) => union(all, heldByRole(included.layer, cells, pieces)),
    heldAfter(layer, cells, pieces),
  );

/** Returns the portfolio of a role with records for some actions, in the smallest change that moves no other reach. */
function writePortfolio(policy: Policy, role: Role, held: readonly Cell[], unsaid: readonly Cell[]): unknown {
  const written = valueIn(role.portfolio.at);
  if (unsaid.some((cell) => chooseItems(policy, role, [cell]).length === 0)) return 'all';
  if (written === undefined) return chooseItems(policy, role, unsaid).map(({ item }) => item);
  const isMap = !Array.isArray(written);
  const entries: Record<string, unknown> = isMap
    ? { ...(written as Record<string, unknown>) }
    : { '*': written };
  const others = held.filter((cell) => !unsaid.includes(cell));
  for (const cell of unsaid) {
    const choices = chooseItems(policy, role, [cell]);
    const pattern = findPattern(role, cell, others, choices);
    const before = entries[pattern];
    const items = Array.isArray(before) ? before : [];
    entries[pattern] = [...items, ...choices.flatMap(({ item }) => (items.includes(item) ? [] : [item]))];
  }
  const patterns = Object.keys(entries);
  return !isMap && patterns.length === 1 ? entries['*'] : entries;
}

/** Returns the pattern to add records under: that of the entry which counts, unless other permissions would reach further by it. */
function findPattern(
  { portfolio }: Role,
  { model, permission, action }: Cell,
  others: readonly Cell[],
  choices: readonly Choice[],
): string {
  const entry = model && findEntry(portfolio, model, action);
  if (!entry) return permission;
  const wouldFollow = others.some(
    (other) =>
      other.model &&
      findEntry(portfolio, other.model, other.action) === entry &&
      choices.some(({ on }) => other.model && pathTo(other.model, on)),
  );
  return wouldFollow ? permission : entry.pattern;
}

/** An item of a portfolio, with the model whose records it selects. */
interface Choice {
  readonly item: unknown;
  readonly on: string;
}

/**
 * Chooses the fewest portfolios that say on which records some actions work, and one of every record only if no other does.
 * Without a portfolio on the records, chooses a filter; returns an empty list if no property can be filtered by.
 */
function chooseItems(policy: Policy, role: Role, unsaid: readonly Cell[]): readonly Choice[] {
  const possible = policy.portfolios.filter(({ tenant }) => tenant === undefined || tenant === role.tenant);
  const covers = ({ on }: Pick<Portfolio, 'on'>, { model }: Cell) =>
    model !== undefined && pathTo(model, on) !== undefined;
  const chosen: Choice[] = [];
  let left = unsaid;
  while (left.length > 0) {
    const count = (one: Portfolio) => left.filter((cell) => covers(one, cell)).length;
    const [best] = possible
      .filter((one) => count(one) > 0)
      .toSorted((a, b) => Number(a.reach === 'all') - Number(b.reach === 'all') || count(b) - count(a));
    if (!best) return [...chosen, ...writeFilters(policy.catalog, left)];
    chosen.push({ item: best.name, on: best.on });
    left = left.filter((cell) => !covers(best, cell));
  }
  return chosen;
}

/** Writes a filter for each model of some actions that a person can make narrower: the records that have some property. */
function writeFilters({ modelOf }: Policy['catalog'], cells: readonly Cell[]): readonly Choice[] {
  const models = [...new Set(cells.flatMap(({ model }) => model ?? []))];
  return models.flatMap((model) => {
    const [on] = [model, ...model.path.flatMap((step) => modelOf.get(step.model) ?? [])].filter(
      ({ properties }) => properties.length > 0,
    );
    const [property] = on?.properties ?? [];
    return on && property
      ? [{ item: { filter: { [property.name]: { $exists: true } }, on: on.name }, on: on.name }]
      : [];
  });
}
