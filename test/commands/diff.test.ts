import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { describeExtent } from '../../compiler/questions/diff/count-extents.ts';
import type { DiffJson } from '../../compiler/questions/diff/report.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const catalog = `kind: Model
name: Company
family: standard
actions: [view, update, export]
---
kind: Portfolio
name: every
on: Company
reach: all
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Tenant
name: acme
plan: Enterprise
ceiling: { models: { "*": all } }
`;
const role = (actions: string) =>
  `kind: Role\nname: csm\nuserType: Core\nportfolio: [every]\ngrants: { models: { Company: [${actions}] } }\n`;

const { io } = ioInMemory({
  'a/catalog.yaml': catalog,
  'a/csm.yaml': role('view, update'),
  'b/catalog.yaml': catalog,
  'b/csm.yaml': role('view, export'),
  'broken/catalog.yaml': catalog,
  'broken/csm.yaml': role('view, delete'),
});

const ask = async (line: string, on = io) => {
  const { out, err = '', exit } = await answerLine(['diff', ...line.split(' ')], registry, on);
  return { out: textOf(out), err, exit };
};
const sides = '--base-dir a --head-dir b';

test('heading, gates, annotations and JSON count alike, in the same words', async () => {
  const { summary } = JSON.parse((await ask(`${sides} --format json`)).out) as DiffJson;
  const words = summary.changes.map(describeExtent);
  expect(words).toEqual([
    '1 permission gained by 1 role in 1 tenant',
    '1 permission lost by 1 role in 1 tenant',
  ]);
  const heading = (await ask(`${sides} --format markdown`)).out.split('\n')[1];
  const terminal = (await ask(sides)).out.split('\n')[0];
  const annotation = (await ask(`${sides} --format github`)).out;
  const gate = (await ask(`${sides} --fail-on any`)).err;
  for (const text of [heading, terminal, annotation, gate])
    for (const one of words) expect(text).toContain(one);
  expect((await ask(`${sides} --fail-on escalation`)).err).toContain(`${words[0]}, of class exfiltration`);
});

describe('gates', () => {
  test.each([
    ['--fail-on any', 1],
    ['--fail-on wider', 1],
    ['--fail-on escalation', 1],
    ['--fail-on people', 1],
    ['--fail-on vendor', 0],
    ['--fail-on vendor,escalation', 1],
    ['--fail-on vendor --fail-on escalation', 1],
    ['--deny Company:export', 1],
    ['--deny *:export', 1],
    ['--deny Company:view --deny Company:export', 1],
    ['--deny Company:update', 0],
    ['--max-lost 40%', 1],
    ['--max-lost 50%', 0],
    ['--max-lost 0%', 1],
  ])('%s ends in %i', async (gate, exit) => {
    const asked = await ask(`${sides} ${gate}`);
    expect(asked.exit).toBe(exit);
    expect(asked.err).toMatch(exit === 1 ? /^plafond: `--/ : /^$/);
    expect(asked.out).toBe((await ask(sides)).out);
  });

  test.each([
    ['Company.custom.region:view', 1],
    ['Company.custom.region:update', 0],
    ['Company.*:view', 1],
    ['Company.name:view', 0],
  ])('--deny %s speaks of what a tenant adds too, and ends in %i', async (pattern, exit) => {
    const own = catalog.replace(
      'family: standard',
      'properties: { name: { type: string }, custom: { type: object } }',
    );
    const added =
      'kind: Properties\ntenant: acme\nmodel: Company\nproperties: { custom.region: { type: string } }\n';
    const viewer = (properties: string) =>
      `kind: Role\nname: csm\ntenant: acme\nuserType: Core\nportfolio: [every]\ngrants: { models: { Company: { actions: [view], properties: { "*": none${properties} } } } }\n`;
    const { io: extended } = ioInMemory(
      Object.fromEntries(
        [
          ['a', viewer('')],
          ['b', viewer(', custom: [view], custom.region: [view]')],
        ].flatMap(([side, csm = '']) => [
          [`${side}/catalog.yaml`, own],
          [`${side}/own.yaml`, added],
          [`${side}/csm.yaml`, csm],
        ]),
      ),
    );
    const asked = await ask(`${sides} --deny ${pattern}`, extended);
    expect([asked.exit, asked.err === '']).toEqual([exit, exit === 0]);
  });

  test('let pass what they are not about', async () => {
    const narrower = '--base-dir b --head-dir b';
    expect((await ask(`${narrower} --fail-on any`)).exit).toBe(0);
    expect((await ask('--base-dir b --head-dir a --fail-on escalation')).exit).toBe(0);
    expect((await ask('--base-dir b --head-dir a --fail-on people')).exit).toBe(1);
    expect((await ask('--base-dir b --head-dir a --fail-on wider')).exit).toBe(1);
  });

  test.each([
    ['', '`policies` is not in a git repository'],
    [`main ${sides}`, '`<base>` and `--base-dir` cannot stand together; see `plafond diff --help`'],
    [`--base-dir a --head-dir nope`, 'no folder `nope`'],
    [`--base-dir a --head-dir b/csm.yaml`, '`b/csm.yaml` is a file, not a folder of policies'],
    [`--base-dir a`, 'no folder `policies` here or above; name the policies folder with `--policies`'],
    [
      `${sides} --deny Compny:export`,
      'no permission `Compny:export`: nothing in the catalog is called `Compny`; did you mean `Company:export`?',
    ],
    [`${sides} --max-lost 25`, '`--max-lost` cannot be `25`; it is a share such as `25%`'],
    [
      `${sides} --fail-on more`,
      '`--fail-on` cannot be `more`; it is one of `wider`, `escalation`, `exfiltration`, `destructive`, `write`, `read`, `people`, `vendor`, `any`',
    ],
    [
      `${sides} --fail-on vendor,peopel`,
      '`--fail-on` cannot be `peopel`; did you mean `people`? it is one of `wider`, `escalation`, `exfiltration`, `destructive`, `write`, `read`, `people`, `vendor`, `any`',
    ],
    [
      `${sides} --fail-on vendor,`,
      '`--fail-on` needs a value: exit 1 where the change is of this sort, or of one of several with commas between, one of `wider`, `escalation`, `exfiltration`, `destructive`, `write`, `read`, `people`, `vendor`, `any`; see `plafond diff --help`',
    ],
  ])('%s is misuse', async (line, message) => {
    const { out, err, exit } = await answerLine(['diff', ...line.split(' ').filter(Boolean)], registry, io);
    expect({ out, err, exit }).toEqual({ out: '', err: `plafond: ${message}\n`, exit: 2 });
  });
});

describe('a side that does not compile', () => {
  test.each(['pretty', 'json', 'markdown', 'github', 'sarif', 'junit'])(
    'is the answer as %s',
    async (format) => {
      const { out, exit } = await ask(`--base-dir a --head-dir broken --format ${format}`);
      expect(exit).toBe(1);
      expect(out).toContain('unknown-action');
      if (format === 'junit')
        expect(out).toContain('<testsuite name="plafond diff" tests="1" failures="1" errors="0">');
      expect(out).toMatch(/in `broken`: unknown action|`broken` does not compile/);
    },
  );
});

describe('formats', () => {
  test('SARIF holds each change and each gate that says no, on its line, known again by a hash', async () => {
    const { runs } = JSON.parse((await ask(`${sides} --format sarif --fail-on escalation`)).out);
    const [{ tool, results }] = runs;
    expect(results).toMatchObject([
      { ruleId: 'gate-refused', level: 'error' },
      { ruleId: 'change-exfiltration', level: 'warning' },
      { ruleId: 'change-write', level: 'note' },
    ]);
    for (const { ruleId, ruleIndex, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(locations[0].physicalLocation).toMatchObject({
        artifactLocation: { uri: 'b/csm.yaml' },
        region: { startLine: 5 },
      });
      expect(partialFingerprints['plafond/v1']).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test('JUnit has a case for each group and fails what must be looked at', async () => {
    const { out } = await ask(`${sides} --format junit --fail-on any`);
    expect(out).toContain('<testsuite name="plafond diff" tests="3" failures="2" errors="0">');
    expect(out).toContain(
      '<testcase classname="plafond.gained" name="csm in tenant acme: gained Company:export">',
    );
  });
});

describe('git', { tags: ['slow'] }, () => {
  const start = process.cwd();
  const place = realpathSync(mkdtempSync(path.join(tmpdir(), 'plafond-diff-')));
  const onDisk = (folder: string) =>
    openIo({
      version: '1',
      folder,
      width: 100,
      today: '2027-01-31',
      colours: { out: chooseColours(false), err: chooseColours(false) },
    });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', ...args], {
      cwd: place,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  };
  const users =
    'kind: Users\ntenant: acme\nusers: [{ id: ada@acme.example, userType: Core, roles: [csm] }]\n';

  beforeAll(() => {
    git('-c', 'init.defaultBranch=main', 'init', '-q');
    write('policies/catalog.yaml', catalog);
    write('policies/users.yaml', users);
    write('policies/csm.yaml', role('view'));
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    write('policies/csm.yaml', role('view, update'));
    git('commit', '-q', '-am', 'two');
    write('policies/csm.yaml', role('view, update, export'));
    process.chdir(place);
  });
  afterAll(() => {
    process.chdir(start);
    rmSync(place, { recursive: true });
  });

  const gained = async (line: string, folder = place) =>
    (JSON.parse((await ask(`${line} --format json`, onDisk(folder))).out) as DiffJson).changes.map(
      ({ permission, because }) => [permission, because.at.path],
    );

  test('compares two revisions, or one with the working tree', async () => {
    expect(await gained('HEAD~1 HEAD')).toEqual([['Company:update', 'policies/csm.yaml']]);
    expect(await gained('HEAD')).toEqual([['Company:export', 'policies/csm.yaml']]);
    expect(await gained('HEAD HEAD')).toEqual([]);
  });

  test('touches neither work tree nor index', async () => {
    const index = path.join(place, '.git/index');
    const state = () => [git('--no-optional-locks', 'status', '--porcelain'), readFileSync(index, 'hex')];
    const before = state();
    await ask('HEAD~1 --format markdown', onDisk(place));
    await ask('HEAD~1 HEAD', onDisk(place));
    expect(state()).toEqual(before);
  });

  test('works from a folder below, and needs no policies in the work tree', async () => {
    process.chdir(path.join(place, 'policies'));
    expect(await gained('HEAD~1 HEAD --policies .', path.join(place, 'policies'))).toEqual([
      ['Company:update', 'csm.yaml'],
    ]);
    process.chdir(place);
  });

  test('refuses what is no revision', async () => {
    const { out, err, exit } = await ask('nope', onDisk(place));
    expect({ out, err, exit }).toEqual({ out: '', err: 'plafond: no revision `nope`\n', exit: 2 });
  });

  test('check --against adds what only history shows', async () => {
    write('policies/csm.yaml', role('view').replace('csm', 'agent'));
    write('policies/users.yaml', users.replace('csm', 'agent'));
    const check = async (...args: readonly string[]) => {
      const { out, exit } = await answerLine(['check', '--format', 'json', ...args], registry, onDisk(place));
      const { findings } = JSON.parse(textOf(out)) as { findings: readonly { readonly code: string }[] };
      return { codes: findings.map(({ code }) => code), exit };
    };
    expect((await check()).exit).toBe(0);
    const { codes, exit } = await check('--against', 'HEAD');
    expect(exit).toBe(1);
    expect(codes).toContain('role-removed-in-use');
    const diffed = await ask('HEAD', onDisk(place));
    expect(diffed.exit).toBe(1);
    expect(diffed.err).toBe('plafond: 1 error that only history shows\n');
  });
});
