import { expect, test } from 'vitest';
import { codes } from '../compiler/diagnostics/codes.ts';
import { remedies } from '../compiler/diagnostics/remedies.ts';
import { rulesPage } from './support/rules-page.ts';

test('docs/rules.md says what the compiler can say', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../docs/rules.md');
});

test('every code has its section, and a remedy', () => {
  const sections = [...rulesPage().matchAll(/^### `(.+)`$/gm)].map(([, code]) => code);
  expect(sections).toEqual(Object.keys(codes));
  expect(Object.keys(remedies).sort()).toEqual(Object.keys(codes).sort());
});
