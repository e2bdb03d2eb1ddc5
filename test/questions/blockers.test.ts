import { expect, test } from 'vitest';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';

const texts = {
  catalog: 'kind: Model\nname: Deal\nactions: [view, update]\n',
  type: 'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": [view] } }\n',
  seat: 'kind: Seat\nname: Extra\ncombinesWith: [Core]\nadds: { models: { Deal: [view, update] } }\n',
  more: 'kind: Seat\nname: More\ncombinesWith: [Core]\nadds: { models: { Deal: [update] } }\n',
  base: 'kind: Role\nname: base\nabstract: true\ngrants: { models: { Deal: [view] } }\n',
  role: 'kind: Role\nname: seller\nuserType: Core\nseats: [Extra, More]\nincludes: [base]\ngrants: { models: { Deal: [view, update] } }\n',
  tenant: 'kind: Tenant\nname: acme\nplan: Free\nceiling: { models: { "*": all } }\n',
};

/** Returns the reasons why the edit of one document changed nothing. */
function reasonsFor(file: keyof typeof texts, from: string, to: string): readonly string[] {
  expect(texts[file]).toContain(from);
  return reasonsBetween(texts, { ...texts, [file]: texts[file].replace(from, to) });
}

type Texts = Readonly<Record<string, string>>;

/** Returns the reasons why edits from some documents to others changed nothing. */
function reasonsBetween(base: Texts, head: Texts): readonly string[] {
  const matrixOf = (some: Texts) =>
    compiled(
      filesInMemory(
        Object.fromEntries(Object.entries(some).map(([name, text]) => [`policies/${name}.yaml`, text])),
      ),
    ).matrix;
  const { edits } = diff(matrixOf(base), matrixOf(head));
  return edits.flatMap(({ idle }) => idle.map(({ because }) => because));
}

test.for([
  ['role', 'Deal: [view, update]', 'Deal: [update]', 'role `base` holds it already'],
  ['base', 'Deal: [view]', 'Deal: none', 'role `seller` holds it already'],
  ['type', '"*": [view]', '"*": none', 'seat `Extra` holds it already'],
  ['seat', 'Deal: [view, update]', 'Deal: [update]', 'user type `Core` holds it already'],
  ['seat', 'Deal: [view, update]', 'Deal: [view]', 'seat `More` holds it already'],
] as const)('an edit of the %s from `%s` to `%s` changes nothing: %s', ([file, from, to, because]) => {
  expect(reasonsFor(file, from, to)).toEqual([because]);
});

test.for([
  [
    '[view, update, merge]',
    'it permits nothing until models list it, and of each of those the edit is told apart',
  ],
  ['[view, update]', 'no role holds it on any model'],
] as const)('an action that is new while Deal has %s permits nothing by itself: %s', ([actions, because]) => {
  const all = {
    ...texts,
    type: texts.type.replace('[view]', 'all'),
    role: texts.role.replace('[view, update]', 'all'),
  };
  const catalog = `kind: Model\nname: Deal\nactions: ${actions}\n`;
  const head = { ...all, catalog, action: 'kind: Action\nname: merge\nrequires: [view]\n' };
  expect(reasonsBetween(all, head)).toEqual([because]);
});
