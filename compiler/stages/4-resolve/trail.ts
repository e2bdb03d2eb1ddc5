import { impossible } from '../../diagnostics/impossible.ts';
import { has } from '../../model/bits.ts';
import { type Catalog, type Cell, gatingActionOf, hasRight, togglesOf } from '../../model/catalog.ts';
import { ceilingOf, findTenantBound } from '../../model/ceiling.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { findDecidingLayer, findDecidingPlace, readSaying } from '../../model/layer.ts';
import {
  findRefusingLayer,
  type LayerVerdict,
  type Missing,
  type Row,
  type Trail,
} from '../../model/matrix.ts';
import type { Layer } from '../../model/policy.ts';
import { listNames } from '../../text/list.ts';

/** Makes the trail of a cell of a row: the four verdicts in order, each with the place that decides it. */
export function makeTrail(row: Row, cell: Cell, catalog: Catalog): Trail {
  const missing = findMissing(row, cell);
  const verdicts =
    cell.kind === 'capability'
      ? [...passCapability(cell, catalog), requiresVerdict(row, cell, missing, catalog)]
      : [
          roleVerdict(row, cell),
          capVerdict(row, cell),
          tenantVerdict(row, cell),
          requiresVerdict(row, cell, missing, catalog),
        ];
  const refusal = verdicts.find(({ holds }) => !holds);
  return {
    cell,
    verdicts,
    effective: refusal === undefined,
    ...(refusal && { decidingLayer: refusal.layer }),
    missing,
  };
}

/**
 * Finds the verdict that refuses a cell to a row; undefined if the cell is effective. A page asks it of thousands of cells: a layer
 * is asked for its words only if it refuses.
 */
export function findRefusingVerdict(row: Row, cell: Cell, catalog: Catalog): LayerVerdict | undefined {
  switch (findRefusingLayer(row, cell)) {
    case 'role':
      return roleVerdict(row, cell);
    case 'userType':
      return capVerdict(row, cell);
    case 'tenant':
      return tenantVerdict(row, cell);
    case 'requires':
      return requiresVerdict(row, cell, findMissing(row, cell), catalog);
    case undefined:
      return undefined;
  }
}

function roleVerdict({ role }: Row, cell: Cell): LayerVerdict {
  const { layer, role: included } = findDecidingLayer(role.layer, cell);
  const name = included === undefined ? `role \`${role.name}\`` : `included role \`${included}\``;
  const { holds, how } = readSaying(valueIn(layer.at), cell);
  const because = {
    named: `${name} names it`,
    swept: holds ? `${name} grants it without naming it` : `${name} grants none here`,
    excepted: `${name} excepts it`,
    silent: `${name} does not grant it`,
  }[how];
  return {
    layer: 'role',
    holds,
    get at() {
      return findDecidingPlace(role.layer, cell);
    },
    because,
  };
}

function capVerdict({ role }: Row, cell: Cell): LayerVerdict {
  const { userType, seats } = role;
  const layer = 'userType';
  const verdict = (holds: boolean, of: Layer, because: string): LayerVerdict => ({
    layer,
    holds,
    get at() {
      return findDecidingPlace(of, cell);
    },
    because,
  });
  if (has(userType.layer.held, cell.index))
    return verdict(true, userType.layer, `user type \`${userType.name}\` holds it`);
  const seat = seats.find((one) => has(one.layer.held, cell.index));
  if (seat)
    return verdict(true, seat.layer, `seat \`${seat.name}\` adds it to user type \`${userType.name}\``);
  const also = seats.length === 0 ? '' : `, nor does seat ${listNames(seats.map(({ name }) => name))} add it`;
  return verdict(false, userType.layer, `user type \`${userType.name}\` does not hold it${also}`);
}

function tenantVerdict({ role, tenant }: Row, cell: Cell): LayerVerdict {
  const holds = has(ceilingOf(tenant, role), cell.index);
  const { words, findPlace } = findTenantBound(tenant, role, cell);
  const because = `${words} ${holds ? 'holds it' : 'does not hold it'}`;
  return {
    layer: 'tenant',
    holds,
    get at() {
      return findPlace();
    },
    because,
  };
}

function requiresVerdict(
  { effective }: Row,
  cell: Cell,
  missing: readonly Missing[],
  catalog: Catalog,
): LayerVerdict {
  const [first] = missing;
  if (first)
    return {
      layer: 'requires',
      holds: false,
      at: first.at,
      because: missing.map((one) => one.because).join('; '),
    };
  const needs = cell.requires.flatMap(({ oneOf }) =>
    oneOf.filter(({ index }) => has(effective, index)).slice(0, 1),
  );
  const because =
    needs.length > 0
      ? `${listNames(needs.map(({ permission }) => permission))} ${needs.length > 1 ? 'are' : 'is'} effective`
      : 'nothing else is missing';
  return {
    layer: 'requires',
    holds: true,
    at: cell.requires[0]?.at ?? declarationOf(cell, catalog),
    because,
  };
}

/** Passes a capability through the layers: none names capabilities, so none can refuse one. */
function passCapability(cell: Cell, catalog: Catalog): readonly LayerVerdict[] {
  const at = declarationOf(cell, catalog);
  const because = 'a capability follows from what it requires; no layer speaks of it';
  return (['role', 'userType', 'tenant'] as const).map((layer) => ({ layer, holds: true, at, because }));
}

/** Returns the words for prerequisites that are not effective: “`A`, which is not effective”, “`A` or `B`, …”. */
function describeMissing(oneOf: readonly Cell[]): string {
  const names = oneOf.map(({ permission }) => `\`${permission}\``);
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}, none of which is effective`
    : `${names.join()}, which is not effective`;
}

/** Finds the prerequisites of section 7 of the language that are not effective. */
export function findMissing({ effective }: Row, cell: Cell): readonly Missing[] {
  const isOff = (one: Cell) => !has(effective, one.index);
  const missing: Missing[] = cell.requires
    .filter(({ oneOf }) => oneOf.every(isOff))
    .map(({ oneOf, at }) => ({ oneOf, at, because: `it requires ${describeMissing(oneOf)}` }));
  const { model } = cell;
  if (!model) return missing;
  if (cell.kind === 'property') {
    const action = gatingActionOf(cell);
    const at = model.propertyOf.get(cell.property ?? '')?.at ?? model.at;
    if (action && isOff(action))
      missing.push({
        oneOf: [action],
        at,
        because: `a property follows its model, and \`${action.permission}\` is not effective`,
      });
    return missing;
  }
  if (cell.action === 'view' || cell.action === 'update') {
    const right = cell.action;
    const cells = model.properties.flatMap((property) => property.rights.get(right) ?? []);
    if (cells.length > 0 && cells.every(isOff))
      missing.push({
        oneOf: cells,
        at: propertiesOf(model.at),
        because: `no property of \`${model.name}\` has an effective \`${right}\``,
      });
  }
  const view = model.actions.get('view');
  if (cell.action === 'export' && view && hasRight(model, 'view') && isOff(view))
    missing.push({
      oneOf: [view],
      at: propertiesOf(model.at),
      because: `an export shows properties, and \`${view.permission}\` is not effective`,
    });
  return missing;
}

const propertiesOf = (at: Place): Place => placeIn(at.document, ['properties'], 'key');

/** Locates the declaration of what a cell is about. */
function declarationOf(cell: Cell, catalog: Catalog): Place {
  const { model } = cell;
  if (model)
    return model.propertyOf.get(cell.property ?? '')?.at ?? placeIn(model.at.document, ['actions'], 'key');
  return (
    togglesOf(catalog).find((toggle) => toggle.cell === cell)?.at ??
    impossible(`${cell.permission} is declared nowhere`)
  );
}
