import type { Catalog, Cell } from '../../model/catalog.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import { type Place, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { readSaying } from '../../model/layer.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type Layer, type Policy, type PortfolioUse, rolesOf } from '../../model/policy.ts';
import type { Expectation, PolicyTest } from '../../model/policy-test.ts';
import { byCodeUnit } from '../../text/order.ts';
import { findPosition } from '../../text/source.ts';
import { findTenantOf } from './judge-test.ts';

/** The number of lines of roles, ceilings and caps that tests cover. */
export interface Coverage {
  readonly lines: number;
  readonly covered: number;
  /** Sorted by path. */
  readonly files: readonly FileCoverage[];
}

/** The lines of one file that say something of permissions, and those that no test covers. */
export interface FileCoverage {
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
  /** In ascending order. */
  readonly uncovered: readonly number[];
}

/**
 * Measures which lines tests cover. The lines are those that decide some permission: in the layer of a role, user type,
 * seat or tenant, in what the settings allow to tenants' own roles, and in a role's portfolio. A test covers a line if
 * the trail of a permission that it expects something of is decided there: for an effective permission by each layer,
 * for any other by the layer that refuses it. A test covers a line of a portfolio if the line decides about a record
 * that it asks about.
 */
export function measureCoverage(matrix: Matrix, tests: readonly PolicyTest[]): Coverage {
  const lines = new LineSet();
  for (const { layer, catalog } of listLayers(matrix.policy)) addLayer(lines, layer, catalog);
  for (const { portfolio } of rolesOf(matrix.policy)) addPortfolio(lines, portfolio);
  const coveredLines = new LineSet();
  for (const test of tests) addCovered(coveredLines, matrix, test);
  const files = [...lines.byPath].map(([path, all]): FileCoverage => {
    const known = coveredLines.byPath.get(path);
    const uncovered = [...all].filter((line) => !known?.has(line)).sort((a, b) => a - b);
    return { path, lines: all.size, covered: all.size - uncovered.length, uncovered };
  });
  const sum = (of: 'lines' | 'covered') => files.reduce((total, file) => total + file[of], 0);
  return {
    lines: sum('lines'),
    covered: sum('covered'),
    files: files.sort((a, b) => byCodeUnit(a.path, b.path)),
  };
}

/** Lines of files, to which places are added; each place is looked up in its text once. */
class LineSet {
  readonly byPath = new Map<string, Set<number>>();
  readonly #known = new Set<string>();

  add(place: Place): void {
    const { path } = place.document.source;
    const key = JSON.stringify([path, place.document.index, place.path, place.part]);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const { source, start } = spanOf(place);
    const lines = this.byPath.get(path) ?? new Set();
    this.byPath.set(path, lines.add(findPosition(source, start).line));
  }
}

interface LayerOn {
  readonly layer: Layer;
  readonly catalog: Catalog;
}

/** Lists every layer that is written, each with the catalog on which its document speaks. */
function listLayers(policy: Policy): readonly LayerOn[] {
  const { userTypes, seats, abstractRoles, tenants, settings } = policy;
  const catalogOf = (tenant: string | undefined) =>
    tenants.find(({ name }) => name === tenant)?.catalog ?? policy.catalog;
  return [
    ...[...userTypes, ...seats].map(({ layer }) => ({ layer, catalog: policy.catalog })),
    ...[...rolesOf(policy), ...abstractRoles].map(({ layer, tenant }) => ({
      layer,
      catalog: catalogOf(tenant),
    })),
    ...tenants.map(({ ceiling, catalog }) => ({ layer: ceiling, catalog })),
    ...(settings.customRoles.allows ? [{ layer: settings.customRoles.allows, catalog: policy.catalog }] : []),
  ];
}

/** Adds the lines of a layer's own document that say of some cell that it is held or is not. */
function addLayer(lines: LineSet, { at }: Layer, { cells }: Catalog): void {
  const written = valueIn(at);
  for (const cell of cells) {
    const { how, path, part } = readSaying(written, cell);
    if (how !== 'silent') lines.add(placeIn(at.document, [...at.path, ...path], part));
  }
}

function addPortfolio(lines: LineSet, { entries }: PortfolioUse): void {
  for (const { at } of entries.values()) lines.add(at);
}

function addCovered(lines: LineSet, matrix: Matrix, test: PolicyTest): void {
  const tenant = findTenantOf(matrix, test);
  const rows = matrix.rows.filter((row) => row.tenant === tenant && test.as.roles.includes(row.role.name));
  for (const row of rows)
    for (const { cell, record } of test.expectations) {
      const { verdicts, effective, decidingLayer: decided } = matrix.trailOf(row, cell);
      for (const { layer, at } of verdicts)
        if (layer !== 'requires' && (effective || layer === decided)) lines.add(at);
      const entry = effective && findEntryFor(row.role.portfolio, cell, record);
      if (entry) lines.add(entry.at);
    }
}

const findEntryFor = (use: PortfolioUse, cell: Cell, record: Expectation['record']) =>
  record && readPortfolio(use, cell).entry;
