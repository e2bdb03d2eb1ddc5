import type { Report } from '../../diagnostics/diagnostic.ts';
import { add, type Bits, emptyBits } from '../../model/bits.ts';
import {
  type Action,
  type BuiltInAction,
  type Catalog,
  type Cell,
  type Model,
  type Prerequisite,
  type Property,
  type Right,
  type Risk,
  rights,
  risks,
  type Toggle,
} from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type {
  CapabilityDocument,
  FeatureDocument,
  ModelDocument,
  ModuleDocument,
} from '../../model/documents.generated.ts';
import { isBuiltInAction } from '../../model/permission.ts';
import { addArticle } from '../../text/count.ts';
import { byCodeUnit } from '../../text/order.ts';
import {
  type ActionRequirements,
  checkActionKeys,
  checkListedActions,
  type LinkedActions,
  linkActions,
  readListedActions,
} from './actions.ts';
import { findPrerequisites } from './find-prerequisites.ts';
import { indexByName } from './index-by-name.ts';
import { orderCells } from './prerequisites.ts';
import { linkPaths, linkRelations } from './relations.ts';

type ToggleDocument = ModuleDocument | FeatureDocument | CapabilityDocument;

/** A declaration with its document. */
export interface Declared<D> {
  readonly name: string;
  readonly at: Place;
  readonly parsed: Parsed;
  readonly document: D;
}

/** A cell while its prerequisites are still being looked up. */
type OpenCell = Cell & { requires: readonly Prerequisite[] };

const defaultRisk: Readonly<Record<BuiltInAction, Risk>> = {
  create: 'write',
  view: 'read',
  update: 'write',
  remove: 'destructive',
  export: 'exfiltration',
};

/** Gives every cell of the catalog its index, sorted by name so that the order of files does not count. */
export function linkCatalog(documents: readonly Parsed[], report: Report): Catalog {
  const subjects = indexByName(
    documents.flatMap((parsed) => {
      const { kind } = parsed;
      if (kind !== 'Model' && kind !== 'Module' && kind !== 'Feature' && kind !== 'Capability') return [];
      const document = parsed.value as ModelDocument | ToggleDocument;
      return [{ name: document.name, at: placeIn(parsed.document, ['name']), parsed, document }];
    }),
    ({ document }) => document.kind.toLowerCase(),
    report,
  );
  const of = <D>(kind: string) =>
    [...subjects.values()].filter(({ document }) => document.kind === kind) as unknown as Declared<D>[];

  checkAliases(subjects, report);
  const actions = linkActions(documents, report);
  const cells: OpenCell[] = [];
  const declared = { models: of<ModelDocument>('Model'), toggles: [] as Declared<ToggleDocument>[] };
  const drafts = declared.models.map((declaration) => draftModel(declaration, actions, cells, report));
  const toggles = (kind: Toggle['kind']): readonly Toggle[] =>
    of<ToggleDocument>(kind).map((declaration) => {
      declared.toggles.push(declaration);
      return linkToggle(kind, declaration, cells);
    });
  const modules = toggles('Module');
  const features = toggles('Feature');
  const capabilities = toggles('Capability');

  const models = linkPaths(
    drafts.map((draft) => finishModel(draft, cells.length, report)),
    report,
  );
  for (const model of models) for (const cell of cells.slice(model.first, model.end)) own(cell, model);
  const catalog: Omit<Catalog, 'inOrder' | 'isOnePass'> = {
    models,
    modules,
    features,
    capabilities,
    actions: actions.names,
    ownActions: actions.own,
    cells,
    cellOf: new Map(cells.map((cell) => [cell.permission, cell])),
    byPermission: [...cells].sort((a, b) => byCodeUnit(a.permission, b.permission)),
    modelOf: new Map(models.map((model) => [model.name, model])),
    derived: bitsOf(
      capabilities.map((toggle) => toggle.cell),
      cells.length,
    ),
  };
  const whole: Catalog = { ...catalog, inOrder: [], isOnePass: true };
  for (const declaration of declared.models) linkModelRequires(whole, declaration, actions, report);
  for (const declaration of declared.toggles) linkToggleRequires(whole, declaration, report);
  raiseCapabilityRisks(whole);
  return { ...whole, ...orderCells(whole, report) };
}

/** Reports aliases of models that are the names of others. */
function checkAliases(
  subjects: ReadonlyMap<string, Declared<ModelDocument | ToggleDocument>>,
  report: Report,
): void {
  for (const { name, parsed, document } of subjects.values()) {
    for (const [index, alias] of ('aliases' in document ? (document.aliases ?? []) : []).entries()) {
      const other = subjects.get(alias);
      if (!other || other.name === name) continue;
      report(
        'alias-is-a-name',
        spanOf(placeIn(parsed.document, ['aliases', index])),
        { alias, model: name, what: addArticle(other.document.kind.toLowerCase()) },
        'take the alias away',
        { related: [{ at: spanOf(other.at), note: `\`${alias}\` is declared here` }] },
      );
    }
  }
}

interface Draft {
  readonly declaration: Declared<ModelDocument>;
  readonly actions: ReadonlyMap<Action, Cell>;
  readonly properties: readonly Property[];
  readonly first: number;
  readonly end: number;
}

function draftModel(
  declaration: Declared<ModelDocument>,
  actions: LinkedActions,
  cells: OpenCell[],
  report: Report,
): Draft {
  const { name, parsed, document } = declaration;
  const first = cells.length;
  const written = readListedActions(document.actions, actions);
  checkListedActions(parsed, written, actions, report);
  checkActionKeys(parsed, written, actions, report);
  const supported = new Map<Action, Cell>();
  const riskOf = (action: Action): Risk => {
    const usual = isBuiltInAction(action) ? defaultRisk[action] : actions.own.get(action)?.risk;
    return document.risk?.[action] ?? usual ?? 'write';
  };
  const packaged = document.package !== undefined && { package: document.package };
  const cell = (more: Pick<Cell, 'permission' | 'kind' | 'action' | 'risk'> & { property?: string }) => {
    const made: OpenCell = { index: cells.length, subject: name, ...packaged, requires: [], ...more };
    cells.push(made);
    return made;
  };
  for (const action of actions.names)
    if (written.has(action))
      supported.set(
        action,
        cell({ permission: `${name}:${action}`, kind: 'action', action, risk: riskOf(action) }),
      );

  const properties = [
    ...indexByName(
      Object.entries(document.properties ?? {}).map(([property, says]) => ({
        name: property,
        at: placeIn(parsed.document, ['properties', property], 'key'),
        says,
      })),
      () => 'property',
      report,
      name,
    ).values(),
  ].map(({ name: property, at, says }): Property => {
    const has = new Map<Right, Cell>();
    for (const right of rights) {
      if (!supported.has(right) || (right === 'update' && says.system)) continue;
      const permission = `${name}.${property}:${right}`;
      has.set(right, cell({ permission, kind: 'property', property, action: right, risk: riskOf(right) }));
    }
    return makeProperty({ name: property, at, says }, has);
  });
  return { declaration, actions: supported, properties, first, end: cells.length };
}

/** A property as a document declares it. */
export interface PropertyDeclaration {
  readonly name: string;
  readonly at: Place;
  readonly says: NonNullable<ModelDocument['properties']>[string];
}

/** Makes a property of its declaration and the cells of its rights. */
export const makeProperty = (
  { name, at, says }: PropertyDeclaration,
  has: ReadonlyMap<Right, Cell>,
): Property => ({
  name,
  ...(says.renamedFrom !== undefined && { renamedFrom: says.renamedFrom }),
  at,
  type: says.type,
  required: says.required ?? false,
  sensitive: says.sensitive ?? false,
  system: says.system ?? false,
  rights: has,
});

function finishModel({ declaration, ...draft }: Draft, size: number, report: Report): Omit<Model, 'path'> {
  const { name, at, document } = declaration;
  const bits = (right: Right) =>
    bitsOf(
      draft.properties.flatMap((property) => property.rights.get(right) ?? []),
      size,
    );
  return {
    name,
    ...(document.renamedFrom !== undefined && { renamedFrom: document.renamedFrom }),
    at,
    family: document.family ?? 'standard',
    ...(document.title !== undefined && { title: document.title }),
    ...(document.description !== undefined && { description: document.description }),
    aliases: document.aliases ?? [],
    portfolio: document.portfolio ?? 'none',
    relations: linkRelations(declaration, report),
    ...draft,
    isClosed: document.properties !== undefined,
    propertyOf: new Map(draft.properties.map((property) => [property.name, property])),
    rights: { view: bits('view'), update: bits('update') },
    ...(document.where !== undefined && { where: document.where }),
    notes: new Map(Object.entries(document.notes ?? {})),
  };
}

function linkToggle(
  kind: Toggle['kind'],
  { name, at, document }: Declared<ToggleDocument>,
  cells: OpenCell[],
): Toggle {
  const cell: OpenCell = {
    index: cells.length,
    permission: `${name}:use`,
    kind: kind === 'Module' ? 'module' : kind === 'Feature' ? 'feature' : 'capability',
    subject: name,
    action: 'use',
    risk: 'risk' in document && document.risk !== undefined ? document.risk : 'read',
    ...('package' in document && document.package !== undefined && { package: document.package }),
    requires: [],
  };
  cells.push(cell);
  return {
    kind,
    name,
    at,
    ...(document.title !== undefined && { title: document.title }),
    ...(document.description !== undefined && { description: document.description }),
    ...(document.where !== undefined && { where: document.where }),
    notes: document.notes ?? [],
    cell,
  };
}

function linkModelRequires(
  catalog: Catalog,
  { name, parsed, document }: Declared<ModelDocument>,
  actions: LinkedActions,
  report: Report,
): void {
  const model = catalog.modelOf.get(name);
  const required = new Map(
    Object.entries(document.requires ?? {}).map(([key, permissions]) => {
      const found = findPrerequisites(catalog, permissions, parsed, ['requires', key], report);
      return [key, leaveOutOwnProperties(found, name, report)];
    }),
  );
  for (const [action, cell] of model?.actions ?? [])
    addPrerequisites(cell, [
      ...(required.get(action) ?? []),
      ...(required.get('*') ?? []),
      ...findOwnPrerequisites(model, actions.requires.get(action)),
    ]);
  for (const property of model?.properties ?? []) {
    const path = ['properties', property.name, 'requires'];
    const says = document.properties?.[property.name]?.requires;
    const needed = findPrerequisites(catalog, says, parsed, path, report);
    for (const cell of property.rights.values()) addPrerequisites(cell, needed);
  }
}

/** Reports prerequisites of a model on its own properties, whose rights hang on its actions already. */
function leaveOutOwnProperties(
  found: readonly Prerequisite[],
  model: string,
  report: Report,
): readonly Prerequisite[] {
  return found.filter(({ oneOf, at }) => {
    const takeOwn = oneOf.find(({ kind, subject }) => kind === 'property' && subject === model);
    if (!takeOwn) return true;
    report(
      'requires-own-property',
      spanOf(at),
      { model, permission: takeOwn.permission },
      `let the property require something instead, or take \`${takeOwn.permission}\` away`,
    );
    return false;
  });
}

/** Returns what a declared action requires of a model, as far as the model supports it. */
function findOwnPrerequisites(
  model: Model | undefined,
  required: ActionRequirements | undefined,
): readonly Prerequisite[] {
  if (!required) return [];
  return required.requirements.flatMap(({ path, names }) => {
    const oneOf = names.flatMap(({ name }) => model?.actions.get(name) ?? []);
    const at = placeIn(required.parsed.document, ['requires', ...path]);
    return oneOf.length > 0 ? [{ oneOf, at }] : [];
  });
}

function linkToggleRequires(
  catalog: Catalog,
  { name, parsed, document }: Declared<ToggleDocument>,
  report: Report,
): void {
  const cell = catalog.cellOf.get(`${name}:use`);
  if (cell)
    addPrerequisites(cell, findPrerequisites(catalog, document.requires, parsed, ['requires'], report));
}

/** Raises the risk of each capability to that of the riskiest thing it stands for. */
function raiseCapabilityRisks(catalog: Catalog): void {
  const worst = (cells: readonly Cell[]): Risk =>
    cells.map(({ risk }) => risk).sort((a, b) => risks.indexOf(b) - risks.indexOf(a))[0] ?? 'read';
  for (const { cell } of catalog.capabilities)
    (cell as { risk: Risk }).risk = worst(cell.requires.flatMap(({ oneOf }) => oneOf));
}

/**
 * Sets the prerequisites of a cell. Cells point at each other, so this is done once all exist; nothing changes them
 * after linking.
 */
function addPrerequisites(cell: Cell, requires: readonly Prerequisite[]): void {
  (cell as { requires: readonly Prerequisite[] }).requires = requires;
}

function own(cell: OpenCell, model: Model): void {
  (cell as { model: Model }).model = model;
}

function bitsOf(cells: readonly Cell[], size: number): Bits {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell.index);
  return bits;
}
