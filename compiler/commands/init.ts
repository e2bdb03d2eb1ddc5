import path from 'node:path';
import { readAllNames, readPolicy } from '../compile.ts';
import { DiskError } from '../io/writer/disk-calls.ts';
import { exampleNames, printExample } from '../print/print-example.ts';
import { attributes, printStarter } from '../print/print-starter.ts';
import { makeWorkflow } from '../print/print-workflow.ts';
import { addToManifest, manifestPath } from '../stages/6-emit.ts';
import { emitSchemas } from '../targets/schema.ts';
import { type Files, filesInMemory } from '../text/files.ts';
import { writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/make-visible.ts';
import { defineCommand, type Io, MisuseError } from './command.ts';
import { findCompiledFolder } from './compile/find-compiled-folder.ts';

/**
 * The command `plafond init`: writes a small policies folder to start from, unless the folder holds anything; the schemas by
 * which editors check it; and a workflow for GitHub where the command was started, unless that is inside the folder or there is one
 * for that folder.
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
    name: { type: 'string', describe: 'the package that compile writes, as `@acme/permissions`' },
    example: { type: 'string', describe: 'the policies of another kind of product', choices: exampleNames },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond init --name @acme/permissions', 'a folder that checks clean, with comments that teach'],
    ['plafond init policies --example tracker', 'own actions, and comments that only their author changes'],
  ],
  withoutPolicies: true,
  async run({ dir, name: chosen, example, format, quiet }, io) {
    const folder = path.relative(io.folder, path.resolve(io.folder, dir)).replaceAll(path.sep, '/') || '.';
    refuseUnlessEmpty(folder, dir, io);
    const name = chosen ?? (await askForName(io));
    const policies = namePackage(
      example === undefined
        ? printStarter(io.today)
        : new Map([['.gitattributes', attributes], ...printExample(example)]),
      name,
    );
    const isBeside = folder !== '.' && !folder.startsWith('..');
    const schemas = isBeside ? listSchemas(folder, policies, io) : [];
    const workflow = makeWorkflow(folder, (file) => readIfThere(file, io));
    const hasWorkflow = isBeside && io.kind(workflow.file) !== 'nothing';
    const written = writeAll(
      [
        ...[...policies].map(([file, text]) => [path.posix.join(folder, file), text] as const),
        ...(hasWorkflow || !isBeside ? [] : [[workflow.file, workflow.text] as const]),
        ...schemas,
      ],
      io,
    );
    const err = [
      ...(name === undefined ? [explainUnnamed] : []),
      ...(hasWorkflow ? [`${workflow.file} already exists and was left unchanged`] : []),
      ...(isBeside && !hasWorkflow ? explainNotAtTop(workflow.file, io) : []),
    ];
    const notes = quiet ? '' : err.map((line) => `note: ${line}\n`).join('');
    if (format === 'json')
      return {
        out: `${makeVisibleJson(writeIndentedJson({ version: 1, written }, 2))}\n`,
        err: notes,
        exit: 0,
      };
    return { out: quiet ? '' : printWritten(written, folder, example), err: notes, exit: 0 };
  },
});

/** The sentence for a package without a scope: a registry may hold one of the same name. */
const explainUnnamed =
  'the package has a name without a scope, which on npm may be somebody else’s: ' +
  'say `--name @YOUR-SCOPE/permissions`, or write it into `settings.yaml`';

function refuseUnlessEmpty(folder: string, written: string, io: Io): void {
  const kind = io.kind(folder);
  if (kind === 'file') throw new MisuseError(`\`${written}\` is a file; name a folder`);
  if (kind === 'folder' && io.files(folder).list(() => true).length > 0)
    throw new MisuseError(`\`${written}\` is not empty; name a new folder`);
}

/** Explains that GitHub runs no workflow from below the top of a repository; returns an empty list if the command was started at the top. */
function explainNotAtTop(workflow: string, io: Io): readonly string[] {
  const names = path.resolve(io.folder).split(path.sep).filter(Boolean);
  const steps = names.findIndex((_, at) => io.kind(`${'../'.repeat(at)}.git`) !== 'nothing');
  if (steps < 1) return [];
  const below = names.slice(-steps).join('/');
  return [
    `GitHub runs workflows from the top of a repository alone: move \`${workflow}\` there, with ` +
      `\`defaults: { run: { working-directory: ${JSON.stringify(below)} } }\` and \`path: ${below}/explorer.html\``,
  ];
}

/** Returns the text of a file, empty if it cannot be read; undefined if there is none. */
function readIfThere(file: string, io: Io): string | undefined {
  if (io.kind(file) === 'nothing') return undefined;
  const read = io.disk(path.posix.dirname(file)).read(file, mostOfWorkflow);
  return read instanceof Uint8Array ? new TextDecoder().decode(read) : '';
}

/** The most bytes that are read of a workflow. */
const mostOfWorkflow = 1024 * 1024;

/** Asks for the name of the package, if somebody is there to answer. */
async function askForName(io: Io): Promise<string | undefined> {
  const answer = await io.ask?.('name of the package that services install, as @acme/permissions: ');
  return answer?.trim() || undefined;
}

/** Gives the package in the settings a name. Throws `MisuseError` if npm would not take it. */
function namePackage(
  files: ReadonlyMap<string, string>,
  name: string | undefined,
): ReadonlyMap<string, string> {
  if (name === undefined) return files;
  const named = new Map(
    [...files].map(([file, text]) => [
      file,
      file === 'settings.yaml'
        ? text.replace(/(?<=package: \{ name: )[^,]+/, () => JSON.stringify(name))
        : text,
    ]),
  );
  const { diagnostics } = readPolicy(filesOfPolicies(named), 'policies');
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong)
    throw new MisuseError(
      `\`${name}\` is not a name that npm accepts: lower case letters, digits, \`-\`, \`.\` and \`_\`, as \`@acme/permissions\``,
    );
  return named;
}

/** Returns new policies as if they lay in the folder `policies`. */
const filesOfPolicies = (policies: ReadonlyMap<string, string>): Files =>
  filesInMemory(Object.fromEntries([...policies].map(([file, text]) => [`policies/${file}`, text])));

/**
 * Returns the schemas that `plafond schema` would write, so that editors know the language before anything is compiled; none
 * where the folder that they go into holds anything.
 */
function listSchemas(
  folder: string,
  policies: ReadonlyMap<string, string>,
  io: Io,
): readonly (readonly [at: string, text: string])[] {
  const { policy } = readAllNames(filesOfPolicies(policies), 'policies');
  const into = findCompiledFolder(folder, policy.settings);
  if (io.kind(into) !== 'nothing') return [];
  const schemas = [...emitSchemas({ matrix: { policy } })];
  return [
    ...schemas.map((schema) => [path.posix.join(into, schema.path), schema.content] as const),
    [path.posix.join(into, manifestPath), addToManifest('', schemas, io.version)],
  ];
}

/** Prints the files that were written, and what to do next. */
function printWritten(written: readonly string[], folder: string, example: string | undefined): string {
  const where = folder === 'policies' ? '' : ` --policies ${folder}`;
  const next = [
    `plafond check${where}`,
    `plafond test${where}`,
    example === undefined
      ? `plafond explain Account:export --tenant acme --role agent${where}`
      : `plafond matrix --tenant acme${where}`,
    `plafond compile${where}`,
  ];
  const isSchema = (at: string) => at.includes('/schema/') || at.endsWith('manifest.json');
  const schemas = written.filter(isSchema).length > 0 ? ['generated/schema/, for editors'] : [];
  const list = [...written.filter((at) => !isSchema(at)), ...schemas].map((at) => `wrote ${at}\n`).join('');
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
