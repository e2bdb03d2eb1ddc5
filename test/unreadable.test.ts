import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOnDisk, reasonOf } from '../compiler/io/disk.ts';
import type { Files } from '../compiler/text/files.ts';
import { filesOfBytes } from './support/broken.ts';
import { said } from './support/said.ts';

const call = 'kind: Model\nname: Call\nactions: [create, view]\n';

describe('files that cannot be read', () => {
  let folder = '';
  const below = (...steps: readonly string[]) => path.join(folder, ...steps);
  const saidBelow = (name: string) =>
    said(filesOnDisk(below(name))).map((line) => line.replaceAll(`${below(name)}/`, ''));

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
    for (const name of ['loop', 'self', 'dangling', 'fifo', 'folder', 'twice'])
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
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('a folder inside itself', () => {
    expect(saidBelow('loop')).toEqual([
      'unreadable inner/up:1:1 cannot read it: it is a symbolic link to a folder that contains it',
    ]);
  });

  test('links in a circle', () => {
    expect(saidBelow('self')).toEqual([
      'unreadable a.yaml:1:1 cannot read it: it is a loop of symbolic links',
      'unreadable b.yaml:1:1 cannot read it: it is a loop of symbolic links',
    ]);
  });

  test('links to nothing, one of them to what may have been a folder', () => {
    expect(saidBelow('dangling')).toEqual([
      'unreadable inner/a.yaml:1:1 cannot read it: there is no such file, or it is a link to nothing',
      'unreadable lost:1:1 cannot read it: there is no such file, or it is a link to nothing',
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

  test('one file under two names declares twice', () => {
    expect(saidBelow('twice')).toEqual([expect.stringMatching(/^declared-twice b\.yaml:2:7 /)]);
  });

  test('a file and a folder that nobody may read', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' });
    const files = filesOfBytes({ 'policies/a.yaml': call, 'policies/b.yaml': call });
    const guarded: Files = {
      list: files.list,
      read: (file, limit) =>
        file.endsWith('b.yaml') ? { unreadable: reasonOf(denied) } : files.read(file, limit),
    };
    expect(said(guarded)).toEqual(['unreadable policies/b.yaml:1:1 cannot read it: permission denied']);
  });
});
