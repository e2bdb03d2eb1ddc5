/** @module-tag slow */
import { expect, test } from 'vitest';
import { readBundle } from '../../compiler/commands/bundle/compile-bundle.ts';
import { askRunTime } from '../../compiler/commands/test/ask-run-time.ts';
import { isFailed, judgeTest } from '../../compiler/questions/tests/judge-test.ts';
import { runs } from '../support/random.ts';
import { cellsOf, type Document, modelOf, ofKind, partsOf, type Row, resolve, worksOn } from './oracle.ts';
import { compileDocuments } from './run.ts';
import { drawFrom } from './world/draw.ts';
import { landed } from './world/possible.ts';
import { drawRecord, drawSignedIn } from './world/records.ts';
import { worldOf } from './world/world.ts';

const typed = { isTyped: true };

/** Writes down, as documents of kind `Test`, what the oracle says of a random record of each model, for one role. */
function writeTests(documents: readonly Document[], rows: readonly Row[], seed: number): readonly object[] {
  const draw = drawFrom(seed);
  return rows.flatMap((row, at) => {
    const { tenant, role } = row;
    const user = drawSignedIn(draw, documents, typed);
    const setting = { documents, tenant, user };
    const records: Record<string, object> = {};
    const answers: Record<string, Record<string, string>> = {};
    for (const model of ofKind(documents, 'Model')) {
      const record = drawRecord(draw, documents, tenant, model, typed);
      // `model` says what a record is of, so that a record with a property of that name has no short form.
      if ('model' in record) continue;
      const name = `of${Object.keys(records).length}`;
      records[name] = { model: model.name, ...record };
      const works = worksOn(setting, [row], model.name, record);
      for (const cell of cellsOf(documents, tenant))
        if (partsOf(cell).subject === model.name)
          answers[cell] = { [name]: works.has(cell) ? 'allow' : 'deny' };
    }
    const { userType = '', seats = [], name } = role;
    const as = { roles: [name], userType, seats, attributes: user };
    if (Object.keys(answers).length === 0) return [];
    return [{ kind: 'Test', name: `test number ${at}`, tenant, as, records, expect: answers }];
  });
}

test('what the oracle says of random records passes as written tests, and fails turned round', () => {
  const { numRuns, seed } = runs(12);
  let asked = 0;
  for (let at = seed; at < seed + numRuns; at++) {
    const { documents } = worldOf(at, { possible: landed, size: 1 });
    const written = writeTests(documents, resolve(documents), at);
    const whole = compileDocuments([...documents, ...(written as readonly Document[])]);
    if (typeof whole === 'string') throw new Error(`seed ${at}: ${whole}`);
    const ask = askRunTime(readBundle(whole, { folder: 'policies', version: '0.0.0' }));
    expect(whole.matrix.policy.tests.length).toBe(written.length);
    for (const one of whole.matrix.policy.tests) {
      const { expectations } = judgeTest(whole.matrix, one, ask(one));
      asked += expectations.length;
      const told = expectations
        .filter(isFailed)
        .map(({ expectation: { cell, record, expected }, because }) => ({
          seed: at,
          asked: cell.permission,
          model: modelOf(documents, record?.model ?? '')?.name,
          columns: record?.columns,
          expected,
          because,
        }));
      expect(told).toEqual([]);
      const turned = one.expectations.map((each) => ({
        ...each,
        expected: each.expected === 'allow' ? ('deny' as const) : ('allow' as const),
      }));
      const again = judgeTest(whole.matrix, { ...one, expectations: turned }, ask(one));
      expect(again.expectations.every((each) => isFailed(each) && each.explanation)).toBe(true);
    }
  }
  expect(asked).toBeGreaterThan(500);
});
