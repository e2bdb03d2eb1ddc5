import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

/** Returns the messages and the advice about policies in which tenants add properties to `Note`, of these grants of two user types. */
const judge = (lower: string, higher: string, more = '') =>
  readPolicy(
    filesInMemory({
      'policies/all.yaml': `
kind: Model
name: Note
actions: [view, update]
properties: { text: { type: string } }
---
kind: UserType
name: View
rank: 1
allows: { models: { Note: ${lower} } }
---
kind: UserType
name: Core
rank: 2
allows: { models: { Note: ${higher} } }
---
${['acme', 'globex']
  .map(
    (tenant) =>
      `kind: Tenant\nname: ${tenant}\nceiling: {}\n---\nkind: Properties\ntenant: ${tenant}\nmodel: Note\nproperties: { custom.${tenant}: { type: string } }`,
  )
  .join('\n---\n')}
${more}`,
    }),
    'policies',
  ).diagnostics.map(({ code, message, help }) => `${code}: ${message} [${help}]`);

describe('a higher user type covers what tenants add', () => {
  const words = '{ actions: all, properties: { text: all, "*": none } }';

  test('each two user types are told once, by the first tenant where it shows', () => {
    expect(judge('[view]', words)).toEqual([
      'cap-not-monotone: user type `View` holds `Note.custom.acme:view`, which the higher `Core` does not [let `"*"` in `properties` of `Core` hold it, or take it from that of `View`]',
    ]);
    expect(judge('[view]', 'all')).toEqual([]);
    expect(judge(words, words)).toEqual([]);
    expect(judge(words, 'all')).toEqual([]);
  });

  test('what the catalog shows already is not told again', () => {
    expect(judge('[view]', '{ actions: all, properties: { "*": [update] } }')).toEqual([
      expect.stringContaining('`View` holds `Note.text:view`,'),
    ]);
  });

  test('user types of another audience are not compared', () => {
    const app =
      '---\nkind: UserType\nname: App\naudience: app\nrank: 3\nallows: { models: { Note: [view] } }\n';
    expect(judge('[view]', 'all', app)).toEqual([]);
  });
});
