/** @module-tag slow */
import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { refuseToReplace } from '../../../compiler/commands/compile/replace-folder.ts';
import { bench } from './bench.ts';
import { base } from './policies.ts';

const place = bench(base);
const at = (file: string) => path.join(place.folder, 'pack', file);
afterAll(() => place.remove());

beforeEach(async () => {
  rmSync(at(''), { recursive: true, force: true });
  place.write(base);
  place.commit('as it was');
  place.commit('nothing');
  expect((await place.audit('--out', '{}/pack', '--since', 'HEAD~1')).exit).toBe(0);
});

interface Verification {
  readonly verified: boolean;
  readonly against: string;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly files: readonly { readonly path: string; readonly state: string }[];
}

/** Returns the result of verifying, with only the files that are not the same. */
async function verified(...words: readonly string[]): Promise<Verification & { readonly exit: number }> {
  const { out, exit } = await place.audit('--verify', '{}/pack', '--format', 'json', ...words);
  const found = JSON.parse(out) as Verification;
  return { ...found, exit, files: found.files.filter(({ state }) => state !== 'same') };
}

/** Changes the manifest as somebody would who wants to hide something. */
function forge(change: (manifest: Record<string, unknown>) => void): void {
  const manifest = JSON.parse(String(place.read('pack')['manifest.json']));
  change(manifest);
  writeFileSync(at('manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

test('what changed since a commit without policies is everything, and attributes are told', async () => {
  rmSync(at(''), { recursive: true, force: true });
  const inWork = (name: string) => path.join(place.folder, 'work', name);
  rmSync(inWork('policies'), { recursive: true });
  place.commit('no policies');
  place.write({ ...base, '.gitattributes': '*.yaml -diff\n' });
  place.commit('policies');
  expect(await place.audit('--out', '{}/pack', '--since', 'HEAD~1')).toMatchObject({ exit: 0 });
  expect(readFileSync(at('findings.csv'), 'utf8')).toContain('review-hidden');
  expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
  rmSync(inWork('.gitattributes'));
});

describe('verifying', () => {
  test('a pack that is as it was made', async () => {
    expect(await verified()).toMatchObject({
      exit: 0,
      verified: true,
      against: 'policies',
      files: [],
      faults: [],
    });
    expect((await place.audit('--verify', '{}/pack')).out).toMatch(/verified; \d+ files/);
    expect((await place.audit('--verify', '{}/pack', '--quiet')).out).toBe('');
  });

  test('a pack that was moved, from policies that were moved', async () => {
    cpSync(path.join(place.folder, 'work'), path.join(place.folder, 'moved'), { recursive: true });
    expect(await verified('--policies', '{}/moved/policies')).toMatchObject({ exit: 0, verified: true });
  });

  test('files that were altered, taken away and put in', async () => {
    appendFileSync(at('grants.csv'), 'acme,boss,Company:remove\n');
    appendFileSync(at('audit.xlsx'), ' ');
    rmSync(at('users.csv'));
    writeFileSync(at('matrices/soylent.csv'), '');
    const found = await verified();
    expect(found).toMatchObject({ exit: 1, verified: false, against: 'policies', faults: [] });
    expect(found.files).toEqual([
      { path: 'audit.xlsx', state: 'altered' },
      { path: 'grants.csv', state: 'altered' },
      { path: 'matrices/soylent.csv', state: 'added' },
      { path: 'users.csv', state: 'missing' },
    ]);
    const { out } = await place.audit('--verify', '{}/pack');
    expect(out).toContain('altered  grants.csv\n');
    expect(out).toContain('not verified: 4 files');
  });

  test('a manifest that was made to fit an altered file', async () => {
    writeFileSync(at('register.csv'), 'risk\n');
    const digest = 'e'.repeat(64);
    forge(({ files }) => {
      (files as Record<string, unknown>)['register.csv'] = { bytes: 5, sha256: digest, rows: 0 };
    });
    expect((await verified()).files).toEqual([
      { path: 'manifest.json', state: 'altered' },
      { path: 'register.csv', state: 'altered' },
    ]);
  });

  test('a manifest that claims another filter, day, commit, version or total', async () => {
    for (const change of [
      { tenant: 'acme' },
      { date: '2026-01-01' },
      { git: { commit: 'a'.repeat(40), dirty: false } },
      { compiler: { name: 'plafond', version: '9.9.9' } },
      { totals: { tenants: 0 } },
      { command: 'rm -rf /' },
      { policies: { folder: 'policies', files: 1, sha256: 'a'.repeat(64) } },
      { since: null },
      { tenant: 'nobody' },
    ]) {
      await place.audit('--out', '{}/pack', '--since', 'HEAD~1');
      forge((manifest) => Object.assign(manifest, change));
      expect(await verified(), JSON.stringify(change)).toMatchObject({ exit: 1, verified: false });
      rmSync(at(''), { recursive: true });
    }
  });

  test('policies that are others by now: the pack is held against its commit', async () => {
    const rest = base['policies/roles.yaml']?.replace('[view]', '[]') ?? '';
    place.write({ 'policies/roles.yaml': rest });
    const found = await verified();
    expect(found).toMatchObject({ exit: 1, verified: false, against: 'commit', files: [] });
    expect(found.faults).toEqual(['the policies differ from those of the pack']);
    appendFileSync(at('tenants.csv'), 'x');
    forge(({ files }) => {
      (files as Record<string, unknown>)['tenants.csv'] = { bytes: 5, sha256: 'a'.repeat(64) };
    });
    expect((await verified()).files.map(({ path: file }) => file)).toEqual(['manifest.json', 'tenants.csv']);
  });

  test('policies that do not compile by now', async () => {
    place.write({ 'policies/roles.yaml': 'kind: Rule\n' });
    const found = await verified();
    expect(found).toMatchObject({ exit: 1, against: 'commit', files: [] });
    expect(found.faults[0]).toContain('do not compile');
  });

  test('policies outside of any repository: what cannot be looked at is said', async () => {
    await place.audit('--out', '{}/pack');
    cpSync(path.join(place.folder, 'work/policies'), path.join(place.folder, 'bare/policies'), {
      recursive: true,
    });
    const found = await verified('--policies', '{}/bare/policies');
    expect(found).toMatchObject({ exit: 0, verified: true });
    expect(found.notes[0]).toContain('is in no repository here');
  });

  test('what is no pack', async () => {
    writeFileSync(at('manifest.json'), '{ "version": 1 }');
    expect((await verified()).faults).toEqual(['`manifest.json` is not the manifest of a pack']);
    rmSync(at('manifest.json'));
    expect((await verified()).faults).toEqual(['there is no `manifest.json`']);
    expect((await place.audit('--verify', '{}/nowhere')).err).toContain('is not a folder');
  });
});

describe('a folder is left alone', () => {
  test('that is no pack, or holds what somebody put there', async () => {
    writeFileSync(at('signed.xlsx'), 'Ada');
    expect((await place.audit('--out', '{}/pack')).err).toContain(
      'would delete 1 file not of the pack: `signed.xlsx`;',
    );
    expect(place.read('pack')['signed.xlsx']?.toString()).toBe('Ada');
    expect((await place.audit('--out', '{}/pack', '--force')).exit).toBe(0);
    expect(place.read('pack')['signed.xlsx']).toBeUndefined();
    appendFileSync(at('grants.csv'), 'edited');
    expect((await place.audit('--out', '{}/pack')).err).toContain(
      'would lose edits in 1 file: `grants.csv`;',
    );
    expect(place.read('pack')['grants.csv']?.toString()).toMatch(/edited$/);
    expect((await place.audit('--out', '{}/pack', '--force')).exit).toBe(0);
    expect((await verified()).verified).toBe(true);
    expect((await place.audit('--out', '{}/work')).exit).toBe(2);
    expect((await place.audit('--out', '{}/work/policies')).err).toContain('is the policies folder');
    place.write({ 'generated/manifest.json': '{\n  "compiler": { "name": "plafond" }\n}\n' });
    expect((await place.audit('--out', '{}/work/generated')).err).toContain('is not an evidence pack');
  });

  test('until a killed run is over: what it was about to replace is put back first', async () => {
    const left = path.join(place.folder, 'pack.tmp-1-elsewhere');
    mkdirSync(left);
    writeFileSync(at('signed.xlsx'), 'Ada');
    renameSync(at(''), path.join(left, 'old'));
    expect((await place.audit('--out', '{}/pack')).err).toContain('`signed.xlsx`');
    expect(place.read('pack')['signed.xlsx']?.toString()).toBe('Ada');
  });

  test('by `compile`, where it is a pack', () => {
    expect(() => refuseToReplace(at(''), new Map())).toThrow('is an evidence pack, so it is left alone');
  });

  test('where the policies hold an error, in them or in the revision', async () => {
    const before = place.read('pack');
    place.write({ 'policies/roles.yaml': 'kind: Rule\n' });
    const refused = await place.audit('--out', '{}/pack');
    expect(refused).toMatchObject({ exit: 1, out: '' });
    expect(refused.err).toContain('unknown-kind');
    place.commit('a mistake');
    place.write(base);
    const since = await place.audit('--out', '{}/pack', '--since', 'HEAD');
    expect(since.err).toMatch(/^at revision `HEAD`:\n.*unknown-kind/);
    expect(place.read('pack')).toEqual(before);
  });

  test('where the command was misused', async () => {
    for (const [words, sentence] of [
      [[], 'needs either `--out`, `--verify`, `--review` or `--apply`'],
      [['--out', '{}/x', '--verify', '{}/x'], 'needs either'],
      [['--verify', '{}/pack', '--tenant', 'acme'], 'from the manifest'],
      [['--out', '{}/x', '--date', '2027-02-30'], 'cannot be `2027-02-30`'],
      [['--out', '{}/x', '--date', 'tomorrow'], 'it is a day'],
      [['--out', '{}/x', '--since', 'nowhere'], '`--since`: no revision `nowhere`'],
      [['--out', '{}/x', '--tenant', 'acne'], 'did you mean `acme`?'],
    ] as const) {
      const { err, exit } = await place.audit(...words);
      expect([exit, err], sentence).toEqual([2, expect.stringContaining(sentence)]);
    }
  });
});
