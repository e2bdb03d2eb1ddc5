import { afterEach, expect, test } from 'vitest';
import { openApi } from '../../action/open-api.ts';
import { updateLabels } from '../../action/update-labels.ts';
import type { Verdict } from '../../compiler/model/change.ts';
import { type FakeGitHub, fakeGitHub, token, type World } from './github.ts';

let github: FakeGitHub;
afterEach(() => github.stop());

async function label(world: Partial<World>, ...wanted: readonly (Verdict | 'vendor')[]) {
  github = await fakeGitHub(world);
  const env = { GITHUB_REPOSITORY: 'acme/policies', GITHUB_API_URL: github.url };
  return updateLabels(openApi({ env, second: 5 }, token), 7, wanted);
}

test('adds the label of the verdict and defines it once', async () => {
  expect(await label({ labels: ['bug'] }, 'wider')).toBe(true);
  expect(github.world.labels).toEqual(['bug', 'plafond/wider']);
  expect(github.world.definitions).toEqual(new Map([['plafond/wider', 'd93f0b']]));
});

test('replaces its own label and leaves the others', async () => {
  const present = [
    'plafond/escalation',
    'plafond/wider',
    'plafond/ours-by-hand',
    'escalation',
    'Plafond/mixed',
  ];
  await label({ labels: present, definitions: new Map([['plafond/narrower', 'ffffff']]) }, 'narrower');
  expect(github.world.labels).toEqual(['plafond/ours-by-hand', 'escalation', 'plafond/narrower']);
  expect(github.world.definitions.get('plafond/narrower')).toBe('ffffff');
});

test('writes nothing where the label is right', async () => {
  expect(await label({ labels: ['bug', 'plafond/no-effect'] }, 'no-effect')).toBe(false);
  expect(github.writes()).toEqual([]);
});

test('has the mark of the vendor beside the verdict, while it is wanted', async () => {
  await label({ labels: ['plafond/no-effect'] }, 'wider', 'vendor');
  expect(github.world.labels).toEqual(['plafond/wider', 'plafond/vendor']);
  github.stop();
  await label({ labels: ['plafond/wider', 'plafond/vendor'] }, 'wider');
  expect(github.world.labels).toEqual(['plafond/wider']);
});

test('removes its own where there is no verdict', async () => {
  await label({ labels: ['bug', 'plafond/no-effect', 'plafond/vendor'] });
  expect(github.world.labels).toEqual(['bug']);
});

test('does not mind that another run was faster', async () => {
  const upsets = [
    { on: /^POST .*policies\/labels/, status: 422 },
    { on: /^DELETE/, status: 404 },
  ];
  expect(await label({ labels: ['plafond/wider'], upsets }, 'mixed')).toBe(true);
});

test('names the permission that is missing', async () => {
  const upsets = [{ on: /^POST .*issues\/7\/labels/, status: 403, message: 'Resource not accessible' }];
  await expect(label({ upsets }, 'mixed')).rejects.toThrow(
    'cannot label pull request 7 (HTTP 403): the token lacks a permission; give the job `permissions:` with `pull-requests: write`',
  );
});

test('says that a label could not be removed, unless it was gone', async () => {
  const upsets = [{ on: /^DELETE/, status: 403, message: 'Resource not accessible' }];
  await expect(label({ labels: ['plafond/wider'], upsets }, 'mixed')).rejects.toThrow(
    'cannot remove a label from pull request 7 (HTTP 403): the token lacks a permission',
  );
});
