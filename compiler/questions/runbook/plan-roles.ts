import { impossible } from '../../diagnostics/impossible.ts';
import type { Prefill } from '../../model/runbook.ts';
import { byCodeUnit } from '../../text/order.ts';
import {
  applySwitches,
  keyOfSwitch,
  listSwitches,
  type ProductBox,
  type ProductRole,
  prefillDuplicate,
  prefillNew,
  type RoleSwitch,
  readStored,
  type StoredBoxes,
} from './product-state.ts';
import type { RunbookStep } from './step.ts';

/** A role that a product has already: as it is, and as it shall be; absent if it is to go. */
export interface KnownRole {
  readonly before: ProductRole;
  readonly after: ProductRole | undefined;
}

/** A role on its way from what is stored to what is wanted, of which duplicates can be taken at any moment. */
interface RolePath {
  /** The role, by the name that it has when its boxes are changed. */
  readonly role: ProductRole;
  readonly start: StoredBoxes;
  readonly switches: readonly RoleSwitch[];
  /** The boxes that a duplicate of it can copy. */
  readonly boxes: ReadonlyMap<string, ProductBox>;
}

/** A new role with the path that it is a duplicate of; `from` is absent if it is made anew. */
interface PlacedRole {
  readonly wanted: ProductRole;
  readonly from: RolePath | undefined;
  readonly cost: number;
}

/**
 * Plans the fewest switches that lead from the roles of a product to those that are wanted. A new role is made anew or is a
 * duplicate of one that needs the fewest switches then; a duplicate may be taken in the middle of the changes of its original.
 */
export function planRoles(
  known: readonly KnownRole[],
  created: readonly ProductRole[],
  prefill: Prefill,
): readonly RunbookStep[] {
  const paths = known.map(({ before, after }): RolePath => {
    const role = after ?? before;
    const start = readStored(before, role.boxes, prefill);
    return { role, start, switches: after ? listSwitches(start, after) : [], boxes: role.boxes };
  });
  const placed = placeRoles(
    paths,
    [...created].sort((a, b) => byCodeUnit(a.name, b.name)),
    prefill,
  );
  const steps: RunbookStep[] = [];
  const childrenOf = (path: RolePath) =>
    placed.filter(({ origin }) => origin === path).map(({ path: own }) => own);
  for (const path of paths) emitPath(path, path, { childrenOf, prefill, steps });
  for (const { origin, path } of placed) {
    if (origin) continue;
    steps.push({ kind: 'create-role', role: path.role });
    emitPath(path, path, { childrenOf, prefill, steps });
  }
  return steps;
}

interface NewPath {
  readonly origin: RolePath | undefined;
  readonly path: RolePath;
}

/** The most new roles that are tried in every order; if there are more, the nearest one is placed first. */
const mostTried = 4;

/** Decides where each new role comes from. */
function placeRoles(
  paths: readonly RolePath[],
  created: readonly ProductRole[],
  prefill: Prefill,
): readonly NewPath[] {
  const outside = (wanted: ProductRole): PlacedRole => {
    const fresh: PlacedRole = {
      wanted,
      from: undefined,
      cost: listSwitches(prefillNew(wanted, prefill), wanted).length,
    };
    return paths.map((path) => place(wanted, path, prefill)).reduce(choose, fresh);
  };
  const known = new Map(created.map((wanted) => [wanted, outside(wanted)]));
  const makePath = ({ wanted, from }: PlacedRole): NewPath => {
    const start = from ? duplicateInTime(from, wanted, prefill).stored : prefillNew(wanted, prefill);
    const path = { role: wanted, start, switches: listSwitches(start, wanted), boxes: wanted.boxes };
    return { origin: from, path };
  };
  const extend = (left: readonly ProductRole[], done: readonly NewPath[]): readonly NewPath[] => {
    if (left.length === 0) return done;
    const options = left.map((wanted) =>
      done
        .map(({ path }) => place(wanted, path, prefill))
        .reduce(choose, known.get(wanted) ?? impossible('no role')),
    );
    const tried = created.length > mostTried ? [options.reduce(choose)] : options;
    return tried
      .map((option) =>
        extend(
          left.filter((one) => one !== option.wanted),
          [...done, makePath(option)],
        ),
      )
      .reduce((best, other) => (costOf(other) < costOf(best) ? other : best));
  };
  return extend(created, []);
}

const costOf = (origins: readonly NewPath[]): number =>
  origins.reduce((sum, { path }) => sum + path.switches.length, 0);

/** Chooses what takes fewer switches; of two that take as many, the role that the files say it was copied from. */
function choose(best: PlacedRole, other: PlacedRole): PlacedRole {
  const isOrigin = ({ wanted, from }: PlacedRole) =>
    from !== undefined && from.role.name === wanted.clonedFrom;
  if (other.cost === best.cost) return isOrigin(other) && !isOrigin(best) ? other : best;
  return other.cost < best.cost ? other : best;
}

/**
 * Returns a new role as a duplicate of another one; it costs more than anything where a duplicate copies nothing, or the two are for
 * other audiences, which a product keeps apart.
 */
function place(wanted: ProductRole, from: RolePath, prefill: Prefill): PlacedRole {
  const isOther = from.role.userType.audience !== wanted.userType.audience;
  if (prefill.duplicate === 'nothing' || isOther) return { wanted, from, cost: Number.POSITIVE_INFINITY };
  return { wanted, from, cost: listSwitches(duplicateInTime(from, wanted, prefill).stored, wanted).length };
}

/** Returns a duplicate that is taken when those changes of its original are done which it has too, and these changes. */
function duplicateInTime(
  { role, start, switches, boxes }: RolePath,
  wanted: ProductRole,
  prefill: Prefill,
): { readonly stored: StoredBoxes; readonly first: readonly RoleSwitch[] } {
  const first = switches.filter((one) => {
    if (one === 'portfolio') return wanted.portfolio === role.portfolio;
    const box = wanted.boxes.get(one.permission);
    const isShown = box && (box.gate === undefined || wanted.ticked.has(box.gate));
    return isShown && wanted.ticked.has(one.permission) === one.on;
  });
  return { stored: prefillDuplicate(wanted, applySwitches(start, first, role), boxes, prefill), first };
}

/** The steps that are being listed, and what they are listed by. */
interface Emission {
  readonly childrenOf: (path: RolePath) => readonly RolePath[];
  readonly prefill: Prefill;
  readonly steps: RunbookStep[];
}

/**
 * Lists the steps of a role, with those of the duplicates that are taken of it; these are changed after it. `placed` is the
 * path as it was placed, which knows its duplicates; `path` the one that really starts.
 */
function emitPath(path: RolePath, placed: RolePath, emission: Emission): void {
  const { role, start, switches, boxes } = path;
  const { childrenOf, prefill, steps } = emission;
  const done = new Set<string>();
  const perform = (wanted: readonly RoleSwitch[]) => {
    for (const one of wanted) {
      if (done.has(keyOfSwitch(one))) continue;
      done.add(keyOfSwitch(one));
      steps.push(makeStep(role, one));
    }
  };
  const copies = orderCopies({ role, start, switches, boxes }, childrenOf(placed), prefill);
  for (const { child, first } of copies) {
    perform(first);
    steps.push({ kind: 'duplicate-role', role: child.role, from: role.name });
  }
  perform(switches);
  for (const { child, copy } of copies) emitPath(copy, child, emission);
}

/** A duplicate with the changes of its original that are done before it is taken, and what it starts with then. */
interface OrderedCopy {
  readonly child: RolePath;
  readonly first: readonly RoleSwitch[];
  readonly copy: RolePath;
}

/** Orders the duplicates of one role so that they need the fewest switches: what is done for one is there for the next. */
function orderCopies(
  path: RolePath,
  children: readonly RolePath[],
  prefill: Prefill,
): readonly OrderedCopy[] {
  const sum = (copies: readonly OrderedCopy[]) =>
    copies.reduce((all, { copy }) => all + copy.switches.length, 0);
  const extend = (left: readonly RolePath[], taken: readonly OrderedCopy[]): readonly OrderedCopy[] => {
    if (left.length === 0) return taken;
    const options = left.map((child): readonly OrderedCopy[] => [
      ...taken,
      takeCopy(path, child, taken, prefill),
    ]);
    const fewest = (one: readonly OrderedCopy[], other: readonly OrderedCopy[]) =>
      sum(other) < sum(one) ? other : one;
    const tried = children.length > mostTried ? [options.reduce(fewest)] : options;
    return tried
      .map((one) =>
        extend(
          left.filter((child) => child !== one.at(-1)?.child),
          one,
        ),
      )
      .reduce(fewest);
  };
  return extend(children, []);
}

function takeCopy(
  path: RolePath,
  child: RolePath,
  taken: readonly OrderedCopy[],
  prefill: Prefill,
): OrderedCopy {
  const { role, start, switches, boxes } = path;
  const { first } = duplicateInTime(path, child.role, prefill);
  const done = new Set([...taken.flatMap((one) => one.first), ...first].map(keyOfSwitch));
  const now = applySwitches(
    start,
    switches.filter((one) => done.has(keyOfSwitch(one))),
    role,
  );
  const stored = prefillDuplicate(child.role, now, boxes, prefill);
  return { child, first, copy: { ...child, start: stored, switches: listSwitches(stored, child.role) } };
}

function makeStep(role: ProductRole, one: RoleSwitch): RunbookStep {
  if (one === 'portfolio') return { kind: 'set-portfolio', role };
  const box = role.boxes.get(one.permission) ?? impossible(`no box ${one.permission}`);
  return { kind: one.on ? 'switch-on' : 'switch-off', role, cell: box.cell };
}
