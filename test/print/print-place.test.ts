import { expect, test } from 'vitest';
import { placeIn } from '../../compiler/model/document.ts';
import { printLine, printPlace } from '../../compiler/print/print-place.ts';
import { matrixIn } from '../questions/edited.ts';

const text = `kind: Model
name: Deal
actions:
  [view]
`;

test('a place is printed with its column, and as often as it is asked on the line where it stands', () => {
  const [model] = matrixIn({ 'policies/deal.yaml': text }).policy.catalog.models;
  if (!model) throw new Error('no model');
  const { document } = model.at;
  const actions = [placeIn(document, ['actions'], 'key'), placeIn(document, ['actions', 0])] as const;
  expect(printPlace(actions[0])).toBe('policies/deal.yaml:3:1');
  for (const _ of ['first', 'again'])
    expect([placeIn(document, ['name']), ...actions].map(printLine)).toEqual([
      'policies/deal.yaml:2',
      'policies/deal.yaml:3',
      'policies/deal.yaml:4',
    ]);
  const whole = placeIn(document, ['actions']);
  expect([printLine(whole), printLine(actions[0])]).toEqual(['policies/deal.yaml:4', 'policies/deal.yaml:3']);
});
