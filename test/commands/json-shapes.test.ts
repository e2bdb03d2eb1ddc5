/** @module-tag slow */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/checkout.ts';

/*
 * The shapes of JSON that programs rely on: every key that is promised is there, with its type. Keys may be added.
 */

/** A promised type: a word, a list of one type, an object of keys, one of several types, or a map of whatever keys. */
type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | readonly [Shape]
  | OneOf
  | MapOf
  | { readonly [key: string]: Shape };

interface OneOf {
  readonly oneOf: readonly Shape[];
}

interface MapOf {
  readonly mapOf: Shape;
}

const any = (...oneOf: readonly Shape[]): OneOf => ({ oneOf });

const place = { path: 'string', line: 'number', column: 'number' } as const;
const permissions = ['string'] as const;
const kinds = {
  gained: permissions,
  lost: permissions,
  widened: permissions,
  narrowed: permissions,
  shifted: permissions,
};
const trail = [{ layer: 'string', holds: 'boolean', at: place, because: 'string' }] as const;
const explained = {
  version: 'number',
  permission: 'string',
  tenant: 'string',
  role: any('string', 'null'),
  effective: 'boolean',
  decidedBy: any('string', 'null'),
  trail,
  portfolio: ['string'],
  unlock: [{ layer: 'string', at: place, edit: 'string' }],
} as const;
const finding = {
  code: 'string',
  severity: 'string',
  message: 'string',
  ...place,
  endLine: 'number',
  endColumn: 'number',
  related: [{ ...place, message: 'string' }],
} as const;
const holder = {
  tenant: 'string',
  role: 'string',
  portfolio: ['string'],
  users: any('number', 'null'),
} as const;

/** The lines that are asked, each with its promised shape and a list in the answer that must not be empty. */
const promises: readonly (readonly [line: string, shape: Shape, filled: string])[] = [
  [
    'matrix --tenant acme',
    {
      version: 'number',
      rows: [
        {
          tenant: 'string',
          role: 'string',
          userType: 'string',
          seats: ['string'],
          portfolio: ['string'],
          granted: permissions,
          reach: { mapOf: ['string'] },
        },
      ],
    },
    'rows',
  ],
  [
    'matrix --tenant acme --user dev-2',
    {
      version: 'number',
      rows: [
        {
          tenant: 'string',
          user: 'string',
          granted: [{ permission: 'string', portfolio: ['string'], roles: ['string'] }],
        },
      ],
    },
    'rows',
  ],
  ['explain Issue:remove --tenant acme --role triage', explained, 'unlock'],
  ['explain Issue:view --tenant acme --user dev-2', { ...explained, user: 'string' }, 'trail'],
  ['who Issue:view', { version: 'number', permission: 'string', holders: [holder] }, 'holders'],
  [
    'who Issue:view --users',
    { version: 'number', holders: [{ ...holder, names: any(['string'], 'null') }] },
    'holders',
  ],
  [
    'diff HEAD',
    {
      version: 'number',
      base: 'string',
      head: any('string', 'null'),
      direction: 'string',
      changes: [
        {
          kind: 'string',
          tenant: 'string',
          role: 'string',
          permission: 'string',
          risk: 'string',
          woken: 'boolean',
          because: { layer: 'string', at: place },
          users: any('number', 'null'),
        },
      ],
      people: [{ tenant: 'string', user: 'string', ...kinds }],
    },
    'people',
  ],
  [
    'describe dev-2 --tenant acme',
    {
      version: 'number',
      tenant: 'string',
      user: 'string',
      userType: 'string',
      seats: ['string'],
      roles: ['string'],
      can: { mapOf: [{ permission: 'string', risk: 'string', roles: ['string'], records: ['string'] }] },
      risky: { mapOf: permissions },
      colleagues: ['string'],
      lacks: [{ permission: 'string', colleagues: ['string'] }],
      unused: permissions,
    },
    'roles',
  ],
  [
    'runbook HEAD',
    {
      version: 'number',
      base: 'string',
      head: 'string',
      tenants: [
        {
          tenant: 'string',
          switches: 'number',
          requests: [{ kind: 'string', when: 'string', permissions, because: 'string', text: 'string' }],
          steps: [{ screen: 'string', kind: 'string', text: 'string' }],
          checks: [
            {
              role: 'string',
              signIn: 'string',
              permissions: [{ permission: 'string', mustBeThere: 'boolean' }],
              places: [
                { open: 'string', lines: [{ mustBeThere: 'boolean', text: 'string', notes: ['string'] }] },
              ],
            },
          ],
          stuck: ['string'],
        },
      ],
    },
    'tenants',
  ],
  ['check', { version: 'number', findings: [finding], errors: 'number', warnings: 'number' }, 'findings'],
  [
    'test',
    {
      version: 'number',
      tests: [
        {
          name: 'string',
          path: 'string',
          line: 'number',
          passed: 'boolean',
          expectations: [
            {
              permission: 'string',
              record: any('string', 'null'),
              expected: 'string',
              actual: 'string',
              because: 'string',
            },
          ],
        },
      ],
      passed: 'number',
      failed: 'number',
    },
    'tests',
  ],
];

const isOneOf = (shape: object): shape is OneOf => 'oneOf' in shape;
const isMapOf = (shape: object): shape is MapOf => 'mapOf' in shape;

/** Lists where a value is not of a shape. */
function findFaults(value: unknown, shape: Shape, at = ''): readonly string[] {
  if (typeof shape === 'string') {
    const type = value === null ? 'null' : typeof value;
    return type === shape ? [] : [`${at}: ${type} is no ${shape}`];
  }
  if (isOneOf(shape)) {
    const all = shape.oneOf.map((one) => findFaults(value, one, at));
    return all.find((faults) => faults.length === 0) ?? all.flat();
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((one) => findFaults(one, shape[0], `${at}[]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  if (isMapOf(shape))
    return Object.entries(value).flatMap(([key, one]) => findFaults(one, shape.mapOf, `${at}.${key}`));
  return Object.entries(shape).flatMap(([key, of]) =>
    key in value ? findFaults(Reflect.get(value, key), of, `${at}.${key}`) : [`${at}.${key} is not there`],
  );
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

let work: Place;
beforeAll(async () => {
  work = makePlace();
  work.git('.', 'init', '-q', 'work');
  expect((await work.plafond('work', 'init --example tracker --name @acme/permissions --quiet')).exit).toBe(
    0,
  );
  work.git('work', 'add', 'policies');
  work.git('work', 'commit', '-q', '-m', 'Add permissions');
  const file = 'work/policies/tenants/acme/roles/triage.yaml';
  const text = readFileSync(path.join(work.root, file), 'utf8');
  work.write(file, text.replace('Issue: [view, ', 'Issue: [view, export, '));
});
afterAll(() => work.remove());

test.for(promises)('`%s` has the keys and types that are promised', async ([line, shape, filled]) => {
  const { out, err } = await work.plafond('work', `${line} --format json`);
  expect(err).toBe('');
  const answer = JSON.parse(out);
  expect([...new Set(findFaults(answer, shape))]).toEqual([]);
  if (line !== 'check') expect(answer[filled].length).toBeGreaterThan(0);
  expect(answer.version).toBe(1);
});

test('the findings of a broken copy have theirs, and every question that they silence', async () => {
  const file = 'work/policies/tenants/acme/roles/triage.yaml';
  const text = readFileSync(path.join(work.root, file), 'utf8');
  work.write(file, text.replace('userType: Member', 'userType: Membr'));
  const [, shape] = promises.find(([line]) => line === 'check') ?? [];
  for (const line of ['check', 'compile', 'explain Issue:view --tenant acme --role triage']) {
    const { out, exit } = await work.plafond('work', `${line} --format json`);
    expect(exit).toBe(1);
    const answer = JSON.parse(out);
    expect(answer.findings[0]).toMatchObject({ code: 'unknown-user-type', help: expect.any(String) });
    expect([...new Set(findFaults(answer, shape ?? 'null'))]).toEqual([]);
  }
  work.write(file, text);
});
