/** @module-tag slow */
import { type MongoAbility, subject } from '@casl/ability';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { has } from '../../compiler/model/bits.ts';
import { hasRight, type Model } from '../../compiler/model/catalog.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { reaches, resolve } from '../naive/naive.ts';
import { abilityOf, sampleUser } from '../support/casl.ts';
import { compiled } from '../support/compiled.ts';
import { isSoundInStock } from '../support/facade/stock.ts';
import { filesBelow, fixturesIn } from '../support/fixtures.ts';
import { runs, shuffled } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

const cases = [
  ...fixturesIn('compiles').map(({ name, folder }) => ({ name, files: filesBelow(folder, 'policies') })),
  { name: 'policies/', files: filesOnDisk('policies') },
];

describe('CASL says of every cell what the matrix says', () => {
  test.for(cases)('$name', ({ files }) => {
    const whole = compiled(files);
    for (const row of whole.matrix.rows) expect(disagreements(whole, row)).toEqual([]);
  });

  test('random worlds', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(world(), (generated) => {
        const whole = compiled(filesInMemory(toFiles(generated)));
        for (const row of whole.matrix.rows) expect(disagreements(whole, row)).toEqual([]);
      }),
      runs(150),
    );
  });
});

describe('CASL says of every record what the language says', { tags: ['slow'] }, () => {
  // CASL's own matching is sound only where no value is missing or of another type below a bound, none is null
  // under `$exists`, and no condition is so crowded that it needs `$and`.
  test.each(['strict', 'stock'] as const)('with %s matching', (matching) => {
    let compared = 0;
    fc.assert(
      fc.property(world(), ({ documents, samples }) => {
        const { matrix, rulesOf } = compiled(filesInMemory(toFiles({ documents })));
        for (const [index, { role, tenant, portfolio, cells }] of resolve(documents).entries()) {
          const row = matrix.rows[index];
          if (!row || row.role.name !== role || row.tenant.name !== tenant) throw new Error('rows differ');
          const rules = rulesOf(row);
          for (const sample of samples) {
            if (matching === 'stock' && !rules.every((rule) => isSoundInStock(rule, sample.record))) continue;
            const ability = abilityOf(rules, sample.user, matching);
            for (const cell of matrix.policy.catalog.cells) {
              const { action, model, permission, property } = cell;
              if (!model) continue;
              const isEffective = cells.get(permission)?.effective === true;
              const isReached = reaches(
                documents,
                { portfolio },
                model.name,
                action,
                sample.record,
                sample.user,
              );
              const record = subject(model.name, { ...sample.record });
              const says = ability.can(action, record, property);
              expect(says, `${permission} of ${role}`).toBe(isEffective && isReached);
              compared++;
            }
          }
        }
      }),
      runs(matching === 'strict' ? 300 : 150),
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

/** Where CASL and the matrix differ on a row, whatever the order of the rules; and what it allows that nobody declared. */
function disagreements({ matrix, rulesOf }: Compiled, row: Row): readonly string[] {
  const { catalog } = matrix.policy;
  const rules = rulesOf(row);
  const user = sampleUser(matrix.policy);
  return [rules, shuffled(rules, 7), [...rules].reverse()].flatMap((ordered) => {
    const ability = abilityOf(ordered, user);
    return [
      ...catalog.cells
        .filter(
          ({ action, subject: name, property, index }) =>
            ability.can(action, name, property) !== has(row.effective, index),
        )
        .map(({ permission }) => permission),
      ...catalog.models.flatMap((model) => undeclared(model, ability, row)),
    ];
  });
}

/** A field that nobody declared is denied, and an export has the fields that may be viewed. */
function undeclared(model: Model, ability: MongoAbility, row: Row): readonly string[] {
  const wrong: string[] = [];
  for (const action of ['view', 'update', 'export'] as const) {
    if (!hasRight(model, action === 'update' ? 'update' : 'view')) continue;
    for (const field of ['undeclared', '*', '**', '__proto__', 'constructor'])
      if (!model.propertyOf.has(field) && ability.can(action, model.name, field))
        wrong.push(`${model.name}.${field}:${action}`);
  }
  const exports = model.actions.get('export');
  if (!exports || !hasRight(model, 'view')) return wrong;
  for (const { name, rights } of model.properties) {
    const view = rights.get('view');
    if (!view) continue;
    const isShown = has(row.effective, exports.index) && has(row.effective, view.index);
    if (ability.can('export', model.name, name) !== isShown) wrong.push(`${model.name}.${name}:export`);
  }
  return wrong;
}
