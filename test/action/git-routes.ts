import { type Answered, type Asked, gone, ok, page, type Route, repo } from './routes.ts';

/** The requests about commits, reviews and the database of git, which a real clone answers. */
export const gitRoutes: readonly (readonly [RegExp, Route])[] = [
  [new RegExp(`^GET ${repo}/commits/([0-9a-f]+)$`), readCommit],
  [new RegExp(`^GET ${repo}/commits/([0-9a-f]+)/pulls$`), listPulls],
  [new RegExp(`^GET ${repo}/pulls/(\\d+)/reviews$`), listReviews],
  [new RegExp(`^GET ${repo}/git/ref/(.+)$`), readRef],
  [new RegExp(`^GET ${repo}/git/commits/([0-9a-f]+)$`), readGitCommit],
  [new RegExp(`^GET ${repo}/git/trees/([0-9a-f]+)$`), readTree],
  [new RegExp(`^POST ${repo}/git/trees$`), makeTree],
  [new RegExp(`^POST ${repo}/git/commits$`), makeCommit],
  [new RegExp(`^POST ${repo}/git/refs$`), makeRef],
  [new RegExp(`^PATCH ${repo}/git/refs/(.+)$`), moveRef],
];

const git = ({ world }: Asked, ...args: readonly string[]): string => world.clone?.git(...args) ?? '';

const parentsOf = (asked: Asked, sha: string) =>
  git(asked, 'rev-parse', `${sha}^@`)
    .split('\n')
    .filter((line) => line !== '')
    .map((parent) => ({ sha: parent }));

function readCommit(asked: Asked): Answered {
  const [sha = ''] = asked.at;
  if (git(asked, 'cat-file', '-t', sha) !== 'commit') return gone;
  const message = git(asked, 'log', '-1', '--format=%B', sha);
  return ok({ sha, commit: { message }, parents: parentsOf(asked, sha) });
}

function listPulls(asked: Asked): Answered {
  const [sha = ''] = asked.at;
  const found = asked.world.pulls.filter(
    ({ merged, commits = [], head }) => merged === sha || commits.includes(sha) || head === sha,
  );
  return page(
    asked,
    found.map(({ number, head, base, merged, author = 'ann' }) => ({
      number,
      merged_at: merged === undefined ? null : '2027-01-31T12:00:00Z',
      merge_commit_sha: merged ?? null,
      head: { sha: head },
      base: { ref: base },
      user: { login: author },
    })),
  );
}

function listReviews(asked: Asked): Answered {
  const pull = asked.world.pulls.find(({ number }) => number === Number(asked.at[0]));
  if (!pull) return gone;
  return page(
    asked,
    (pull.reviews ?? []).map(({ by, state, of = pull.head }) => ({
      user: by === null ? null : { login: by },
      state,
      commit_id: of,
    })),
  );
}

function readRef(asked: Asked): Answered {
  const sha = git(asked, 'rev-parse', '--verify', '--quiet', `refs/${asked.at[0]}`);
  return sha === '' ? gone : ok({ ref: `refs/${asked.at[0]}`, object: { type: 'commit', sha } });
}

function readGitCommit(asked: Asked): Answered {
  const [sha = ''] = asked.at;
  return ok({
    sha,
    tree: { sha: git(asked, 'rev-parse', `${sha}^{tree}`) },
    parents: parentsOf(asked, sha),
  });
}

function readTree(asked: Asked): Answered {
  const flags = asked.query.get('recursive') === null ? [] : ['-r', '-t'];
  const lines = git(asked, 'ls-tree', ...flags, asked.at[0] ?? '').split('\n');
  const tree = lines
    .filter((line) => line !== '')
    .map((line) => {
      const [mode, type, rest = ''] = line.split(' ');
      const [sha, path] = rest.split('\t');
      return { mode, type, sha, path };
    });
  return ok({ sha: asked.at[0], tree, truncated: false });
}

function makeTree(asked: Asked): Answered {
  const { base_tree: base, tree } = asked.body as {
    readonly base_tree?: string;
    readonly tree: readonly { readonly path: string; readonly content: string }[];
  };
  const known = base === undefined ? '' : git(asked, 'ls-tree', base);
  const lines = known.split('\n').filter((line) => line !== '');
  for (const { path, content } of tree) {
    const blob = asked.world.clone?.pipe(content, 'hash-object', '-w', '--stdin');
    lines.push(`100644 blob ${blob}\t${path}`);
  }
  const sha = asked.world.clone?.pipe(`${lines.join('\n')}\n`, 'mktree');
  return { status: 201, body: { sha } };
}

function makeCommit(asked: Asked): Answered {
  const { message, tree, parents } = asked.body as {
    readonly message: string;
    readonly tree: string;
    readonly parents: readonly string[];
  };
  const flags = parents.flatMap((parent) => ['-p', parent]);
  return { status: 201, body: { sha: git(asked, 'commit-tree', tree, ...flags, '-m', message) } };
}

function makeRef(asked: Asked): Answered {
  const { ref, sha } = asked.body as { readonly ref: string; readonly sha: string };
  if (git(asked, 'rev-parse', '--verify', '--quiet', ref) !== '')
    return { status: 422, body: { message: 'Reference already exists' } };
  git(asked, 'update-ref', ref, sha);
  return { status: 201, body: { ref, object: { sha } } };
}

function moveRef(asked: Asked): Answered {
  const { sha, force } = asked.body as { readonly sha: string; readonly force: boolean };
  const ref = `refs/${asked.at[0]}`;
  const was = git(asked, 'rev-parse', '--verify', '--quiet', ref);
  if (!force && git(asked, 'merge-base', was, sha) !== was)
    return { status: 422, body: { message: 'Update is not a fast forward' } };
  git(asked, 'update-ref', ref, sha);
  return ok({ ref, object: { sha } });
}
