import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { parseAnyYaml } from '../../compiler/text/yaml.ts';
import { filesOfBytes } from '../support/broken.ts';
import { runs } from '../support/random.ts';

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
  [`title:${'x'.repeat(70)}`, 'a space is missing after `title:`: write a space behind the `:`'],
])('a slip of the pen comes with what to write: %s', (line, said) => {
  const found = adviceOn(`kind: Role\n${line}\nname: x\n`);
  if (said === undefined) expect(found).not.toContainEqual(expect.stringContaining('YAML'));
  else expect(found).toEqual([said]);
});

test.each([
  ['grants:\n    models: all\n  modules: all', /same column: begin the keys of one map at the same column$/],
  ['seats:\n  - A\nB', /are missing after `B`: write `B: …`, or indent the line/],
  ['title: A\nViewer', /after `Viewer`: write `Viewer: …`/],
  ['title: "A" b', /: let nothing follow the value on its line, or put quotes around all of it$/],
  ["title: 'it's'", /: let nothing follow the value on its line/],
  ['title: "A"#b', /: write a space before `#`, or put quotes around the text$/],
  ['title: "\\d"', /: write `\\\\` for a backslash, or put the text in single quotes$/],
  ['seats: [A]]', /^this `\]` closes nothing: take it away, or write the `\[` that it closes$/],
  ['seats: [A,,B]', /: take the comma away, or write the item that is missing before it$/],
  ["seats: ['A' 'B']", /: write a comma between the items, or put quotes around the text$/],
  ['seats: [\n  - A\n]', /: write a list in brackets as `\[a, b\]`, and a map as `\{ a: b \}`$/],
  ['title: | A\n  b', /: write the text on the lines below, or put quotes around one that begins with/],
  ['title: >= 3', /: write the text on the lines below, or put quotes around one that begins with/],
  ['title: R & D\nseats: [&]', /: put quotes around a text that begins with `\*` or `&`$/],
  ['title: &x: b', /: put quotes around a text that begins with `\*` or `&`$/],
  [
    'title: !secret x',
    /^unknown YAML tag: `!secret`: take the tag away, or put quotes around the text that begins/,
  ],
  ['365: all', /^a key must be plain text: write `"365"`$/],
  [': all', /^a key must be plain text: write the key before the `:`$/],
  ['// A role', /: write the key and its `:` on one line; a comment begins with `#`$/],
  ['title: &x &y A', /: keep one of them$/],
])('a slip of syntax comes with what to do: %s', (lines, said) => {
  expect(adviceOn(`kind: Role\n${lines}\nname: x\n`)).toContainEqual(expect.stringMatching(said));
});

test('whatever is wrong with a text as YAML, something can be done about it', () => {
  const whole = `kind: Role
name: csm
title: "A: b"
grants:
  models: { "*": [view], Company: { actions: [view], properties: all } }
  modules:
    - Work
    - 'B'
description: |
  Some text
  over lines
`;
  const piece = fc.constantFrom(
    ...' \n\t:-,[]{}"\'#&*!|>%@`?\\',
    '- ',
    ': ',
    '\n ',
    '&a ',
    '*a',
    '!x ',
    '---',
    '...',
  );
  const edit = fc.record({ at: fc.nat(whole.length), gone: fc.nat(3), piece });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const text = edits.reduce(
        (all, { at, gone, piece: put }) => all.slice(0, at) + put + all.slice(at + gone),
        whole,
      );
      for (const { mistakes } of parseAnyYaml({ path: 'a.yaml', text }))
        for (const { kind, help } of mistakes)
          if (['syntax', 'unknown-tag', 'key-not-text'].includes(kind)) expect(help).toMatch(/^[a-z].*[^.]$/);
    }),
    runs(500),
  );
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
