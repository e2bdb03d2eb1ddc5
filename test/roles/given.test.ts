/** @module-tag slow */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { type Document, ofKind, resolve } from '../oracle/oracle.ts';
import { compileDocuments } from '../oracle/run.ts';
import { acme } from '../support/acme.ts';
import { textOf } from '../support/io.ts';
import { runs } from '../support/random.ts';
import { openPackage } from '../support/role-editor.ts';
import { drawStoredRoles } from '../support/stored-roles.ts';

/*
 * Roles of a database as whoever has them meets them: on the command line by `--roles`, held against the second reading of the
 * language, and in the hands of whoever gives them.
 */

const start = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-given-'));
  process.chdir(folder);
  mkdirSync('policies');
});
afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

async function plafond(...line: readonly string[]) {
  const plain = chooseColours(false);
  const surroundings = { version: '1.2.3', folder, width: 100, today: '2027-01-31' };
  const io = openIo({ ...surroundings, colours: { out: plain, err: plain } });
  const { out, err = '', exit } = await answerLine(line, registry, io);
  return { out: textOf(out), err, exit };
}

/** Lists what a role holds in effect, by the second reading of the language. */
const readHeld = (documents: readonly Document[], tenant: string, role: string): readonly string[] =>
  [...(resolve(documents).find((row) => row.tenant === tenant && row.role.name === role)?.cells ?? [])]
    .flatMap(([permission, { decidedBy }]) => (decidedBy === null ? permission : []))
    .sort();

describe('rows on the command line', () => {
  test('hold what the page says that they hold', async () => {
    let compared = 0;
    for (const { documents, stored, files } of drawStoredRoles(25)) {
      if (typeof compileDocuments(files) === 'string') continue;
      writeFileSync('policies/all.yaml', files.map((one) => JSON.stringify(one)).join('\n---\n'));
      writeFileSync('rows.json', JSON.stringify(stored));
      const { out, err } = await plafond('matrix', '--roles', 'rows.json', '--format', 'json');
      const { rows } = JSON.parse(out) as {
        readonly rows: readonly {
          readonly tenant: string;
          readonly role: string;
          readonly granted: string[];
        }[];
      };
      expect(err).toBe('');
      for (const { name, tenant = '' } of stored) {
        const found = rows.find((row) => row.tenant === tenant && row.role === name);
        expect([name, found?.granted.toSorted()]).toEqual([name, readHeld(documents, tenant, name)]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  test('are refused with a finding, whatever is in them, and change nothing of other roles', async () => {
    writeFileSync('policies/all.yaml', acme);
    const before = (await plafond('matrix', '--role', 'csm', '--format', 'json')).out;
    const words = [
      'Role',
      'acme',
      'big-corp',
      'csm',
      'desk',
      'Core',
      'own',
      'all',
      '__proto__',
      'constructor',
      '*',
    ];
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(...words, 1, -0, true, null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(...words, 'kind', 'name', 'tenant', 'role', 'grants', 'models'),
          tie('any'),
        ),
      ),
    }));
    const desk = {
      kind: 'Role',
      name: 'desk',
      tenant: 'acme',
      userType: 'Core',
      portfolio: 'all',
      grants: {},
    };
    const row = fc.oneof(
      any,
      fc
        .dictionary(fc.constantFrom(...Object.keys(desk), 'seats', 'includes', 'abstract'), any)
        .map((strange) => ({ ...desk, ...strange })),
      any.map((role) => ({ role, tenant: 'acme', digest: 'x', effective: ['////'], grants: ['////'] })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 3 }), async (rows) => {
        writeFileSync('rows.json', JSON.stringify(rows));
        const checked = await plafond('check', '--roles', 'rows.json', '--format', 'json');
        expect([0, 1]).toContain(checked.exit);
        const { out, exit } = await plafond(
          'matrix',
          '--role',
          'csm',
          '--roles',
          'rows.json',
          '--format',
          'json',
        );
        expect([exit, out]).toEqual([checked.exit, before]);
      }),
      runs(60),
    );
  });

  test.each([
    ['nested deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    [
      'nested deep in a role',
      `{"kind":"Role","grants":${'{"models":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    ],
    ['no number', '[{"kind": NaN}]'],
    ['no exact number', '[{"kind": 1e300}]'],
    ['cut off', '[{"kind": "Role"'],
    ['no text of Unicode', '"\ud800"'],
    ['nothing', ''],
  ])('that are %s end in a sentence', async (_, text) => {
    writeFileSync('policies/all.yaml', acme);
    writeFileSync('rows.json', text);
    const { out, err, exit } = await plafond('check', '--roles', 'rows.json');
    expect([0, 1]).toContain(exit);
    expect(out + err).not.toMatch(/ {4}at |RangeError/);
  });
});

describe('whoever gives a role', () => {
  test('is told of every permission that they do not hold, and of no other', () => {
    let compared = 0;
    let exceeding = 0;
    for (const { documents, stored, files } of drawStoredRoles(40)) {
      const whole = compileDocuments(files);
      if (typeof whole === 'string') continue;
      const { roles, permissions } = openPackage(whole);
      for (const written of stored.slice(0, 2)) {
        const role = { ...written, portfolio: 'all' as const };
        const { tenant = '', name } = role;
        const all = documents.map((one) => (one === written ? role : one));
        const givers = ofKind(files, 'Role').filter(
          (one) => !one.abstract && (one.tenant ?? tenant) === tenant,
        );
        for (const giver of givers.slice(0, 3)) {
          const { userType = '', seats = [] } = giver;
          const by = tryPermissions(() =>
            permissions({ tenant, roles: [giver.name], userType, seats, user: {} }),
          );
          if (!by) continue;
          const { exceeds, ok } = roles({ tenant }).check(role as never, { by: by as never });
          const theirs = new Set(readHeld(all, tenant, giver.name));
          const lacking = readHeld(all, tenant, name).filter((permission) => !theirs.has(permission));
          const told = exceeds.map(({ permission }) => permission);
          expect(lacking.filter((permission) => !told.includes(permission))).toEqual([]);
          if (exceeds.length > 0) expect(ok).toBe(false);
          // A permission that the giver holds on fewer records is listed too, so only a giver of all records is
          // compared exactly.
          if (giver.portfolio === 'all') expect(told.toSorted()).toEqual(lacking);
          exceeding += lacking.length;
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
    expect(exceeding).toBeGreaterThan(20);
  });
});

/** Returns what somebody may do; undefined if they cannot be given the role. */
function tryPermissions<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(PermissionsError);
    return undefined;
  }
}
