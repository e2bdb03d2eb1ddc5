import { expect, test } from 'vitest';
import { removeGuards } from '../../compiler/model/guard.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';

/** Returns the conditions of the rules of a role that views notes on the one list of a portfolio. */
function conditionsOf(...reaches: readonly object[]): readonly unknown[] {
  const whole = compiled(
    filesInMemory({
      'policies/all.yaml': `
kind: Model
name: Note
actions: [view]
portfolio: self
properties: { author: { type: id }, stars: { type: integer }, due: { type: date }, open: { type: boolean } }
---
kind: Principal
attributes: { id: { type: id } }
---
${reaches.map((reach, at) => `kind: Portfolio\nname: p${at}\non: Note\nreach: ${JSON.stringify(reach)}\n---\n`).join('')}
kind: UserType
name: Full
rank: 1
allows: { models: { Note: all } }
---
kind: Role
name: reader
userType: Full
portfolio: [${reaches.map((_, at) => `p${at}`).join()}]
grants: { models: { Note: [view] } }
---
kind: Tenant
name: acme
ceiling: { models: { Note: all } }
`,
    }),
  );
  const [row] = whole.matrix.rows;
  const rules = row ? whole.rulesOf(row) : [];
  return rules.map(({ conditions }) => conditions && removeGuards(conditions, () => undefined));
}

const mine = { author: { $user: 'id' } };

test.each<readonly [said: object, stays: readonly object[]]>([
  [{ $or: [{ stars: { $gt: 3 } }, { stars: { $gt: 2 } }] }, [{ stars: { $gt: 2 } }]],
  [{ $or: [{ stars: { $gt: 3 } }, { stars: { $gte: 4 } }] }, [{ stars: { $gt: 3 } }]],
  [{ $or: [mine, { ...mine, open: true }] }, [mine]],
  [{ $or: [{ open: true, stars: 1 }, { open: true }] }, [{ open: true }]],
  [{ $or: [{ stars: { $in: [1, 2] } }, { stars: 3 }, { stars: { $lt: 9 } }] }, [{ stars: { $lt: 9 } }]],
  [{ $or: [{ due: '2026-01-31' }, { due: { $exists: true } }] }, [{ due: { $exists: true } }]],
  [{ $or: [{ open: true }, { open: false, stars: 1 }] }, [{ open: false, stars: 1 }, { open: true }]],
])('of %j an alternative that another implies is dropped', (said, stays) => {
  expect(conditionsOf(said)).toEqual(stays);
});

test('an alternative of one portfolio is dropped beside another that it implies', () => {
  expect(conditionsOf(mine, { ...mine, stars: 5 })).toEqual([mine]);
});
