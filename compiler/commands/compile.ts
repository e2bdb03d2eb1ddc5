import path from 'node:path';
import { readPolicy } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { emitArtifacts } from '../emit-artifacts.ts';
import type { Tenant } from '../model/policy.ts';
import { type FindingOptions, findingFormats, printFindings } from '../print/findings/findings.ts';
import { findTenant } from '../questions/find-by-name.ts';
import { defineCommand, MisuseError } from './command.ts';
import { compareFolder, type FolderComparison } from './compile/compare-folder.ts';
import { findCompiledFolder } from './compile/find-compiled-folder.ts';
import { findHeldOtherwise } from './compile/find-held-otherwise.ts';
import {
  type Compilation,
  printCompilationJson,
  printCompilationPretty,
} from './compile/print-compilation.ts';
import {
  type CompiledFolder,
  printStalePretty,
  reportStaleFiles,
  spellCompileLine,
} from './compile/print-stale.ts';
import { refuseLoss } from './compile/refuse-loss.ts';
import {
  isDifferent,
  refuseLink,
  refuseOtherPackage,
  refuseToReplace,
  refuseToWiden,
  replaceFolder,
} from './compile/replace-folder.ts';

/**
 * The command `plafond compile`: writes everything that follows from the policies into one folder, whole or not at all,
 * and removes what no longer belongs there. If the folder holds files that plafond did not write or that were edited
 * since, it refuses unless it is forced. With `--check` it writes nothing, names every file that is missing, different or
 * does not belong, and exits 1 if there is one. With `--tenant` it writes what that tenant is given, in which no other
 * tenant leaves a trace, into a folder of its own. If the policies hold an error, or git would hold another text than
 * was written, the diagnostics are printed and the exit is 1.
 */
export const compileCommand = defineCommand({
  positionals: {},
  options: {
    out: {
      type: 'string',
      describe: 'the folder to write; without it, what the settings say, or `generated`',
    },
    tenant: {
      type: 'string',
      describe: 'only what this tenant is given, with no trace of another; needs an --out of its own',
    },
    check: {
      type: 'boolean',
      describe: 'write nothing, and fail if the folder is not what would be written',
    },
    force: {
      type: 'boolean',
      describe: 'delete files in the folder that compile did not write, and overwrite edited ones',
    },
    'no-rules': { type: 'boolean', describe: 'leave out rules/, which services do not need' },
  },
  formats: findingFormats,
  examples: [
    ['plafond compile', 'write the folder generated/'],
    ['plafond compile --tenant acme --out out/acme', 'for a browser, or a deployment of one tenant'],
    ['plafond compile --check', 'is generated/ what the policies say? For a workflow'],
  ],
  async run({ policies, out, tenant: name, check, force, 'no-rules': withoutRules, format, quiet }, io) {
    const { policy, diagnostics, files } = readPolicy(io.files(policies), policies);
    const style = { format, colours: io.colours.out, version: io.version };
    const usual = findCompiledFolder(policies, policy?.settings);
    const folder =
      path.relative(io.folder, path.resolve(io.folder, out ?? usual)).replaceAll(path.sep, '/') || '.';
    if (!check) io.recoverFolder(folder);
    if (!policy) return { out: printFindings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
    if (name !== undefined && `${folder}/`.startsWith(`${usual}/`))
      throw new MisuseError(
        `\`${usual}\` holds what all tenants are given; name another folder for \`${name}\`, as \`--out out/${name}\``,
      );
    if (check) refuseLink(folder);
    else {
      refuseToReplace(
        folder,
        new Map([
          ['.', 'the folder you are in'],
          [policies, 'the policies folder'],
        ]),
      );
      refuseToWiden(folder, name);
    }
    const tenant = name === undefined ? undefined : findTenant(policy, name);
    if (!check && !force) refuseOtherPackage(folder, policy.settings.package.name);
    const following = await io.follow?.('files', !quiet);
    try {
      const made = emitArtifacts(compilePolicy(policy, tenant), {
        version: io.version,
        folder: policies,
        withoutRules,
      });
      const each = async () => following?.step();
      const refuse = (found: FolderComparison) => (force ? undefined : refuseLoss(folder, found));
      const comparison = await (check
        ? compareFolder(folder, made, each)
        : replaceFolder(io.writeFolder, folder, made, each, refuse));
      const { diagnostics: held, note } = findHeldOtherwise(folder, io);
      if (check) {
        const again = spellCompileLine({ folder, usual, policies, tenant: name, withoutRules });
        const out = printStale(comparison, held, { folder, again }, style, quiet);
        const exit = isDifferent(comparison) || held.length > 0 ? 1 : 0;
        return { out, exit, ...(!quiet && { err: note }) };
      }
      if (held.length > 0) return { out: printFindings(held, style), exit: 1 };
      const size = countRoles(tenant ? [tenant] : policy.tenants);
      return { out: printCompilation({ ...comparison, ...size, folder }, style, quiet), exit: 0 };
    } finally {
      following?.end();
    }
  },
});

type Style = Pick<FindingOptions, 'format' | 'colours' | 'version'>;

/** Prints what was compiled; in the formats that list findings, an empty list. */
function printCompilation(compilation: Compilation, style: Style, quiet: boolean): string {
  if (style.format === 'json') return printCompilationJson(compilation);
  if (style.format !== 'pretty') return printFindings([], style);
  return quiet ? '' : printCompilationPretty(compilation);
}

/** Prints the stale files of a folder, each as a line or as a finding, behind those that git holds otherwise. */
function printStale(
  comparison: FolderComparison,
  held: readonly Diagnostic[],
  written: CompiledFolder,
  style: Style,
  quiet: boolean,
): string {
  if (style.format !== 'pretty')
    return printFindings([...held, ...reportStaleFiles(comparison, written)], style);
  const before = held.length > 0 ? `${printFindings(held, style)}\n` : '';
  return before + printStalePretty(comparison, written, style.colours, quiet);
}

const countRoles = (tenants: readonly Tenant[]) => ({
  tenants: tenants.length,
  roles: tenants.reduce((sum, { roles }) => sum + roles.length, 0),
});
