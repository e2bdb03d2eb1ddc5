import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainDiskError, filesOnDisk } from '../../compiler/io/disk.ts';
import { type Files, unreadableLink } from '../../compiler/text/files.ts';
import { filesOfBytes } from '../support/broken.ts';
import { said } from '../support/said.ts';

const call = 'kind: Model\nname: Call\nactions: [create, view]\n';

describe('files that cannot be read', () => {
  let folder = '';
  const below = (...steps: readonly string[]) => path.join(folder, ...steps);
  const saidBelow = (name: string) =>
    said(filesOnDisk(below(name))).map((line) => line.replaceAll(`${below(name)}/`, ''));

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
    for (const name of [
      'loop',
      'self',
      'dangling',
      'fifo',
      'folder',
      'twice',
      'outside',
      'nested',
      'real',
      'names',
    ])
      mkdirSync(below(name, 'inner'), { recursive: true });
    symlinkSync('..', below('loop', 'inner', 'up'));
    symlinkSync('b.yaml', below('self', 'a.yaml'));
    symlinkSync('a.yaml', below('self', 'b.yaml'));
    symlinkSync('nowhere', below('dangling', 'inner', 'a.yaml'));
    symlinkSync('nowhere', below('dangling', 'lost'));
    spawnSync('/usr/bin/env', ['mkfifo', below('fifo', 'a.yaml')]);
    mkdirSync(below('folder', 'a.yaml'));
    writeFileSync(below('folder', 'a.yaml', 'b.yaml'), call);
    writeFileSync(below('twice', 'a.yaml'), call);
    symlinkSync('../twice/a.yaml', below('twice', 'b.yaml'));
    symlinkSync('../../twice', below('outside', 'inner', 'v1.2'));
    symlinkSync('../twice/a.yaml', below('outside', 'notes.md'));
    mkdirSync(below('.git'));
    symlinkSync('real', below('whole'));
    mkdirSync(below('nested', 'inner', '.git'));
    writeFileSync(below('nested', 'inner', 'a.yaml'), call);
    const latin = Buffer.concat([Buffer.from(below('names', 'caf')), Buffer.from([0xe9])]);
    mkdirSync(latin);
    writeFileSync(Buffer.concat([latin, Buffer.from('/b.yaml')]), call);
    writeFileSync(Buffer.concat([latin, Buffer.from('.yaml')]), call);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['a folder inside itself', 'loop', ['inner/up']],
    ['links in a circle', 'self', ['a.yaml', 'b.yaml']],
    ['links to nothing', 'dangling', ['inner/a.yaml', 'lost']],
    ['a second name for one file', 'twice', ['b.yaml']],
    ['a folder from outside, whatever it is called', 'outside', ['inner/v1.2', 'notes.md']],
    ['a folder of policies that is a link itself', 'whole', ['']],
  ])('links are not followed: %s', (_, name, links) => {
    expect(saidBelow(name)).toEqual(
      links.map((at) =>
        expect.stringMatching(
          new RegExp(`^unreadable ${at === '' ? '.*whole' : at}:1:1 cannot read it: it is a symbolic link,`),
        ),
      ),
    );
  });

  test('nothing is read over a link, although it is asked for by name', () => {
    const files = filesOnDisk(below('outside'));
    expect(files.read(below('outside', 'inner', 'v1.2', 'a.yaml'), 100)).toEqual(unreadableLink);
    expect(files.read(below('outside', 'notes.md'), 100)).toEqual(unreadableLink);
    expect(files.read(below('twice', 'a.yaml'), 100)).toEqual({ unreadable: 'it is outside of the folder' });
  });

  test('a name that is not UTF-8, of a file and of a folder', () => {
    expect(saidBelow('names').map((line) => line.replace(/[\udc80-\udcff]/g, '?'))).toEqual([
      expect.stringMatching(
        /^unreadable caf\?\.yaml:1:1 cannot read it: its name, or that of a folder above/,
      ),
      expect.stringMatching(
        /^unreadable caf\?\/b\.yaml:1:1 cannot read it: its name, or that of a folder above/,
      ),
    ]);
  });

  test('a repository of its own, which git knows by a commit alone', () => {
    expect(saidBelow('nested')).toEqual([
      expect.stringMatching(/^unreadable inner:1:1 cannot read it: it is another git repository,/),
    ]);
  });

  test('a pipe, which nobody writes to', () => {
    expect(saidBelow('fifo')).toEqual([
      'unreadable a.yaml:1:1 cannot read it: it is neither a file nor a folder',
    ]);
  });

  test('a folder with the name of a file is a folder', () => {
    expect(saidBelow('folder')).toEqual([]);
  });

  test('a file and a folder that nobody may read', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' });
    const files = filesOfBytes({ 'policies/a.yaml': call, 'policies/b.yaml': call });
    const guarded: Files = {
      list: files.list,
      read: (file, limit) =>
        file.endsWith('b.yaml') ? { unreadable: explainDiskError(denied) } : files.read(file, limit),
    };
    expect(said(guarded)).toEqual(['unreadable policies/b.yaml:1:1 cannot read it: permission denied']);
  });
});
