import { expect, test } from 'vitest';
import { parseYaml } from '../../compiler/text/yaml.ts';

test('lists that are kept once are the same list, and no others', () => {
  const lists = [[''], [], ['a', 'b'], ['a\nb'], ['["a"]'], ['a'], ['', ''], ['\n'], ['a,b']];
  const text = JSON.stringify([...lists, ...lists].map((list) => ({ list })));
  const [document] = parseYaml({ path: 'policies/a.yaml', text });
  expect(document?.value).toEqual(JSON.parse(text));
});
