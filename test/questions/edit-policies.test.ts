import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { matrixOf } from '../../compiler/library/kept-policies.ts';
import {
  compile,
  diff,
  type EditQuestion,
  edit,
  explain,
  matrix,
  QuestionError,
} from '../../compiler/library.ts';
import { has } from '../../compiler/model/bits.ts';

const root = path.join(import.meta.dirname, '../../policies');

const real: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|csv)$/.test(file))
    .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(root, file), 'utf8')]),
);

const policies = compile(real);

/** Makes an edit, and returns the lines that are new in each file, those that are gone, and the policies after it. */
function make(question: EditQuestion, of = policies, before = real) {
  const { files, ...rest } = edit(of, question);
  const after = { ...before };
  for (const { path: file, text } of files) {
    if (text === null) delete after[file];
    else after[file] = text;
  }
  const lines = (text: string | undefined) => (text ?? '').split('\n');
  const changed = files.map(({ path: file, text }) => {
    const [was, is] = [lines(before[file]), lines(text ?? undefined)];
    return {
      file,
      gone: was.filter((line) => !is.includes(line)),
      added: is.filter((line) => !was.includes(line)),
    };
  });
  return { ...rest, changed, files: after, policies: compile(after, { before: of }) };
}

const listChanges = (after: typeof policies) =>
  diff(policies, after).changes.map(
    ({ kind, tenant, role, permission }) => `${tenant} ${role} ${kind} ${permission}`,
  );

describe('a permission more or less', () => {
  test('is one line of the role, with comments and order kept', () => {
    const { changed, policies: after } = make({
      edit: 'permission',
      role: 'csm',
      permission: 'Churn:export',
      on: true,
    });
    expect(changed).toEqual([
      {
        file: 'roles/csm.yaml',
        gone: ['    Churn: [create, view, update]'],
        added: ['    Churn: [create, view, update, export]'],
      },
    ]);
    expect(listChanges(after)).toEqual(
      ['acme', 'globex', 'initech'].map((tenant) => `${tenant} csm gained Churn:export`),
    );
  });

  test('of a model that the role says nothing of is a new line where it belongs', () => {
    const { changed } = make({ edit: 'permission', role: 'csm', permission: 'Snippet:view', on: true });
    expect(changed[0]?.added).toEqual(['    Snippet: [view]']);
    expect(changed[0]?.gone).toEqual([]);
  });

  test('of a property keeps what is said of the others', () => {
    const { changed } = make({
      edit: 'permission',
      role: 'csm',
      permission: 'Company.owner:update',
      on: true,
    });
    expect(changed[0]?.added).toEqual([
      '      properties: { owner: [view, update], coOwner: [view], "*": all }',
    ]);
  });

  test('of a module that is excepted takes it off the exceptions', () => {
    const { changed } = make({ edit: 'permission', role: 'csm', permission: 'Developer:use', on: true });
    expect(changed[0]?.added).toEqual(['  modules: all']);
  });

  test('of a feature is one item of the block', () => {
    const on = make({ edit: 'permission', role: 'csm', permission: 'Import:use', on: true });
    expect(on.changed[0]).toEqual({ file: 'roles/csm.yaml', gone: [], added: ['    - Import'] });
    const off = make(
      { edit: 'permission', role: 'csm', permission: 'Import:use', on: false },
      on.policies,
      on.files,
    );
    expect(off.files['roles/csm.yaml']).toBe(real['roles/csm.yaml']);
  });

  test('that another role brings, or that nobody grants, is refused in a sentence', () => {
    const refuse = (permission: string, role = 'csm') =>
      expect(() => edit(policies, { edit: 'permission', role, permission, on: false }));
    refuse('Filter:view').toThrow(QuestionError);
    refuse('Company:fly').toThrow(/supports/);
    refuse('Company:view', 'cms').toThrow(/did you mean `csm`/);
  });

  test('takes the place of all that a map in braces said, however that is written', () => {
    const role = {
      kind: 'Role',
      name: 'by-machine',
      userType: 'Core',
      portfolio: 'all',
      grants: { models: { Company: { except: ['remove'] } } },
    };
    for (const text of [JSON.stringify(role), JSON.stringify(role, undefined, 2)]) {
      const before = { ...real, 'roles/by-machine.yaml': text };
      const { files, policies: after } = make(
        { edit: 'permission', role: 'by-machine', permission: 'Company.arr:view', on: false },
        compile(before),
        before,
      );
      expect(after.findings).toEqual(compile(before).findings);
      expect(parse(files['roles/by-machine.yaml'] ?? '').grants.models.Company).toEqual({
        actions: { except: ['remove'] },
        properties: { arr: { except: ['view'] } },
      });
    }
  });

  test('is there or gone in every role, whatever the form of what it says', { tags: ['slow'] }, () => {
    const matrix = matrixOf(policies);
    const { cells } = matrix.policy.catalog;
    let count = 0;
    for (const role of matrix.policy.sharedRoles)
      for (const cell of cells.filter(({ index, kind }) => kind !== 'capability' && index % 97 === 3)) {
        const isOwn = has(role.layer.own, cell.index);
        const isBrought = role.layer.includes.some(({ layer }) => has(layer.held, cell.index));
        if (!has(role.cap, cell.index) || isBrought) continue;
        const question = { edit: 'permission', role: role.name, permission: cell.permission } as const;
        const there = make({ ...question, on: !isOwn });
        const made = matrixOf(there.policies).policy.sharedRoles.find(({ name }) => name === role.name);
        expect(made && has(made.layer.held, cell.index), `${role.name} ${cell.permission}`).toBe(!isOwn);
        count++;
      }
    expect(count).toBeGreaterThan(20);
  });
});

describe('the edits that explain proposes', () => {
  test('make a permission effective one after the other', () => {
    const asked = { tenant: 'acme', role: 'csm', permission: 'Churn:export' } as const;
    expect(explain(policies, asked).unlock).toHaveLength(1);
    const { policies: after } = make({ edit: 'unlock', ...asked, step: 0 });
    expect(explain(after, asked).effective).toBe(true);
  });

  test('that are no value of a file are refused with what to do', () => {
    const asked = { tenant: 'acme', role: 'template-view', permission: 'Company:remove' } as const;
    expect(() => edit(policies, { edit: 'unlock', ...asked, step: 0 })).toThrow(/clone/);
    expect(() => edit(policies, { edit: 'unlock', ...asked, step: 9 })).toThrow(/no edit 9/);
  });
});

describe('roles', () => {
  test('are made, copied and renamed as the commands do', () => {
    const made = make({ edit: 'new-role', name: 'onlooker', userType: 'View', portfolio: ['full'] });
    expect(made.policies.errors).toBe(0);
    expect(Object.keys(made.files)).toContain('roles/onlooker.yaml');
    const copied = make({ edit: 'copy-role', role: 'csm', name: 'csm-readonly', userType: 'View' });
    expect(copied.policies.errors).toBe(0);
    expect(copied.dropped).toContain('Company:update');
    const renamed = make({ edit: 'rename-role', role: 'csm', name: 'customer-success' });
    expect(renamed.policies.errors).toBe(0);
    expect(renamed.files['roles/csm.yaml']).toBeUndefined();
    expect(renamed.files['roles/customer-success.yaml']).toContain('renamedFrom: csm');
    const held = (of: typeof policies, role: string) =>
      matrix(of, { tenant: 'acme', role }).rows.map(({ granted }) => granted);
    expect(held(renamed.policies, 'customer-success')).toEqual(held(policies, 'csm'));
  });

  test('are refused where the name is taken', () => {
    expect(() => edit(policies, { edit: 'copy-role', role: 'csm', name: 'manager' })).toThrow(/already/);
    expect(() =>
      edit(policies, { edit: 'new-role', name: 'csm', userType: 'View', portfolio: ['full'] }),
    ).toThrow(/already/);
  });
});
