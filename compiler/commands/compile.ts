import path from 'node:path';
import { compilePolicy, emitArtifacts, readPolicy } from '../compile.ts';
import type { Tenant } from '../model/policy.ts';
import { type FindingOptions, findingFormats, printFindings } from '../print/findings/findings.ts';
import { command, Misuse } from './command.ts';
import { type Comparison, compare } from './compile/compare.ts';
import { refuseLoss } from './compile/refuse-loss.ts';
import {
  isDifferent,
  refuseLink,
  refuseOtherPackage,
  refuseToReplace,
  refuseToWiden,
  replace,
} from './compile/replace.ts';
import { staleFindings, staleSummary, type Written } from './compile/stale.ts';
import { type Compilation, summary, summaryJson } from './compile/summary.ts';
import { tenantNamed } from './named.ts';

/** Where compile writes if it is not told: what all tenants are given. */
const folderOfAll = 'generated';

/**
 * Writes everything that follows from the policies into one folder, as a whole or not at all, and removes what no
 * longer belongs there; what it did not write, or what was edited since, it leaves and refuses unless it is forced.
 * With `--check` it writes nothing, names every file that is missing, different or does
 * not belong, and exits 1 if there is one. Policies with errors are printed like by `check` and exit 1. With `--tenant`
 * it writes what that tenant is given, in which no other leaves a trace, into a folder of its own.
 */
export const compile = command({
  positionals: {},
  options: {
    out: { type: 'string', describe: 'the folder to write', default: folderOfAll },
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
    const folder = path.relative(io.folder, path.resolve(io.folder, out)).replaceAll(path.sep, '/') || '.';
    if (name !== undefined && `${folder}/`.startsWith(`${folderOfAll}/`))
      throw new Misuse(
        `\`${folderOfAll}\` holds what all tenants are given; name another folder for \`${name}\`, as \`--out out/${name}\``,
      );
    if (check) refuseLink(folder);
    else {
      io.recoverFolder(folder);
      refuseToReplace(
        folder,
        new Map([
          ['.', 'the folder you are in'],
          [policies, 'the policies folder'],
        ]),
      );
      refuseToWiden(folder, name);
    }
    const { policy, diagnostics, files } = readPolicy(io.files(policies), policies);
    const style = { format, colours: io.colours.out, version: io.version };
    if (!policy) return { out: printFindings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
    const tenant = name === undefined ? undefined : tenantNamed(policy, name);
    if (!check && !force) refuseOtherPackage(folder, policy.settings.package.name);
    const following = await io.follow?.('files', !quiet);
    try {
      const made = emitArtifacts(compilePolicy(policy, tenant), {
        version: io.version,
        folder: policies,
        withoutRules,
      });
      const each = async () => following?.step();
      const refuse = (found: Comparison) => (force ? undefined : refuseLoss(folder, found));
      const comparison = await (check
        ? compare(folder, made, each)
        : replace(io.writeFolder, folder, made, each, refuse));
      if (check) {
        const again = commandFor(folder, name, withoutRules);
        const out = staleness(comparison, { folder, again }, style, quiet);
        return { out, exit: isDifferent(comparison) ? 1 : 0 };
      }
      const size = sizeOf(tenant ? [tenant] : policy.tenants);
      return { out: written({ ...comparison, ...size, folder }, style, quiet), exit: 0 };
    } finally {
      following?.end();
    }
  },
});

type Style = Pick<FindingOptions, 'format' | 'colours' | 'version'>;

/** What compiling has done; to those who ask for findings, that there are none. */
function written(compilation: Compilation, style: Style, quiet: boolean): string {
  if (style.format === 'json') return summaryJson(compilation);
  if (style.format !== 'pretty') return printFindings([], style);
  return quiet ? '' : summary(compilation);
}

/** What is stale, a line or a finding for each file. */
function staleness(comparison: Comparison, written: Written, style: Style, quiet: boolean): string {
  return style.format === 'pretty'
    ? staleSummary(comparison, written, style.colours, quiet)
    : printFindings(staleFindings(comparison, written), style);
}

/** The command that writes a folder as it is checked. */
function commandFor(folder: string, tenant: string | undefined, withoutRules: boolean): string {
  const words = [
    'plafond compile',
    ...(tenant === undefined ? [] : [`--tenant ${tenant}`]),
    ...(folder === folderOfAll ? [] : [`--out ${folder}`]),
    ...(withoutRules ? ['--no-rules'] : []),
  ];
  return words.join(' ');
}

const sizeOf = (tenants: readonly Tenant[]) => ({
  tenants: tenants.length,
  roles: tenants.reduce((sum, { roles }) => sum + roles.length, 0),
});
