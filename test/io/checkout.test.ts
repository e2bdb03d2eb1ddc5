/** @module-tag slow */
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;
const policy = 'policies/all.yaml';
const feature = 'policies/more/billing.yaml';
const at = (file: string) => path.join(place.root, file);
const git = (...args: readonly string[]) => place.git('work', ...args);
const write = (file: string, text: string) => place.write(`work/${file}`, text);
const remove = (file: string) => rmSync(at(`work/${file}`), { recursive: true });

let start: Place;
beforeAll(async () => {
  start = makePlace();
  start.write(`work/${policy}`, policyFor('view'));
  start.write(`work/${feature}`, '{ kind: Feature, name: Billing }\n');
  start.git('work', 'init', '-q');
  await start.plafond('work', 'compile --no-rules');
  start.git('work', 'add', '-A');
  start.git('work', 'commit', '-q', '-m', 'start');
});
afterAll(() => start.remove());

beforeEach(() => {
  place = makePlace();
  cpSync(path.join(start.root, 'work'), at('work'), { recursive: true });
  git('status');
});
afterEach(() => place.remove());

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'a change', '--allow-empty');
}

/** Writes the files of the commit to the disk again, with whatever rewrites them now. */
function checkOutAgain(): void {
  for (const folder of ['policies', 'generated']) remove(folder);
  git('checkout', '-q', '--', '.');
}

const addFilter = (attributes: string) => {
  git('config', 'filter.wide.smudge', 'sed "s/\\[view\\]/[view, export]/"');
  git('config', 'filter.wide.clean', 'sed "s/\\[view, export\\]/[view]/"');
  write('.gitattributes', attributes);
  commit();
  checkOutAgain();
};

/** Hides a text on disk: same size, same time, and git was told that these two are enough. */
const editUnseen = (file: string, edit: (text: string) => string) => {
  for (const [name, value] of [
    ['core.trustctime', 'false'],
    ['core.checkStat', 'minimal'],
  ] as const)
    git('config', name, value);
  const whole = at(`work/${file}`);
  utimesSync(whole, 1_700_000_000, 1_700_000_000);
  git('update-index', '--refresh', '-q');
  place.write(`work/${file}`, edit(readFileSync(whole, 'utf8')));
  utimesSync(whole, 1_700_000_000, 1_700_000_000);
};

const replace = (object: string, text: string) => {
  write('other.yaml', text);
  git('replace', git('rev-parse', object), git('hash-object', '-w', 'other.yaml'));
  remove('other.yaml');
  checkOutAgain();
};

/** Ways in which the disk differs from git unnoticed by git, each with the file, the message and the act that does it. */
const unseen: readonly (readonly [what: string, file: string, said: string, act: () => void])[] = [
  ['a filter', policy, '`filter=wide` rewrites it', () => addFilter('*.yaml filter=wide\n')],
  [
    'a filter by a macro',
    policy,
    '`filter=wide`',
    () => addFilter('[attr]soft filter=wide\n/policies/** soft\n'),
  ],
  [
    'a filter that this machine does not have',
    feature,
    '`filter=lfs`',
    () => {
      write('policies/.gitattributes', 'more/* filter=lfs\n');
      commit();
    },
  ],
  [
    'an encoding',
    policy,
    '`working-tree-encoding=UTF-16` rewrites it',
    () => {
      write('.gitattributes', '*.yaml working-tree-encoding=UTF-16\n');
      git('add', '.gitattributes');
      checkOutAgain();
    },
  ],
  [
    'an encoding that reads as other YAML',
    policy,
    '`working-tree-encoding=UTF-7`',
    () => {
      write('.gitattributes', '*.yaml working-tree-encoding=UTF-7\n');
      git('add', '.gitattributes');
      checkOutAgain();
    },
  ],
  ['keywords', policy, '`ident` rewrites it', () => write('.gitattributes', '* text=auto ident\n')],
  [
    'attributes of this clone',
    policy,
    '`ident`',
    () => write('.git/info/attributes', '*.yaml ident filter=wide\n'),
  ],
  [
    'attributes of this machine',
    policy,
    '`ident`',
    () => {
      write('.git/machine', '*.yaml ident\n');
      git('config', 'core.attributesFile', at('work/.git/machine'));
    },
  ],
  [
    'an attribute on a file that is new',
    'policies/new.yaml',
    '`ident`',
    () => {
      write('policies/.gitattributes', 'new.yaml ident\n');
      write('policies/new.yaml', '{ kind: Feature, name: New }\n');
    },
  ],
  ...(['assume-unchanged', 'skip-worktree'] as const).flatMap((mark) => [
    [
      `an edit of a file marked ${mark}`,
      policy,
      `git holds another text, and it is marked \`${mark}\``,
      () => {
        git('update-index', `--${mark}`, policy);
        write(policy, policyFor('view, export'));
      },
    ] as const,
    [
      `a file marked ${mark} that is gone`,
      feature,
      `git holds it and the disk does not, and it is marked \`${mark}\``,
      () => {
        git('update-index', `--${mark}`, feature);
        remove(feature);
      },
    ] as const,
  ]),
  [
    'a sparse checkout',
    feature,
    'git holds it and the disk does not',
    () => git('sparse-checkout', 'set', '--no-cone', '/*', '!/policies/more'),
  ],
  [
    'a setting that marks what is checked out',
    policy,
    'marked `assume-unchanged`',
    () => {
      git('config', 'core.ignoreStat', 'true');
      checkOutAgain();
      write(policy, policyFor('view, export'));
    },
  ],
  [
    'an edit that left size and time',
    policy,
    'git holds another text, and git takes it for unchanged',
    () =>
      editUnseen(policy, (text) => text.replace('[view]', '[edit]').replace('view, update', 'view, change')),
  ],
  [
    'a blob that is replaced',
    policy,
    '`refs/replace` puts another text in its place',
    () => replace(`HEAD:${policy}`, policyFor('view, export')),
  ],
  [
    'a blob whose replacement is packed',
    policy,
    '`refs/replace` puts another text in its place',
    () => {
      replace(`HEAD:${policy}`, policyFor('view, export'));
      git('pack-refs', '--all', '--prune');
      rmSync(at('work/.git/refs/replace'), { recursive: true, force: true });
    },
  ],
  [
    'a commit that is replaced',
    policy,
    '`refs/replace`',
    () => {
      const held = git('rev-parse', 'HEAD');
      write(policy, policyFor('view, export'));
      commit();
      const other = git('rev-parse', 'HEAD');
      git('reset', '-q', '--hard', held);
      git('replace', held, other);
      git('reset', '-q', '--hard');
    },
  ],
  [
    'a policy that git ignores',
    'policies/own.yaml',
    'git ignores it',
    () => {
      write('.git/info/exclude', 'own.yaml\n');
      write('policies/own.yaml', '{ kind: Feature, name: Own }\n');
    },
  ],
  [
    'a link that this disk makes a file',
    'policies/v1.2',
    'cannot read it: it is a symbolic link',
    () => {
      place.link('../generated', 'work/policies/v1.2');
      commit();
      git('config', 'core.symlinks', 'false');
      checkOutAgain();
    },
  ],
  [
    'a submodule that was not fetched',
    'policies/shared',
    'cannot read it: it is another git repository',
    () => {
      git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},policies/shared`);
      git('commit', '-q', '-m', 'a submodule');
      mkdirSync(at('work/policies/shared'));
    },
  ],
  [
    'a policies folder that is a submodule and was not fetched',
    'policies',
    'not what git holds: it is a submodule, and its files are not here',
    () => {
      const commit = git('rev-parse', 'HEAD');
      git('rm', '-q', '-r', '--cached', 'policies');
      remove('policies');
      git('update-index', '--add', '--cacheinfo', `160000,${commit},policies`);
      git('commit', '-q', '-m', 'a submodule');
      mkdirSync(at('work/policies'));
    },
  ],
];

test('a policies folder below a submodule that was not fetched is told as that', async () => {
  const commit = git('rev-parse', 'HEAD');
  git('update-index', '--add', '--cacheinfo', `160000,${commit},shared`);
  git('commit', '-q', '-m', 'a submodule');
  mkdirSync(at('work/shared'));
  const reason =
    'it is a submodule, and its files are not here; fetch them with `git submodule update --init`';
  for (const [folder, line, named, above] of [
    ['work', 'check --policies shared/policies', 'shared/policies', 'shared'],
    ['work', 'compile --policies shared/a/b', 'shared/a/b', 'shared'],
    ['work', 'diff --policies shared/policies HEAD', 'shared/policies', 'shared'],
    [
      'work',
      'since Company:view --tenant acme --role csm --policies shared/policies',
      'shared/policies',
      'shared',
    ],
    ['work/shared', 'matrix --policies policies', 'policies', '.'],
  ] as const) {
    const { err, exit } = await place.plafond(folder, line);
    expect([line, exit, err]).toEqual([
      line,
      2,
      `plafond: no folder \`${named}\`, because of \`${above}\` above it: ${reason}\n`,
    ]);
  }
  mkdirSync(at('work/empty'));
  const { err } = await place.plafond('work', 'check --policies empty/policies');
  expect(err).toContain('no folder `empty/policies`; name the policies folder with `--policies`');
});

test.each(unseen)('%s is refused by name', async (_, file, said, act) => {
  act();
  for (const line of ['check', 'compile --check --no-rules']) {
    const { out, exit } = await place.plafond('work', line);
    expect([exit, out], line).toEqual([1, expect.stringContaining(said)]);
    expect(out, line).toContain(` --> ${file}`);
  }
});

test.each([
  'check --against HEAD',
  'compile',
  'compile --out other',
  'diff HEAD',
  'diff HEAD --fail-on any',
  'diff --base-dir policies --head-dir policies',
  'matrix',
  'who Task:view --tenant acme',
  'audit --out pack',
  'bundle --key ../key.pem --sequence 7 --out release.json',
])('whoever reads the disk refuses it: %s', async (line) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  place.write('key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
  git('update-index', '--assume-unchanged', policy);
  write(policy, policyFor('view, export'));
  const { out, err, exit } = await place.plafond('work', line);
  expect([exit, `${out}${err}`]).toEqual([1, expect.stringContaining('not-what-git-holds')]);
});

test('a revision is what git holds, whatever the disk makes of it', async () => {
  addFilter('*.yaml filter=wide\n');
  expect(readFileSync(at(`work/${policy}`), 'utf8')).toContain('[view, export]');
  const { out } = await place.plafond('work', 'matrix --at HEAD --format json');
  expect(JSON.parse(out).rows).toMatchObject([{ granted: ['Task:view'] }]);
});

/** Changes of the disk that are normal work, or that leave the text the same. */
const harmless: readonly (readonly [what: string, act: () => void])[] = [
  ['nothing at all', () => {}],
  ['an edit', () => write(policy, policyFor('view, update'))],
  [
    'an edit that is staged',
    () => {
      write(policy, policyFor('view, update'));
      git('add', '-A');
    },
  ],
  ['a new file', () => write('policies/new.yaml', '{ kind: Feature, name: New }\n')],
  [
    'a new file that git is to be told of',
    () => {
      write('policies/new.yaml', '{ kind: Feature, name: New }\n');
      git('add', '-N', 'policies/new.yaml');
    },
  ],
  ['a file that is gone', () => remove(feature)],
  ['another mode', () => chmodSync(at(`work/${policy}`), 0o755)],
  ['another time', () => utimesSync(at(`work/${policy}`), 1, 1)],
  [
    'marks on files that are the same',
    () => {
      git('update-index', '--assume-unchanged', policy);
      git('update-index', '--skip-worktree', feature);
    },
  ],
  [
    'line ends of a machine',
    () => {
      git('config', 'core.autocrlf', 'true');
      checkOutAgain();
    },
  ],
  [
    'line ends by an attribute, of a text that has both',
    () => {
      write(policy, policyFor('view').replace('\n', '\r\n'));
      commit();
      write('.gitattributes', '*.yaml text eol=crlf diff=yaml merge=union linguist-language=YAML\n');
      git('add', '.gitattributes');
      checkOutAgain();
    },
  ],
  [
    'attributes that are taken away',
    () =>
      write(
        '.gitattributes',
        '* filter=lfs ident\n* -filter -ident !working-tree-encoding\n*.yaml working-tree-encoding=UTF-8\n',
      ),
  ],
  [
    'a link that a file takes the place of',
    () => {
      place.link('all.yaml', 'work/policies/again.yaml');
      commit();
      remove('policies/again.yaml');
      write('policies/again.yaml', '{ kind: Feature, name: Again }\n');
    },
  ],
  [
    'a replacement elsewhere',
    () => {
      write('README.md', 'one\n');
      commit();
      replace('HEAD:README.md', 'two\n');
    },
  ],
  [
    'another file that is hidden',
    () => {
      write('README.md', 'one\n');
      commit();
      git('update-index', '--skip-worktree', 'README.md');
      write('README.md', 'two\n');
    },
  ],
  [
    'a folder that git ignores as a whole',
    () => {
      git('rm', '-q', '-r', '--cached', 'policies');
      write('.gitignore', '/policies\n');
      write('.gitattributes', '/policies/** ident\n');
      commit();
    },
  ],
];

test.each(harmless)('%s is no reason', async (_, act) => {
  act();
  const { out, exit } = await place.plafond('work', 'check');
  expect([exit, out]).toEqual([0, expect.not.stringContaining('not-what-git-holds')]);
});

test('an unfinished merge is work', async () => {
  git('checkout', '-q', '-b', 'side');
  write(feature, '{ kind: Feature, name: Side }\n');
  commit();
  git('checkout', '-q', 'main');
  write(feature, '{ kind: Feature, name: Main }\n');
  commit();
  expect(() => git('merge', '-q', 'side')).toThrow();
  write(feature, '{ kind: Feature, name: Both }\n');
  expect((await place.plafond('work', 'check')).exit).toBe(0);
});

test('a shallow clone, a linked work tree, a folder below and one outside of git are read as ever', async () => {
  place.git('.', 'clone', '-q', '--depth', '1', `file://${at('work')}`, 'shallow');
  git('worktree', 'add', '-q', '../linked');
  place.write('plain/policies/all.yaml', policyFor('view'));
  for (const [folder, line] of [
    ['shallow', 'check'],
    ['linked', 'check'],
    ['linked/policies/more', 'check --policies ../../policies'],
    ['.', 'check --policies work/policies'],
    ['plain', 'check'],
  ] as const)
    expect(await place.plafond(folder, line), folder).toMatchObject({ exit: 0 });
  place.git('linked', 'update-index', '--assume-unchanged', policy);
  place.write(`linked/${policy}`, policyFor('view, export'));
  for (const [folder, line] of [
    ['linked', 'check'],
    ['linked/policies/more', 'check --policies ../../policies'],
    ['linked/policies', 'check --policies .'],
    ['.', 'check --policies linked/policies'],
    ['.', `check --policies ${at('linked/policies')}`],
  ] as const)
    expect(await place.plafond(folder, line), `${folder} ${line}`).toMatchObject({
      exit: 1,
      out: expect.stringContaining('all.yaml'),
    });
  expect((await place.plafond('work', 'check')).exit).toBe(0);
});

test('what compile writes is held to the same law', async () => {
  const bundle = 'generated/bundle.json';
  write(policy, policyFor('view, update'));
  expect((await place.plafond('work', 'compile --no-rules')).exit).toBe(0);
  git('update-index', '--assume-unchanged', bundle);
  for (const line of [
    'compile --no-rules',
    'compile --check --no-rules',
    'compile --check --no-rules --format json',
  ]) {
    const { out, exit } = await place.plafond('work', line);
    expect([exit, out], line).toEqual([1, expect.stringContaining('marked `assume-unchanged`')]);
  }
  git('update-index', '--no-assume-unchanged', bundle);
  write('.gitattributes', '/generated/package.json ident\n');
  const { out, exit } = await place.plafond('work', 'compile --check --no-rules');
  expect([exit, out]).toEqual([1, expect.stringContaining('`ident` rewrites it')]);
  expect(out).toContain('generated/package.json');
  expect(out).not.toContain('policies/');
});

test('a repository that holds CRLF itself is told so once, and that nobody can be asked', async () => {
  for (const file of [policy, feature])
    write(file, readFileSync(at(`work/${file}`), 'utf8').replaceAll('\n', '\r\n'));
  commit();
  const { out, exit } = await place.plafond('work', 'check');
  expect([exit, out]).toEqual([0, expect.stringContaining('git itself holds CRLF line ends, in 2 files')]);
  expect(out.match(/line-ends-in-git/g)).toHaveLength(1);
  const ways = process.env.PATH;
  process.env.PATH = '';
  try {
    const said = await place.plafond('work', 'check');
    expect(said).toMatchObject({ exit: 0, out: expect.stringContaining('checkout-unverified') });
  } finally {
    process.env.PATH = ways;
  }
});

test('what cannot be read of an index stops nobody from being told', async () => {
  write('.git/index', 'damaged');
  const { out, exit } = await place.plafond('work', 'check');
  expect([exit, out]).toEqual([0, expect.stringContaining('checkout-unverified')]);
});
