import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import {
  judgeAlteration,
  judgeChangeGroup,
  judgeInvariantChange,
  judgeNetEffect,
  judgeReassignment,
} from '../../compiler/questions/diff/judge-gravity.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import { small } from './small.ts';

test.for([
  ['gained', 'escalation', false, 'error'],
  ['widened', 'escalation', false, 'error'],
  ['lost', 'escalation', false, 'note'],
  ['gained', 'exfiltration', false, 'warning'],
  ['gained', 'destructive', false, 'warning'],
  ['gained', 'write', false, 'note'],
  ['gained', 'write', true, 'warning'],
  ['gained', 'read', true, 'note'],
  ['shifted', 'read', false, 'warning'],
  ['narrowed', 'destructive', false, 'note'],
] as const)(
  'a permission that is %s, of class %s, woken %s, is of gravity %s',
  ([kind, risk, woken, gravity]) => {
    expect(judgeChangeGroup({ kind, risk, woken })).toBe(gravity);
  },
);

test('a permission to see something sensitive that wakes up is a warning', () => {
  const woken = { kind: 'gained', risk: 'read', woken: true } as const;
  expect(judgeChangeGroup({ ...woken, can: [{}, { sensitive: true }] })).toBe('warning');
});

test('a broken invariant is as grave as it says itself, and a waived or mended one a note', () => {
  for (const severity of ['error', 'warning'] as const)
    expect(judgeInvariantChange({ change: 'broken', severity })).toBe(severity);
  expect(judgeInvariantChange({ change: 'broken', severity: 'info' })).toBe('note');
  for (const change of ['waived', 'mended'] as const)
    expect(judgeInvariantChange({ change, severity: 'error' })).toBe('note');
});

test('people who gain are a warning, an error with something grave, and a note if they only lose', () => {
  const nothing = { gained: [], lost: [], widened: [], narrowed: [], shifted: [], grave: [] };
  expect(judgeNetEffect({ ...nothing, gained: ['Company:view'] })).toBe('warning');
  expect(judgeNetEffect({ ...nothing, gained: ['Company:export'], grave: ['Company:export'] })).toBe('error');
  expect(judgeNetEffect({ ...nothing, lost: ['Company:view'] })).toBe('note');
});

test('a role that is given is a warning, an error with something grave, and a note if it is taken', () => {
  expect(judgeReassignment({ change: 'given', grave: 0 })).toBe('warning');
  expect(judgeReassignment({ change: 'given', grave: 2 })).toBe('error');
  expect(judgeReassignment({ change: 'taken', grave: 2 })).toBe('note');
});

test('a statement that loosens is a warning, any other a note', () => {
  expect(judgeAlteration({ effect: 'loosens' })).toBe('warning');
  expect(judgeAlteration({ effect: 'tightens' })).toBe('note');
});

test('code scanning and annotations give a broken invariant the same gravity', async () => {
  const name = (side: string, texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path.replace('policies/', `${side}/policies/`), text]),
    );
  const invariant = (pattern: string) =>
    `kind: Invariant\nname: nobody-views\nseverity: warning\nbecause: a test\nroles: all\nmustNot: [${pattern}]\n`;
  const files = {
    ...name('base', { ...small, 'policies/i.yaml': invariant('"Company:remove"') }),
    ...name('head', { ...small, 'policies/i.yaml': invariant('"Company:view"') }),
  };
  const run = async (format: string) => {
    const line = `diff --base-dir base/policies --head-dir head/policies --format ${format}`;
    const { out } = await answerLine(line.split(' '), registry, ioInMemory(files).io);
    return textOf(out);
  };
  const { results } = JSON.parse(await run('sarif')).runs[0];
  const ofInvariant = results.filter(({ ruleId }: { readonly ruleId: string }) => ruleId === 'guard-broken');
  expect(ofInvariant.map(({ level }: { readonly level: string }) => level)).toEqual(['warning']);
  expect(await run('github')).toMatch(/^::warning [^\n]*title=invariant broken/m);
});
