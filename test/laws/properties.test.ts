/** @module-tag slow */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { type Bits, difference, has, intersection, isEmpty, union } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import { spanOf, valueIn } from '../../compiler/model/document.ts';
import { readSaying } from '../../compiler/model/layer.ts';
import { findRefusingLayer, type Matrix, type Row } from '../../compiler/model/matrix.ts';
import type { Layer } from '../../compiler/model/policy.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { emitMatrices } from '../../compiler/targets/matrices.ts';
import { emitRules } from '../../compiler/targets/rules.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Document, type Grants, type ModelGrant, resolve, type Selection } from '../naive/naive.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { toFiles, type World, world } from '../worlds/world.ts';

const compiledWorld = (generated: World, layout = 0, order = 0): Compiled =>
  compiled(filesInMemory(toFiles(generated, layout, order)));

const textOf = (whole: Compiled): string =>
  [emitRules, emitMatrices, emitBundle]
    .flatMap((target) => [...target(whole)].map(({ path, content }) => `${path}\n${content}`))
    .join('\n');

describe('the compiler and a naive resolver agree', { tags: ['slow'] }, () => {
  test.each([
    ['small', 250],
    ['medium', 10],
  ] as const)('on %s worlds, cell by cell, verdict by verdict', (size, numRuns) => {
    fc.assert(
      fc.property(world({ size }), fc.nat(1000), (generated, layout) => {
        const { matrix } = compiledWorld(generated, layout);
        const expected = resolve(generated.documents);
        expect(matrix.rows.map(({ tenant, role }) => `${tenant.name}/${role.name}`)).toEqual(
          expected.map(({ tenant, role }) => `${tenant}/${role}`),
        );
        const differences = matrix.rows.flatMap((row, index) =>
          matrix.policy.catalog.cells.flatMap((cell) => {
            const told = toldOf(matrix, row, cell);
            const meant = { ...expected[index]?.cells.get(cell.permission) };
            return isDeepStrictEqual(told, meant)
              ? []
              : [{ row: `${row.tenant.name}/${row.role.name}`, permission: cell.permission, told, meant }];
          }),
        );
        expect(differences).toEqual([]);
        expect(matrix.policy.catalog.cells.length).toBe(
          expected[0]?.cells.size ?? matrix.policy.catalog.cells.length,
        );
      }),
      runs(numRuns),
    );
  });
});

describe('of every policy', { tags: ['slow'] }, () => {
  const always = (numRuns: number, predicate: (generated: World, seed: number) => void): void =>
    fc.assert(fc.property(world(), fc.integer({ min: 1, max: 1000 }), predicate), runs(numRuns));

  test('compiling twice gives the same bytes', () => {
    always(40, (generated) => {
      expect(textOf(compiledWorld(generated))).toBe(textOf(compiledWorld(generated)));
    });
  });

  test('the order of files, documents and keys changes no byte, nor does where they lie', () => {
    always(50, (generated, seed) => {
      const whole = textOf(compiledWorld(generated));
      expect(textOf(compiledWorld(generated, 0, seed))).toBe(whole);
      expect(textOf(compiledWorld(generated, seed, seed))).toBe(whole);
    });
  });

  test('what is effective is inside the role, its user type and seats, and the tenant', () => {
    always(80, (generated) => {
      const { rows, policy } = compiledWorld(generated).matrix;
      for (const { role, tenant, effective } of rows) {
        const spoken = difference(effective, policy.catalog.derived);
        const cap = role.seats.reduce<Bits>(
          (held, seat) => union(held, seat.layer.held),
          role.userType.layer.held,
        );
        for (const layer of [role.layer.held, cap, role.cap, tenant.ceiling.held])
          expect(isEmpty(difference(spoken, layer))).toBe(true);
      }
    });
  });

  test('a lower user type is inside every higher one', () => {
    always(40, (generated) => {
      const { userTypes } = compiledWorld(generated).matrix.policy;
      for (const [index, higher] of userTypes.entries())
        for (const lower of userTypes.slice(index + 1))
          expect(isEmpty(difference(lower.layer.held, higher.layer.held))).toBe(true);
    });
  });

  test('tightening a ceiling never adds', () => {
    always(120, (generated, seed) => {
      const before = compiledWorld(generated).matrix;
      const documents = generated.documents.map((document) => tightened(document, seed));
      const after = compiledWorld({ ...generated, documents }).matrix;
      expect(after.rows.length).toBe(before.rows.length);
      for (const [index, row] of after.rows.entries()) {
        const wider = before.rows[index];
        expect(wider && isEmpty(difference(row.effective, wider.effective))).toBe(true);
        expect(intersection(row.effective, row.tenant.ceiling.held)).toEqual(
          difference(row.effective, before.policy.catalog.derived),
        );
      }
    });
  });

  test('what is read off a layer for a trail is what its bits hold', () => {
    always(80, (generated, layout) => {
      const { policy } = compiledWorld(generated, layout).matrix;
      const layers = [
        ...policy.userTypes.map(({ layer }) => layer),
        ...policy.seats.map(({ layer }) => layer),
        ...policy.tenants.flatMap(({ ceiling, roles }) => [ceiling, ...roles.map(({ layer }) => layer)]),
      ];
      for (const layer of layers) {
        const value = valueIn(layer.at);
        expect(policy.catalog.cells.flatMap((cell) => wrongReading(layer, cell, value) ?? [])).toEqual([]);
      }
    });
  });

  test('every place of a trail is a piece of the text of its document', () => {
    always(25, (generated, layout) => {
      const { matrix } = compiledWorld(generated, layout);
      for (const row of matrix.rows)
        for (const cell of matrix.policy.catalog.cells) {
          const { verdicts, missing } = matrix.trailOf(row, cell);
          for (const { at, because } of [...verdicts, ...missing]) {
            expect(because).not.toBe('');
            const { source, start, end } = spanOf(at);
            expect(source).toBe(at.document.source);
            expect(source.text.slice(start, end).trim(), because).not.toBe('');
          }
          const { tenant, role } = row;
          expect(verdicts.map(({ at }) => at.document.source.path)).toSatisfy(
            (paths: readonly string[]) =>
              cell.kind === 'capability' ||
              (paths[0] === role.at.document.source.path && paths[2] === tenant.at.document.source.path),
          );
        }
    });
  });
});

/** The verdicts on a cell, in the words of the naive resolver; trail, bits and the short cut to the decider agree. */
function toldOf(matrix: Matrix, row: Row, cell: Cell) {
  const { verdicts, effective, decidingLayer: decided = null } = matrix.trailOf(row, cell);
  const agree =
    has(row.effective, cell.index) === effective && (findRefusingLayer(row, cell) ?? null) === decided;
  if (!agree) throw new Error(`trail and matrix differ on ${cell.permission} of ${row.role.name}`);
  // The refusal alone, which reads less, is that of the trail.
  expect(matrix.refusalOf(row, cell)).toEqual(verdicts.find(({ holds }) => !holds));
  return {
    ...Object.fromEntries(verdicts.map(({ layer, holds }) => [layer, holds])),
    effective,
    decidedBy: decided,
  };
}

/** Where reading a cell off the text of a layer gives another answer than the bits that linking drew. */
function wrongReading(layer: Layer, cell: Cell, value: unknown): string | undefined {
  const { holds, how } = readSaying(value, cell);
  const isRight = holds === has(layer.held, cell.index) && (how === 'named') === has(layer.named, cell.index);
  return isRight ? undefined : `${cell.permission}: ${how}`;
}

/** A tenant with less in its ceiling; every other document as it is. */
function tightened(document: Document, seed: number): Document {
  return document.kind === 'Tenant' ? { ...document, ceiling: less(document.ceiling, seed) } : document;
}

/** Every selection takes its turn to become `none`, or to lose a name. */
function less(grants: Grants, seed: number): Grants {
  let turn = seed;
  const selection = (said: Selection): Selection => {
    turn++;
    if (turn % 3 !== 0) return said;
    if (typeof said === 'string' || turn % 2 === 0) return 'none';
    return 'except' in said ? 'none' : said.slice(1);
  };
  const grant = (said: ModelGrant): ModelGrant => {
    if (typeof said === 'string' || Array.isArray(said) || 'except' in said)
      return selection(said as Selection);
    const { actions, properties } = said as Exclude<ModelGrant, Selection>;
    return {
      ...(actions !== undefined && { actions: selection(actions) }),
      ...(properties && { properties: mapped(properties, selection) }),
    };
  };
  return {
    ...(grants.models && { models: mapped(grants.models, grant) }),
    ...(grants.modules !== undefined && { modules: selection(grants.modules) }),
    ...(grants.features !== undefined && { features: selection(grants.features) }),
  };
}

const mapped = <Value>(
  map: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
