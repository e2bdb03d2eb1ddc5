import { describe, expect, test } from 'vitest';
import {
  assign,
  check,
  compile,
  diff,
  explain,
  matrix,
  QuestionError,
  who,
  write,
} from '../../compiler/library.ts';
import { acme } from '../support/acme.ts';

const files = { 'policies/all.yaml': acme };
const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models: { Company: ['view', 'export'] }, modules: ['Revenue'] },
} as const;
const broken = { ...desk, name: 'night', userType: 'Nobody' };
const open = (stored: readonly unknown[] | string | Uint8Array, texts = files) =>
  compile(texts, { folder: 'policies', stored });

describe('the library with roles of a database', () => {
  test('answers of them as of roles of the files', () => {
    const asRow = open([desk]);
    const asFile = compile({ ...files, 'policies/desk.yaml': JSON.stringify(desk) }, { folder: 'policies' });
    const ofDesk = { tenant: 'acme', role: 'desk' };
    expect(asRow.errors).toBe(0);
    expect(matrix(asRow, ofDesk)).toEqual(matrix(asFile, ofDesk));
    expect(explain(asRow, { ...ofDesk, permission: 'Company:export' }).effective).toBe(true);
    expect(who(asRow, { permissions: ['Company:export'] })).toEqual(
      who(asFile, { permissions: ['Company:export'] }),
    );
    const users = '{ kind: Users, tenant: acme, users: [{ id: u1, userType: Core, roles: [desk] }] }';
    const withUsers = open([desk], { ...files, 'policies/users.yaml': users } as typeof files);
    expect(assign(withUsers, { user: 'u1', tenant: 'acme' }).roles).toContainEqual(
      expect.objectContaining({ role: 'desk', assignable: true, held: true }),
    );
  });

  test('takes rows as a list, as text and as bytes', () => {
    const text = JSON.stringify([{ role: desk, grants: ['////'] }]);
    for (const stored of [[{ role: desk }], text, new TextEncoder().encode(text)])
      expect(matrix(open(stored), { tenant: 'acme', role: 'desk' }).rows).toHaveLength(1);
  });

  test('takes a list without rows, as a list or as text, and refuses an empty text', () => {
    const errors = [[], '[]', '', new Uint8Array()].map((stored) => open(stored).errors);
    expect(errors).toEqual([0, 0, 1, 1]);
  });

  test('leaves rows with errors out of answers, and tells them by their number', () => {
    const policies = open([desk, broken]);
    const [finding] = policies.findings.filter(({ severity }) => severity === 'error');
    expect(policies.errors).toBe(1);
    expect(finding).toMatchObject({
      code: 'unknown-user-type',
      path: 'stored roles',
      line: 2,
      message: 'row 2, role `night`: unknown user type `Nobody`',
    });
    expect(check(policies, { today: '2027-01-31' }).errors).toBe(1);
    expect(matrix(policies, { tenant: 'acme' }).rows.map(({ role }) => role)).toContain('desk');
    expect(() => matrix(policies, { tenant: 'acme', role: 'night' })).toThrow(QuestionError);
  });

  test('says in the audit of which row a finding is', () => {
    const ofAll = { ...desk, grants: { models: { Company: ['view'] } } };
    const said = check(open([ofAll]), { today: '2027-01-31' }).findings.filter(
      ({ path }) => path === 'stored roles',
    );
    expect(said.map(({ message }) => message.startsWith('row 1, role `desk`: '))).toEqual([true]);
  });

  test('compares them, and tells which do not compile any more', () => {
    const narrower = acme.replace(
      "{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }",
      "{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': { except: [export] } }",
    );
    expect(narrower).not.toBe(acme);
    const answer = diff(open([desk]), open([desk], { 'policies/all.yaml': narrower }));
    expect(JSON.stringify(answer.faults)).toContain('stored-role-broken');
    expect(diff(open([]), open([desk])).changes.some(({ role }) => role === 'desk')).toBe(true);
  });

  test('writes the package without them', () => {
    const contents = (policies: ReturnType<typeof open>) =>
      [...write(policies)].map(({ path, content }) => [path, content]);
    const own = contents(compile(files, { folder: 'policies' }));
    expect(contents(open([desk]))).toEqual(own);
    expect(contents(open([broken]))).toEqual(own);
  });

  test('refuses what is no list of rows, and a row that JSON cannot hold', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    for (const stored of [7, {}, null, [1n], [undefined], [loop]])
      expect(() => open(stored as never)).toThrow(QuestionError);
  });
});
