import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { openPackage } from '../support/role-editor.ts';

const policies = `${acme}---
{ kind: Role, name: tagger, abstract: true, userType: Core, grants: { models: { Tag: [create, update] } } }
---
{ kind: Role, name: over-tagger, abstract: true, userType: Core, includes: [tagger], grants: {} }
---
{ kind: Role, name: owner-changer, abstract: true, userType: Core, grants: { models: { Company: [view, update] } } }
`;
const law = (demand: string) =>
  `${policies}---\n{ kind: Invariant, name: law, severity: error, because: It is the law., tenants: [acme], ${demand} }\n`;

const open = (text: string) => openPackage(compiled(filesInMemory({ 'policies/all.yaml': text })));

const desk = (includes: readonly string[], more: object = {}) => ({
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  includes,
  grants: { models: { Log: ['view'] } },
  ...more,
});

const lawless = open(policies);
const signedIn = { tenant: 'acme', userType: 'Core', user: { id: 'u1', level: 1, teamIds: [] } };

/** Lists the codes of what `check` finds with a role in a file, of the role's document and of those that it includes. */
function listCodes(text: string, role: object): readonly string[] {
  const { compiled: whole, diagnostics } = compile(
    filesInMemory({ 'policies/all.yaml': text, 'policies/desk.yaml': JSON.stringify(role) }),
    'policies',
  );
  if (!whole) return diagnostics.map(({ code }) => code);
  return lint(whole.matrix, '2026-01-01')
    .filter(({ message }) => message.includes('`desk`'))
    .map(({ code }) => code);
}

describe.each([
  ['one role', ['tagger']],
  ['a role that includes another', ['over-tagger']],
])('what a role of a database holds by %s', (_, includes) => {
  const strict = open(law('mustNot: [Tag:create]'));

  test('breaks an invariant as if it stood in the role', () => {
    const editor = strict.roles({ tenant: 'acme' });
    const { ok, findings } = editor.check(desk(includes));
    expect(ok).toBe(false);
    expect(findings).toMatchObject([{ code: 'invariant-broken', severity: 'error', path: ['includes', 0] }]);
    expect(() => editor.compile(desk(includes))).toThrow('against invariant `law`');
  });

  test('takes a stored role out of use that an invariant of a newer bundle forbids', () => {
    const stored = lawless.roles({ tenant: 'acme' }).compile(desk(includes));
    const ask = ({ permissions }: typeof strict) =>
      permissions({ ...signedIn, roles: [stored as unknown as string] });
    expect(ask(lawless).can('update', 'Tag', {})).toBe(true);
    expect(ask(strict).can('update', 'Tag', {})).toBe(false);
    expect(ask(strict).can('view', 'Log', {})).toBe(false);
    expect(() => strict.roles({ tenant: 'acme' }).renew(stored)).toThrow('law');
    const editor = strict.roles({ tenant: 'acme', stored: [stored] });
    const ofDesk = { role: 'desk', stored: true, because: expect.stringContaining('law') };
    expect(editor.list()).toContainEqual(ofDesk);
    expect(editor.assignable({ userType: 'Core' })).toContainEqual({ ...ofDesk, assignable: false });
  });
});

describe('an invariant that demands what a role of a database cannot have', () => {
  test.each([
    ['by its user type', law('must: [Sync:use]'), { userType: 'View' }],
    [
      'by the ceiling of its tenant',
      law('must: [Sync:use]').replace(
        "{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all, features: all } }",
        "{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all } }",
      ),
      {},
    ],
    ['since it does not say it', law('must: [Sync:use]'), {}],
  ])('%s is broken', (_, text, more) => {
    const role = desk([], { ...more });
    expect(listCodes(text, role)).toContain('invariant-broken');
    const { ok, findings } = open(text).roles({ tenant: 'acme' }).check(role);
    expect(ok).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('invariant-broken');
  });
});

describe('what check says of an included permission', () => {
  test('is said by the editor too, with a path to the inclusion', () => {
    const role = desk(['owner-changer'], { grants: {} });
    const { ok, findings } = lawless.roles({ tenant: 'acme' }).check(role);
    expect(ok).toBe(true);
    expect(findings.map(({ code }) => code).sort()).toEqual([...listCodes(policies, role)].sort());
    expect(findings).toMatchObject([{ code: 'portfolio-movable-by-holder', path: ['includes', 0] }]);
  });
});
