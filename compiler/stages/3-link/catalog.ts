import type { Report } from '../../diagnostics/diagnostic.ts';
import { add, type Bits, emptyBits } from '../../model/bits.ts';
import {
  type Action,
  type BuiltInAction,
  builtInActions,
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
import { findPermission, isBuiltInAction, suggestAction, suggestSubject } from '../../model/permission.ts';
import { listNames } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
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

  const cells: OpenCell[] = [];
  const declared = { models: of<ModelDocument>('Model'), toggles: [] as Declared<ToggleDocument>[] };
  const drafts = declared.models.map((declaration) => draftModel(declaration, cells, report));
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
  const catalog: Omit<Catalog, 'inOrder'> = {
    models,
    modules,
    features,
    capabilities,
    actions: builtInActions,
    cells,
    cellOf: new Map(cells.map((cell) => [cell.permission, cell])),
    byPermission: [...cells].sort((a, b) => byCodeUnit(a.permission, b.permission)),
    modelOf: new Map(models.map((model) => [model.name, model])),
    derived: bitsOf(
      capabilities.map((toggle) => toggle.cell),
      cells.length,
    ),
  };
  const whole: Catalog = { ...catalog, inOrder: [] };
  for (const declaration of declared.models) linkModelRequires(whole, declaration, report);
  for (const declaration of declared.toggles) linkToggleRequires(whole, declaration, report);
  raiseCapabilityRisks(whole);
  return { ...whole, inOrder: orderCells(whole, report) };
}

interface Draft {
  readonly declaration: Declared<ModelDocument>;
  readonly actions: ReadonlyMap<Action, Cell>;
  readonly properties: readonly Property[];
  readonly first: number;
  readonly end: number;
}

function draftModel(declaration: Declared<ModelDocument>, cells: OpenCell[], report: Report): Draft {
  const { name, parsed, document } = declaration;
  const first = cells.length;
  const written = actionsMeant(document.actions);
  for (const [index, action] of document.actions.entries())
    if (!isBuiltInAction(action))
      unknownAction(action, placeIn(parsed.document, ['actions', index]), builtInActions, report);
  checkActionKeys(declaration, written, report);
  const supported = new Map<Action, Cell>();
  const riskOf = (action: Action): Risk => {
    const risk = document.risk?.[action];
    return risks.find((known) => known === risk) ?? (isBuiltInAction(action) ? defaultRisk[action] : 'write');
  };
  const cell = (more: Pick<Cell, 'permission' | 'kind' | 'action' | 'risk'> & { property?: string }) => {
    const made: OpenCell = { index: cells.length, subject: name, requires: [], ...more };
    cells.push(made);
    return made;
  };
  for (const action of builtInActions)
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
    return {
      name: property,
      at,
      type: says.type,
      required: says.required ?? false,
      sensitive: says.sensitive ?? false,
      system: says.system ?? false,
      rights: has,
    };
  });
  return { declaration, actions: supported, properties, first, end: cells.length };
}

function finishModel({ declaration, ...draft }: Draft, size: number, report: Report): Omit<Model, 'path'> {
  const { name, at, document } = declaration;
  const bits = (right: Right) =>
    bitsOf(
      draft.properties.flatMap((property) => property.rights.get(right) ?? []),
      size,
    );
  return {
    name,
    at,
    family: document.family ?? 'standard',
    ...(document.title !== undefined && { title: document.title }),
    ...(document.description !== undefined && { description: document.description }),
    aliases: document.aliases ?? [],
    portfolio: document.portfolio ?? 'none',
    relations: linkRelations(declaration, report),
    ...draft,
    propertyOf: new Map(draft.properties.map((property) => [property.name, property])),
    rights: { view: bits('view'), update: bits('update') },
    notes: new Map(Object.entries(document.notes ?? {})),
  };
}

/** The keys of `requires`, `risk` and `notes` are actions of the model; `*` stands for all where it may. */
function checkActionKeys(
  declaration: Declared<ModelDocument>,
  supported: ReadonlySet<string>,
  report: Report,
): void {
  const { name, parsed, document } = declaration;
  for (const field of ['requires', 'risk', 'notes'] as const) {
    for (const key of Object.keys(document[field] ?? {})) {
      if (supported.has(key) || (key === '*' && field !== 'risk')) continue;
      const at = placeIn(parsed.document, [field, key], 'key');
      if (!isBuiltInAction(key)) unknownAction(key, at, supported, report);
      else
        report(
          'unsupported-action',
          spanOf(at),
          { name: key, of: `model \`${name}\`` },
          `it supports ${listNames([...supported])}`,
        );
    }
  }
}

/** The actions that a model lists; a misspelt one is the one that is meant, which may be any. */
function actionsMeant(listed: readonly string[]): ReadonlySet<string> {
  return new Set(
    listed.flatMap((name) =>
      isBuiltInAction(name) ? name : (suggestAction(name, builtInActions) ?? [...builtInActions]),
    ),
  );
}

function unknownAction(name: string, at: Place, possible: Iterable<string>, report: Report): void {
  const near = suggestAction(name, possible);
  const help =
    name === 'all' || name === '*'
      ? `a model lists its actions: \`[${builtInActions.join(', ')}]\``
      : near && `did you mean \`${near}\`?`;
  report('unknown-action', spanOf(at), { name }, help);
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
    requires: [],
  };
  cells.push(cell);
  return {
    kind,
    name,
    at,
    ...(document.title !== undefined && { title: document.title }),
    ...(document.description !== undefined && { description: document.description }),
    cell,
  };
}

function linkModelRequires(
  catalog: Catalog,
  { name, parsed, document }: Declared<ModelDocument>,
  report: Report,
): void {
  const model = catalog.modelOf.get(name);
  const required = new Map(
    Object.entries(document.requires ?? {}).map(([key, permissions]) => [
      key,
      prerequisites(catalog, permissions, parsed, ['requires', key], report),
    ]),
  );
  for (const [action, cell] of model?.actions ?? [])
    require(cell, [...(required.get(action) ?? []), ...(required.get('*') ?? [])]);
}

function linkToggleRequires(
  catalog: Catalog,
  { name, parsed, document }: Declared<ToggleDocument>,
  report: Report,
): void {
  const cell = catalog.cellOf.get(`${name}:use`);
  if (cell) require(cell, prerequisites(catalog, document.requires ?? [], parsed, ['requires'], report));
}

function prerequisites(
  catalog: Catalog,
  permissions: readonly string[],
  parsed: Parsed,
  path: readonly string[],
  report: Report,
): readonly Prerequisite[] {
  return permissions.flatMap((permission, index) => {
    const at = placeIn(parsed.document, [...path, index]);
    const found = findPermission(catalog, permission);
    if ('index' in found) return [{ cell: found, at }];
    const { reason } = found;
    const used = `${suggestSubject(catalog, permission) ?? permission}:use`;
    const suggestion = found.suggestion ?? (catalog.cellOf.has(used) ? used : undefined);
    report(
      'unknown-permission',
      spanOf(at),
      { permission, reason },
      suggestion && `did you mean \`${suggestion}\`?`,
    );
    return [];
  });
}

/** A capability is as risky as the riskiest thing that it stands for. */
function raiseCapabilityRisks(catalog: Catalog): void {
  const worst = (cells: readonly Cell[]): Risk =>
    cells.map(({ risk }) => risk).sort((a, b) => risks.indexOf(b) - risks.indexOf(a))[0] ?? 'read';
  for (const { cell } of catalog.capabilities)
    (cell as { risk: Risk }).risk = worst(cell.requires.map((prerequisite) => prerequisite.cell));
}

/** Cells point at each other, so they are filled in once all exist; nothing changes them after linking. */
function require(cell: Cell, requires: readonly Prerequisite[]): void {
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
