import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { add, emptyBits } from '../../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Cell,
  type Model,
  type Prerequisite,
  type Property,
  type Right,
  rights,
  type Toggle,
} from '../../model/catalog.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { PropertiesDocument } from '../../model/documents.generated.ts';
import { suggestSubject } from '../../model/permission.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import { byCodeUnit } from '../../text/order.ts';
import { makeProperty, type PropertyDeclaration } from './catalog.ts';
import { findPrerequisites } from './find-prerequisites.ts';
import { indexByName } from './index-by-name.ts';
import { orderCells } from './prerequisites.ts';

/** A property that a tenant adds, as it is declared. */
interface Addition extends PropertyDeclaration {
  readonly parsed: Parsed;
}

/**
 * Extends the catalog for each tenant that has properties of its own, by tenant. The cells of the catalog keep their
 * indices, and those of the tenant come behind them; a tenant without such properties has the catalog itself.
 */
export function linkTenantCatalogs(
  documents: readonly Parsed[],
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, Catalog> {
  const tenants = documents.flatMap(({ kind, value }) =>
    kind === 'Tenant' ? [(value as { readonly name: string }).name] : [],
  );
  const known = new Set(tenants);
  const byTenant = new Map<string, Parsed[]>();
  for (const parsed of documents) {
    if (parsed.kind !== 'Properties') continue;
    const { tenant } = parsed.value as PropertiesDocument;
    findOrMake(byTenant, tenant, () => []).push(parsed);
    if (known.has(tenant)) continue;
    const at = spanOf(placeIn(parsed.document, ['tenant']));
    report('unknown-tenant', at, { name: tenant }, didYouMean(tenant, tenants));
  }
  return new Map(
    [...byTenant].map(([tenant, added]) => [tenant, extendCatalog(catalog, tenant, added, report)]),
  );
}

function extendCatalog(base: Catalog, tenant: string, documents: readonly Parsed[], report: Report): Catalog {
  const cells: Cell[] = [...base.cells];
  const additions = gatherAdditions(base, tenant, documents, report);
  const touched = findTouched(base, additions);
  const models = base.models.map((model) =>
    touched.has(model.name) ? extendModel(model, additions.get(model) ?? [], cells) : model,
  );
  const copyToggle = (toggle: Toggle): Toggle => {
    if (!touched.has(toggle.name)) return toggle;
    const cell = { ...toggle.cell };
    cells[cell.index] = cell;
    return { ...toggle, cell };
  };
  const toggles = {
    modules: base.modules.map(copyToggle),
    features: base.features.map(copyToggle),
    capabilities: base.capabilities.map(copyToggle),
  };
  requireCopies(base, cells);
  const whole: Catalog = {
    ...base,
    ...toggles,
    models,
    cells,
    cellOf: findCellsIn(base, cells),
    byPermission: sortCells(base, cells),
    modelOf: new Map(models.map((model) => [model.name, model])),
  };
  for (const [{ name }, added] of additions) {
    const model = whole.modelOf.get(name);
    if (model) for (const addition of added) requireGates(whole, model, addition, report);
  }
  return { ...whole, ...orderCells(whole, report) };
}

/** Returns a tenant's cells by the way people write them. A map of all cells for each tenant would be most of its memory. */
function findCellsIn({ cells: { length }, cellOf }: Catalog, cells: readonly Cell[]): Catalog['cellOf'] {
  const added = new Map(cells.slice(length).map((cell) => [cell.permission, cell]));
  const get = (permission: string) => {
    const known = cellOf.get(permission);
    return known ? cells[known.index] : added.get(permission);
  };
  return { get, has: (permission) => get(permission) !== undefined };
}

/** Sorts cells by their written form: those of the catalog are sorted already, so this goes through them once. */
const sortCells = (base: Catalog, cells: readonly Cell[]): readonly Cell[] =>
  [...base.byPermission.flatMap(({ index }) => cells[index] ?? []), ...cells.slice(base.cells.length)].sort(
    (a, b) => byCodeUnit(a.permission, b.permission),
  );

/** Finds the subjects that a tenant adds to, and those of which some cell requires a cell of such a subject, however far. */
function findTouched(base: Catalog, additions: ReadonlyMap<Model, unknown>): ReadonlySet<string> {
  const touched = new Set([...additions.keys()].map(({ name }) => name));
  for (let known = -1; known < touched.size; ) {
    known = touched.size;
    for (const { subject, requires } of base.cells)
      if (requires.some(({ oneOf }) => oneOf.some((needed) => touched.has(needed.subject))))
        touched.add(subject);
  }
  return touched;
}

/** Lets cells that were copied require copies: those they were made from know nothing of what is added. */
function requireCopies(base: Catalog, cells: readonly Cell[]): void {
  for (const { index } of base.cells) {
    const cell = cells[index];
    if (!cell || cell === base.cells[index] || cell.requires.length === 0) continue;
    (cell as { requires: readonly Prerequisite[] }).requires = cell.requires.map((needed) => ({
      ...needed,
      oneOf: needed.oneOf.map((one) => cells[one.index] ?? one),
    }));
  }
}

/**
 * Gathers the properties that documents add to each model, sorted by name; reports those that cannot be added and
 * leaves them out.
 */
function gatherAdditions(
  { modelOf, ...catalog }: Catalog,
  tenant: string,
  documents: readonly Parsed[],
  report: Report,
): ReadonlyMap<Model, readonly Addition[]> {
  const found = new Map<Model, Addition[]>();
  for (const parsed of documents) {
    const { model: name, properties } = parsed.value as PropertiesDocument;
    const at = placeIn(parsed.document, ['model']);
    const model = modelOf.get(name);
    if (!model) {
      const near = suggestSubject({ modelOf, ...catalog }, name, 'action');
      report('unknown-model', spanOf(at), { name }, near && `did you mean \`${near}\`?`);
      continue;
    }
    if (!model.isClosed) {
      report(
        'model-takes-no-properties',
        spanOf(at),
        { model: name, tenant },
        `write \`properties: {}\` in model \`${name}\``,
        { related: [{ at: spanOf(model.at), note: `\`${name}\` is declared here` }] },
      );
      continue;
    }
    const added = Object.entries(properties).map(([property, says]): Addition => {
      const path = ['properties', property];
      return { name: property, at: placeIn(parsed.document, path, 'key'), parsed, says };
    });
    found.set(model, [...(found.get(model) ?? []), ...added]);
  }
  return new Map([...found].map(([model, added]) => [model, keepDistinct(model, added, report)]));
}

/** Keeps the additions whose names are nothing else's, in part or in whole, on the same model. */
function keepDistinct(model: Model, added: readonly Addition[], report: Report): readonly Addition[] {
  const declared = indexByName([...model.properties, ...added], () => 'property', report, model.name);
  const own = [...declared.values()].filter((one): one is Addition => 'parsed' in one);
  return own.filter((addition) => {
    const { name, at } = addition;
    const relation = model.relations.get(name.split('.')[0] ?? '');
    if (relation) {
      const facts = { name: relation.name, property: name, model: model.name };
      const related = [{ at: spanOf(relation.at), note: 'the relation is declared here' }];
      report('relation-equals-property', spanOf(at), facts, 'rename the property', { related });
      return false;
    }
    const other = [...declared.values()].find((one) => {
      const isBelow = name.startsWith(`${one.name}.`);
      const isGate = !('parsed' in one) && one.type === 'object';
      return (isBelow && !isGate) || one.name.startsWith(`${name}.`);
    });
    if (!other) return true;
    const outer = other.name.length < name.length ? other.name : name;
    report(
      'property-inside-property',
      spanOf(at),
      { name, other: other.name, model: model.name },
      `rename one of the two, or let \`${outer}\` be an \`object\` of the catalog`,
      { related: [{ at: spanOf(other.at), note: `\`${other.name}\` is declared here` }] },
    );
    return false;
  });
}

/** Returns a model with more properties, and puts its cells into the list: those it had in their places, others behind. */
function extendModel(base: Model, added: readonly Addition[], cells: Cell[]): Model {
  const own = (cell: Cell): Cell => {
    const copy = { ...cell };
    cells[cell.index] = copy;
    return copy;
  };
  const actions = new Map([...base.actions].map(([action, cell]) => [action, own(cell)] as const));
  const known = base.properties.map((property) => ({
    ...property,
    rights: new Map([...property.rights].map(([right, cell]) => [right, own(cell)] as const)),
  }));
  const more = added.map((addition) => addProperty(base, addition, actions, cells));
  const properties = [...known, ...more].sort((a, b) => byCodeUnit(a.name, b.name));
  const bits = (right: Right) => {
    const set = emptyBits(cells.length);
    for (const property of properties) {
      const cell = property.rights.get(right);
      if (cell) add(set, cell.index);
    }
    return set;
  };
  const model: Model = {
    ...base,
    actions,
    properties,
    propertyOf: new Map(properties.map((property) => [property.name, property])),
    rights: { view: bits('view'), update: bits('update') },
  };
  for (const cell of [
    ...actions.values(),
    ...properties.flatMap((property) => [...property.rights.values()]),
  ])
    (cell as { model: Model }).model = model;
  return model;
}

function addProperty(
  base: Model,
  { name, at, says }: Addition,
  actions: ReadonlyMap<Action, Cell>,
  cells: Cell[],
): Property {
  const has = new Map<Right, Cell>();
  const gates = findGates(base, name);
  for (const right of rights) {
    const action = actions.get(right);
    const isGated = gates.every((gate) => gate.rights.has(right));
    if (!action || !isGated || (right === 'update' && says.system)) continue;
    const cell: Cell = {
      index: cells.length,
      permission: `${base.name}.${name}:${right}`,
      kind: 'property',
      subject: base.name,
      property: name,
      action: right,
      risk: action.risk,
      ...(action.package !== undefined && { package: action.package }),
      requires: [],
    };
    cells.push(cell);
    has.set(right, cell);
  }
  return makeProperty({ name, at, says }, has);
}

/** Finds the objects of the catalog inside which a property lies: their switches gate it. */
const findGates = ({ properties }: Model, name: string): readonly Property[] =>
  properties.filter(({ name: outer, type }) => type === 'object' && name.startsWith(`${outer}.`));

function requireGates(catalog: Catalog, model: Model, addition: Addition, report: Report): void {
  const { name, at, parsed, says } = addition;
  const path = ['properties', name, 'requires'];
  const needed = findPrerequisites(catalog, says.requires, parsed, path, report);
  const property = model.propertyOf.get(name);
  for (const [right, cell] of property?.rights ?? []) {
    const gates = findGates(model, name).flatMap((gate): readonly Prerequisite[] => {
      const oneOf = gate.rights.get(right);
      return oneOf ? [{ oneOf: [oneOf], at }] : [];
    });
    (cell as { requires: readonly Prerequisite[] }).requires = [...gates, ...needed];
  }
}
