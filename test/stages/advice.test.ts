import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesOfBytes } from '../support/broken.ts';

/** Lists what is said of a file, with the advice. */
const adviceOn = (text: string) =>
  readPolicy(filesOfBytes({ 'policies/a.yaml': text }), 'policies').diagnostics.map(
    ({ message, help }) => `${message.replace('not valid YAML: ', '')}: ${help}`,
  );

test.each([
  ['actions: [view', 'this `[` is never closed: write `]` at its end'],
  ['properties: { a: { type: id }', 'this `{` is never closed: write `}` at its end'],
  ["title: 'A", "this text begins with `'` and never ends: write `'` at its end"],
  ['title:  x', undefined],
  ['title:x  ', 'a space is missing after `title:`: write `title: x`'],
  [`title:${'x'.repeat(70)}`, 'a space is missing after `title:`: undefined'],
])('a slip of the pen comes with what to write: %s', (line, said) => {
  const found = adviceOn(`kind: Role\n${line}\nname: x\n`);
  if (said === undefined) expect(found).not.toContainEqual(expect.stringContaining('YAML'));
  else expect(found).toEqual([said]);
});

test.each(['\n', '\r\n'])('the markers of an unfinished merge are told as such', (end) => {
  const lines = ['kind: Module', '<<<<<<< HEAD', 'name: a', '=======', 'name: b', '>>>>>>> topic', ''];
  const said =
    'this is the marker of an unfinished merge: write what holds of the two sides, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`';
  expect(adviceOn(lines.join(end))).toEqual([said]);
  expect(adviceOn([...lines.slice(1, 2), ...lines.slice(0, 1), ...lines.slice(2)].join(end))).toEqual([said]);
  expect(adviceOn(`${lines.slice(0, 3).join(end)}${end}`)).not.toContainEqual(
    expect.stringContaining('unfinished merge'),
  );
});

test.each([
  ['Module\n', 'not a single value: write `kind: Module`'],
  [
    '- kind: Module\n  name: a\n- kind: Module\n  name: b\n',
    'not a list: write the items as documents of their own',
  ],
  ['- Call\n', 'not a list: the first line of a document is `kind:` and one of Model, '],
])('a document that is no map is told how to begin', (text, said) => {
  expect(adviceOn(text)).toEqual([expect.stringContaining(said)]);
});

test.each([
  ['userType: [Full]\ngrants: {}', 'write `Full`'],
  ['userType: [Full, Core]\ngrants: {}', 'undefined'],
  ['userType: Full\ngrants: { models: [Account] }', 'write actions for each model: `{ Account: [view], … }`'],
  ['userType: Full\ngrants: { models: [all] }', 'undefined'],
])('a list where none may stand: %s', (fields, help) => {
  const found = adviceOn(`kind: Role\nname: a\nportfolio: all\n${fields}\n`);
  expect(found).toEqual([expect.stringMatching(/not a list: /)]);
  expect(found[0]?.split('not a list: ')[1]).toBe(help);
});
