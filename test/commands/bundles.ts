import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { textOf } from '../support/io.ts';
import { type Signer, signer, small } from '../support/signing.ts';

export const globex = "{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }\n";
const start = process.cwd();
export let folder: string;
export let ada: Signer;

/** Lets each test of a file run in a folder of its own, with policies and the keys of one signer. */
export function inFolders(): void {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plafond-bundle-'));
    process.chdir(folder);
    mkdirSync('policies');
    writeFileSync('policies/all.yaml', small('view'));
    writeFileSync('policies/globex.yaml', globex);
    ada = signer();
    writeFileSync('key.pem', ada.privateKey, { mode: 0o600 });
    writeFileSync('public.pem', ada.publicKey);
  });
  afterEach(() => {
    process.chdir(start);
    rmSync(folder, { recursive: true });
  });
}

/** Runs a command line in the folder; no part of the private key is in the answer. */
export async function plafond(line: string, more: Partial<Io> = {}) {
  const plain = chooseColours(false);
  const surroundings = {
    version: '1.2.3',
    folder,
    width: 100,
    today: '2027-01-31',
    colours: { out: plain, err: plain },
    ...more,
  };
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, openIo(surroundings));
  const said = { out: textOf(out), err, exit };
  for (const secret of ada.privateKey.split('\n').slice(1, -2))
    expect(`${said.out}${said.err}`).not.toContain(secret);
  return said;
}

/** Returns the message of a command line that is refused: nothing is written and nothing is on stdout. */
export async function misuse(line: string, more: Partial<Io> = {}): Promise<string> {
  const before = readdirSync('.', { recursive: true }).sort();
  const { out, err, exit } = await plafond(line, more);
  expect([out, exit]).toEqual(['', 2]);
  expect(readdirSync('.', { recursive: true }).sort()).toEqual(before);
  return err;
}

/** Runs git as somebody whose settings are nobody's, on a day of its own. */
export function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada > 1 +0000',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
      GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: '2027-01-02T12:00:00+0200',
    },
  });
}

export function commit(): void {
  git('init', '-q');
  git('add', 'policies');
  git('commit', '-q', '-m', 'committer Eve <e@e> 1 +0000');
}

export const seconds = Date.parse('2027-01-02T10:00:00Z') / 1000;
export const written = (file = 'bundle.dsse.json') => readFileSync(file, 'utf8');
