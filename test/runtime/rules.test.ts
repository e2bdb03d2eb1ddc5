import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import type { Rule } from '../../compiler/model/rule.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { memoize } from '../../runtime/memoize.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import { sampleUser } from '../support/casl.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

/**
 * The rules of an ability against those of `rules/`, for every role; those of several roles are written from their union.
 * Those with conditions are compared without the values, and may be missing: an ability leaves out what no record can
 * meet.
 */
function compare(files: Parameters<typeof compiled>[0]): {
  readonly roles: number;
  readonly wrong: string[];
} {
  const whole = compiled(files);
  const { policy, rows } = whole.matrix;
  const facade = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));
  const user = sampleUser(policy);
  const wrong: string[] = [];
  for (const row of rows) {
    const emitted = [...whole.rulesOf(row)];
    const given = rulesFor(facade, row, user);
    const open = (rules: readonly Rule[]) => rules.filter(({ conditions }) => !conditions).map(textOf);
    if (open(given).join() !== open(emitted).join()) wrong.push(`${row.tenant.name} ${row.role.name}`);
    else if (!isSubsequence(given.map(shapeOf), emitted.map(shapeOf))) wrong.push(`order: ${row.role.name}`);
  }
  return { roles: rows.length, wrong };
}

function rulesFor(facade: Facade, { tenant, role }: Row, user: object): readonly Rule[] {
  const policy = facade.permissions({
    tenant: tenant.name,
    roles: [role.name],
    userType: role.userType.name,
    seats: role.seats.map(({ name }) => name),
    user,
  });
  return policy.ability.rules as readonly Rule[];
}

const textOf = (rule: Rule): string => JSON.stringify(rule);

/** A rule without the values that its conditions compare with. */
const shapeOf = ({ action, subject, fields, conditions }: Rule): string =>
  JSON.stringify([action, subject, fields ?? null, conditions ? Object.keys(conditions) : null]);

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const one of whole) if (one === part[at]) at++;
  return at === part.length;
}

describe('an ability has the rules of `rules/`, in their order', { tags: ['slow'] }, () => {
  test('for every role of policies/', () => {
    const { roles, wrong } = compare(filesOnDisk('policies'));
    expect(wrong).toEqual([]);
    expect(roles).toBeGreaterThan(20);
  });

  test('random worlds', () => {
    let all = 0;
    fc.assert(
      fc.property(world({ size: 'medium' }), (made) => {
        const { roles, wrong } = compare(filesInMemory(toFiles(made)));
        all += roles;
        expect(wrong).toEqual([]);
      }),
      runs(20),
    );
    expect(all).toBeGreaterThan(100);
  });
});

describe('what is kept', () => {
  test('is made once, and anew when so many others have come', () => {
    const things = memoize<string, string>(2);
    const make = vi.fn(() => 'made');
    for (const key of ['a', 'b', 'a', 'b']) things(key, make);
    expect(make).toHaveBeenCalledTimes(2);
    things('c', make);
    things('b', make);
    expect(make).toHaveBeenCalledTimes(3);
    things('a', make);
    expect(make).toHaveBeenCalledTimes(4);
  });
});
