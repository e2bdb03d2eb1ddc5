import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const read = (text: string) => readPolicy(filesInMemory({ 'p/runbook.yaml': text }), 'p');

test('a runbook is linked with what it does not say left to the neutral texts', () => {
  const { policy, diagnostics } = read(
    'kind: Runbook\nname: product\nprefill: { newRole: maximum }\nsteps: { remove-role: "Delete {role} at {tenant}" }\n',
  );
  expect(diagnostics).toEqual([]);
  expect(policy?.runbooks).toEqual([
    expect.objectContaining({
      name: 'product',
      prefill: { newRole: 'maximum', duplicate: 'nothing', properties: 'off' },
      steps: { 'remove-role': 'Delete {role} at {tenant}' },
    }),
  ]);
});

test.each([
  ['screens: { roles: "{role}" }', 'unknown-placeholder'],
  ['requests: { to: "{tenant}" }', 'unknown-placeholder'],
  ['verify: { reload: "{where}" }', 'unknown-placeholder'],
  ['actions: { mergee: Merge }', 'unknown-action'],
  ['steps: { click: Click }', 'unknown-field'],
  ['prefill: { newRole: all }', 'unknown-value'],
])('%s is %s', (line, code) => {
  const { diagnostics } = read(`kind: Runbook\nname: product\n${line}\n`);
  expect(diagnostics.map((one) => one.code)).toEqual([code]);
});
