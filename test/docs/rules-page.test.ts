import { expect, test } from 'vitest';
import { codes } from '../../compiler/diagnostics/codes.ts';
import { rulesPage } from '../support/rules-page.ts';

test('docs/rules.md says what the compiler can say', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../docs/rules.md');
});

test('every code has its section', () => {
  const sections = [...rulesPage().matchAll(/^### `(.+)`$/gm)].map(([, code]) => code);
  expect(sections).toEqual(Object.keys(codes));
});
