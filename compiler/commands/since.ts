import { compilePolicy, createPolicyReader } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { isPattern } from '../model/pattern.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printSinceJson } from '../print/since/json.ts';
import { printSinceMarkdown } from '../print/since/markdown.ts';
import { printSinceHeadline, printSincePretty } from '../print/since/pretty.ts';
import { type Asked, type Moment, type Moments, narrowed, nothing } from '../questions/since/moment.ts';
import { type History, type Past, since as sinceOf } from '../questions/since.ts';
import { fileLimit, isPolicyFile } from '../stages/1-load.ts';
import type { Commit } from '../text/commit.ts';
import type { Files } from '../text/files.ts';
import { hasSameFiles, shareContent } from '../text/share-content.ts';
import { type Answer, command, type Following, type Io, Misuse } from './command.ts';
import { cellNamed, rowNamed, tenantNamed } from './named.ts';
import { asking, type PolicyRepository } from './repository.ts';

/** People look at the latest; programs get everything unless they say otherwise. */
const mostShown = 20;

/**
 * Prints which commits gave a role a permission or took it, with the line that did. History is that of the branch:
 * along first parents, so that a merge is one step, and named with the commit that it brought it by. Neither the
 * folder nor names are followed through renames: what had another name is asked for by that name.
 */
export const since = command({
  positionals: {
    permission: { type: 'string', describe: 'as `Company:export` or `Company.arr:update`', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant, by the name it has or had', required: true },
    role: { type: 'string', describe: 'the role, by the name it has or had', required: true },
    limit: { type: 'number', describe: `the most entries to look for; ${mostShown} for people` },
    all: { type: 'boolean', describe: 'look at all of the history' },
  },
  formats: ['pretty', 'json', 'markdown'],
  examples: [
    [
      'plafond since Company:export --tenant acme --role csm',
      'who let this role export companies, and when?',
    ],
    ['plafond since Company:export --tenant acme --role csm --limit 1', 'only the last change'],
  ],
  run({ permission, tenant, role, limit, all, policies, format, quiet }, io) {
    if (limit !== undefined && (all || !Number.isInteger(limit) || limit < 1))
      throw new Misuse(
        all ? '`--limit` and `--all` exclude one another' : '`--limit` must be a whole number above 0',
      );
    if (isPattern(permission)) throw new Misuse(`\`${permission}\` is a pattern; name one permission`);
    const most = limit ?? (all || format === 'json' ? undefined : mostShown);
    return asking(policies, io, async (git) => {
      const following = await io.follow?.('revisions', !quiet);
      try {
        const asked = { permission, tenant, role };
        const reader = readerOf(git, policies, asked, io, following);
        const history = await sinceOf(reader, asked, most);
        const { newest, policy } = reader.seen();
        if (!policy) return broken(newest?.diagnostics ?? [], format, io);
        if (!isKnown(history)) refuseUnknown(policy, asked);
        return { out: printed(history, format, quiet, io), exit: 0 };
      } finally {
        following?.end();
      }
    });
  },
});

interface Reader extends Past {
  /** The newest moment that was looked at, and the newest policy that compiled. */
  readonly seen: () => { readonly newest?: Moment; readonly policy?: Policy };
}

/** Compiles one revision after the other, as far as they are asked for. */
function readerOf(
  git: PolicyRepository,
  folder: string,
  asked: Asked,
  io: Io,
  following?: Following,
): Reader {
  const compile = createPolicyReader();
  let newest: Moment | undefined;
  let policy: Policy | undefined;

  async function momentOf(files: Files, commit?: Commit): Promise<Moment> {
    await following?.step();
    const outcome = compile(files, folder);
    policy ??= outcome.policy;
    const moment: Moment = {
      ...(commit && { commit }),
      diagnostics: outcome.diagnostics,
      ...(outcome.policy && { matrix: compilePolicy(narrowed(outcome.policy, asked)).matrix }),
    };
    newest ??= moment;
    return moment;
  }

  /** Ends with nothing where the history begins with the folder, and with its last commit where the clone ends. */
  async function* main(): AsyncIterable<Moment> {
    const disk = io.files(folder);
    const head = git.findCommit('HEAD');
    const committed = git.filesAt(head);
    if (!hasSameFiles(disk, committed, isPolicyFile, fileLimit))
      yield momentOf(shareContent(disk, committed));
    let oldest: Commit | undefined;
    for (const { commit, files } of git.readHistory(head)) {
      yield momentOf(files, commit);
      oldest = commit;
    }
    if (!oldest || oldest.parents.length > 0 || git.isRoot(oldest.hash)) yield nothing;
  }

  async function* side(tip: string, without: readonly string[]): AsyncIterable<Moment> {
    let oldest: Commit | undefined;
    for (const { commit, files } of git.readHistory(tip, without)) {
      yield momentOf(files, commit);
      oldest = commit;
    }
    if (!oldest) return;
    const [parent] = oldest.parents;
    const files = parent === undefined ? undefined : git.filesAt(parent);
    if (files && files.list(isPolicyFile).length > 0) yield momentOf(files);
    else if (files || git.isRoot(oldest.hash)) yield nothing;
  }

  return {
    moments: main(),
    sidesOf: ({ parents }, without): readonly Moments[] => parents.slice(1).map((tip) => side(tip, without)),
    seen: () => ({ ...(newest && { newest }), ...(policy && { policy }) }),
  };
}

/** Whether the cell was there at any time. */
const isKnown = ({ transitions, now }: History): boolean =>
  transitions.length > 0 || (now !== undefined && now.missing === undefined);

/** Says what there is, as of the newest policy, in place of what never was there. */
function refuseUnknown(policy: Policy, { tenant, role, permission }: Asked): never {
  cellNamed(policy, permission);
  rowNamed(compilePolicy(policy).matrix, tenantNamed(policy, tenant), role);
  return impossible('a cell that is there is not known');
}

/** Where no revision compiles, the answer is what is wrong with the newest. */
function broken(diagnostics: readonly Diagnostic[], format: string, io: Io): Answer {
  const { version, colours } = io;
  if (format === 'json')
    return { out: printFindings(diagnostics, { format, colours: colours.out, version }), exit: 1 };
  return {
    out: '',
    err: printFindings(diagnostics, { format: 'pretty', colours: colours.err, version }),
    exit: 1,
  };
}

function printed(history: History, format: 'pretty' | 'json' | 'markdown', quiet: boolean, io: Io): string {
  switch (format) {
    case 'pretty':
      return quiet
        ? `${printSinceHeadline(history, io.colours.out)}\n`
        : printSincePretty(history, io.colours.out);
    case 'json':
      return printSinceJson(history);
    case 'markdown':
      return printSinceMarkdown(history);
  }
}
