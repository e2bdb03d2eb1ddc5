import { expect, test } from 'vitest';
import { nameProduct, usualProduct } from '../../action/name-product.ts';

const folders = [
  ...[
    'shop/policies',
    'shop',
    'billing/policies',
    'shop-policies',
    'shop/policies-2',
    'a/b-c',
    'a-b/c',
    'a/b/c',
  ],
  ...['.', 'Shop/policies', 'shop.policies', 'shop~policies', 'with space/policies', 'übersicht/policies'],
  ...[
    '../policies',
    '/policies',
    'x --> <b>@acme</b>\n<!-- plafond:diff',
    'a*b:c"d?e|f\\g',
    'no-effect',
    'vendor',
  ],
  ...['a/very/long/way/to/the/policies/of/one', 'a/very/long/way/to/the/policies/of/two'],
];

test('the usual folder has the names that it had before there were several', () => {
  for (const policies of ['policies', './policies', 'policies/', 'x/../policies'])
    expect(nameProduct('', policies)).toEqual({
      ...{ folder: 'policies', isUsual: true, marker: '<!-- plafond:diff -->', title: 'Permissions' },
      ...{ labelPrefix: 'plafond/', suffix: '' },
    });
});

test('a plain folder is told in its names', () => {
  expect(nameProduct('shop/', 'policies')).toEqual({
    ...{ folder: 'shop/policies', isUsual: false, marker: '<!-- plafond:diff shop/policies -->' },
    ...{
      title: 'Permissions of `shop/policies`',
      labelPrefix: 'plafond/shop/policies/',
      suffix: '-shop.policies',
    },
  });
});

test('a long folder has its beginning and a digest in its names', () => {
  const { labelPrefix, title } = nameProduct('', 'a/very/long/way/to/the/policies/of/one');
  expect(labelPrefix).toMatch(/^plafond\/a-very-long-way-to-the~[0-9a-f]{8}\/$/);
  expect(title).toContain('a/very/long/way/to/the/policies/of/one');
});

test.each(['marker', 'labelPrefix', 'suffix'] as const)('no two folders share a %s', (name) => {
  const all = [usualProduct, ...folders.map((folder) => nameProduct('', folder))].map((one) => one[name]);
  expect(new Set(all.map((one) => one.toLowerCase())).size).toBe(folders.length + 1);
});

test.each(folders)('GitHub takes the names of a folder, and none does anything: %j', (folder) => {
  const { marker, labelPrefix, suffix, title } = nameProduct('', folder);
  expect(marker).toMatch(/^<!-- plafond:diff [a-z0-9_/~-]+ -->$/);
  expect(`${labelPrefix}escalation`.length).toBeLessThanOrEqual(50);
  expect(labelPrefix).toMatch(/^plafond\/[a-z0-9_/~-]+\/$/);
  expect(suffix).toMatch(/^-[a-z0-9_.~-]+$/);
  expect(title).toMatch(/^Permissions of (`+)[^\n]+\1$/);
});
