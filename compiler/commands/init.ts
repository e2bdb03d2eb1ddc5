import path from 'node:path';
import { readAllNames, readPolicy } from '../compile.ts';
import { DiskError } from '../io/writer/disk-calls.ts';
import { exampleNames, printExample } from '../print/print-example.ts';
import { attributes, printCompiledAttributes, printStarter } from '../print/print-starter.ts';
import { makeWorkflow, slugOf } from '../print/print-workflow.ts';
import { usualOut } from '../stages/3-link/settings.ts';
import { addToManifest, manifestPath } from '../stages/6-emit.ts';
import { emitSchemas } from '../targets/schema.ts';
import { type Files, filesInMemory } from '../text/files.ts';
import { writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/make-visible.ts';
import { defineCommand, type Io, MisuseError } from './command.ts';
import { findCompiledFolder } from './compile/find-compiled-folder.ts';

/**
 * The command `plafond init`: writes a small policies folder to start from, unless the folder holds anything; the schemas by
 * which editors check it, where compile will write the rest; and the attributes of that folder for git and a workflow for GitHub,
 * unless the command was started inside the folder or they are there.
 */
export const initCommand = defineCommand({
  positionals: {
    dir: {
      type: 'string',
      describe: 'the folder for the policies themselves, new or empty',
      default: 'policies',
    },
  },
  options: {
    name: {
      type: 'string',
      describe: 'the package that compile writes, as `@acme/permissions`; asked for on a terminal',
    },
    example: { type: 'string', describe: 'the policies of another kind of product', choices: exampleNames },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond init --name @acme/permissions', 'a folder that checks clean, with comments that teach'],
    [
      'plafond init --example tracker --name @acme/permissions',
      'own actions, and comments that only their author changes',
    ],
  ],
  withoutPolicies: true,
  async run({ dir, name: chosen, example, format, quiet }, io) {
    const folder = path.relative(io.folder, path.resolve(io.folder, dir)).replaceAll(path.sep, '/') || '.';
    refuseUnlessEmpty(folder, dir, io);
    const name = chosen ?? (await askForName(io));
    const out = chooseOut(folder, io);
    const policies = fillIn(
      example === undefined
        ? printStarter(io.today, out)
        : new Map([['.gitattributes', attributes], ...printExample(example, out)]),
      name,
      out,
    );
    const beside = listBeside(folder, out);
    const kept = beside.filter(({ file }) => io.kind(file) !== 'nothing');
    const written = writeAll(
      [
        ...[...policies].map(([file, text]) => [path.posix.join(folder, file), text] as const),
        ...beside.filter((one) => !kept.includes(one)).map(({ file, text }) => [file, text] as const),
        ...listSchemas(folder, policies, io),
      ],
      io,
    );
    const err = [
      ...(isScoped(name) ? [] : [`the package \`${name}\` ${withoutScope}`]),
      ...(out === usualOut ? [] : [explainOut(folder, out)]),
      ...kept.map(explainKept),
      ...explainNotAtTop(written, io),
    ];
    const notes = quiet ? '' : err.map((line) => `note: ${line}\n`).join('');
    if (format === 'json')
      return {
        out: `${makeVisibleJson(writeIndentedJson({ version: 1, written }, 2))}\n`,
        err: notes,
        exit: 0,
      };
    return { out: quiet ? '' : printWritten(written, folder, out, example), err: notes, exit: 0 };
  },
});

const isScoped = (name: string): boolean => /^@[^/]+\/./.test(name);

const withoutScope = 'has no scope, and on npm a name without one may be somebody else’s';

function refuseUnlessEmpty(folder: string, written: string, io: Io): void {
  const kind = io.kind(folder);
  if (kind === 'file') throw new MisuseError(`\`${written}\` is a file; name a folder`);
  if (!isEmpty(folder, io)) throw new MisuseError(`\`${written}\` is not empty; name a new folder`);
  if (io.kind(path.posix.join(folder, '.git')) !== 'nothing')
    throw new MisuseError(
      `\`${written}\` is the top of a repository, and compile writes beside the policies; name a folder below, as \`policies\``,
    );
}

/** Tells whether nothing lies at a path, or a folder with no file in it. */
function isEmpty(at: string, io: Io): boolean {
  const kind = io.kind(at);
  return kind === 'nothing' || (kind === 'folder' && io.files(at).list(() => true).length === 0);
}

/**
 * Chooses the folder that compile will write, relative to the policies: the usual one or, where something lies there, one that is
 * called after the policies, so that two products never meet. Throws `MisuseError` if something lies there too.
 */
function chooseOut(folder: string, io: Io): string {
  const own = `${usualOut}-${slugOf(path.basename(path.resolve(io.folder, folder)))}`;
  const free = [usualOut, own].find((out) => isEmpty(path.posix.join(folder, out), io));
  if (free !== undefined) return free;
  const taken = [usualOut, own].map((out) => `\`${path.posix.join(folder, out)}\``).join(' and ');
  throw new MisuseError(
    `${taken} are there already, so compile would have nowhere to write; move one away, or name another folder`,
  );
}

const explainOut = (folder: string, out: string): string =>
  `${path.posix.join(folder, usualOut)}/ is there already, so compile will write ${path.posix.join(folder, out)}/: ` +
  'settings.yaml says so with `out`';

/** A file beside the policies that is about them, and what stands there. */
interface FileBeside {
  readonly file: string;
  readonly text: string;
}

/** Returns what git and GitHub read beside the policies; nothing if these lie where the command was started, around or outside. */
function listBeside(folder: string, out: string): readonly FileBeside[] {
  if (folder === '.' || folder.startsWith('..')) return [];
  const attributesFile = path.posix.join(folder, '../.gitattributes');
  return [
    { file: attributesFile, text: printCompiledAttributes(path.posix.basename(out)) },
    makeWorkflow(folder),
  ];
}

/** Explains that a file which was there was left alone, and what a `.gitattributes` lacks for that. */
function explainKept({ file, text }: FileBeside): string {
  const kept = `${file} already exists and was left unchanged`;
  if (!file.endsWith('.gitattributes')) return kept;
  const lines = text.split('\n').filter((line) => line.startsWith('/'));
  return [`${kept}; it needs, if it has not:`, ...lines].join('\n  ');
}

/** Explains that GitHub runs no workflow from below the top of a repository; returns an empty list if the command was started at the top. */
function explainNotAtTop(written: readonly string[], io: Io): readonly string[] {
  const workflow = written.find((file) => file.startsWith('.github/workflows/'));
  const names = path.resolve(io.folder).split(path.sep).filter(Boolean);
  const steps = names.findIndex((_, at) => io.kind(`${'../'.repeat(at)}.git`) !== 'nothing');
  if (workflow === undefined || steps < 1) return [];
  const below = names.slice(-steps).join('/');
  return [
    `GitHub runs workflows from the top of a repository alone: move \`${workflow}\` there, with ` +
      `\`defaults: { run: { working-directory: ${JSON.stringify(below)} } }\` and \`path: ${below}/explorer.html\``,
  ];
}

/**
 * Asks for the name of the package until it has a scope. Throws `MisuseError` if nobody is there to answer: a name that
 * plafond made up could be somebody else's.
 */
async function askForName(io: Io): Promise<string> {
  for (let reason = ''; ; ) {
    const answer = (
      await io.ask?.(`${reason}name of the package that services install, as @acme/permissions: `)
    )?.trim();
    if (!answer)
      throw new MisuseError(
        'the package that services install has no name yet; say it with `--name @YOUR-SCOPE/permissions`',
      );
    if (isScoped(answer)) return answer;
    reason = `\`${makeVisible(answer)}\` ${withoutScope}; \`--name\` takes it all the same\n`;
  }
}

/**
 * Fills in new policies under which name services install what compile writes, and where it is written. Throws
 * `MisuseError` if npm would not take the name.
 */
function fillIn(files: ReadonlyMap<string, string>, name: string, out: string): ReadonlyMap<string, string> {
  const filled = new Map(
    [...files].map(([file, text]) => [
      file,
      file === 'settings.yaml' ? fillInSettings(text, name, out) : text,
    ]),
  );
  const { diagnostics } = readPolicy(filesOfPolicies(filled), 'policies');
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong)
    throw new MisuseError(
      `\`${name}\` is not a name that npm accepts: lower case letters, digits, \`-\`, \`.\` and \`_\`, as \`@acme/permissions\``,
    );
  return filled;
}

function fillInSettings(settings: string, name: string, out: string): string {
  const own = out === usualOut ? '' : `\nout: ${out} # where compile writes it, relative to this folder`;
  return settings.replace(
    /^(package: \{ name: )[^,]+(.*)$/m,
    (_, before, after) => before + JSON.stringify(name) + after + own,
  );
}

/** Returns new policies as if they lay in the folder `policies`. */
const filesOfPolicies = (policies: ReadonlyMap<string, string>): Files =>
  filesInMemory(Object.fromEntries([...policies].map(([file, text]) => [`policies/${file}`, text])));

/** Returns the schemas that `plafond schema` would write, so that editors know the language before anything is compiled. */
function listSchemas(
  folder: string,
  policies: ReadonlyMap<string, string>,
  io: Io,
): readonly (readonly [at: string, text: string])[] {
  const { policy } = readAllNames(filesOfPolicies(policies), 'policies');
  const into = findCompiledFolder(folder, policy.settings);
  const schemas = [...emitSchemas({ matrix: { policy } })];
  return [
    ...schemas.map((schema) => [path.posix.join(into, schema.path), schema.content] as const),
    [path.posix.join(into, manifestPath), addToManifest('', schemas, io.version)],
  ];
}

/** Prints the files that were written, and what to do next. */
function printWritten(
  written: readonly string[],
  folder: string,
  out: string,
  example: string | undefined,
): string {
  const where = folder === 'policies' ? '' : ` --policies ${folder}`;
  const next = [
    `plafond check${where}`,
    `plafond test${where}`,
    example === undefined
      ? `plafond explain Account:export --tenant acme --role agent${where}`
      : `plafond matrix --tenant acme${where}`,
    `plafond compile${where}`,
  ];
  const into = `${path.posix.join(folder, out)}/`;
  const list = [...written.filter((at) => !at.startsWith(into)), `${into}schema/, for editors`]
    .map((at) => `wrote ${at}\n`)
    .join('');
  return makeLinesVisible(`${list}\nnext:\n${next.map((line) => `  ${line}\n`).join('')}`);
}

const makeLinesVisible = (text: string): string => text.split('\n').map(makeVisible).join('\n');

/** Writes all of some files; if the disk refuses one, removes those that were written. */
function writeAll(files: readonly (readonly [at: string, text: string])[], io: Io): readonly string[] {
  const begun: string[] = [];
  try {
    for (const [at, text] of files) {
      begun.push(at);
      io.write(at, text);
    }
  } catch (error) {
    for (const at of begun) removeIfThere(at, io);
    throw error;
  }
  return begun;
}

/** Removes a file. Where the disk refuses that too, what it refused first is what counts. */
function removeIfThere(at: string, io: Io): void {
  try {
    if (io.kind(at) === 'file') io.remove(at);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
  }
}
