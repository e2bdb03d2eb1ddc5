import path from 'node:path';
import { artifacts, compile as compilePolicies } from '../compile.ts';
import type { Policy } from '../model/policy.ts';
import { type FindingOptions, findingFormats, findings } from '../print/findings/findings.ts';
import { command } from './command.ts';
import { type Comparison, compare } from './compile/compare.ts';
import { isDifferent, refuseToReplace, replace } from './compile/replace.ts';
import { staleFindings, staleSummary } from './compile/stale.ts';
import { type Compilation, summary, summaryJson } from './compile/summary.ts';

/**
 * Writes everything that follows from the policies into one folder, as a whole or not at all, and removes what no
 * longer belongs there. With `--check` it writes nothing, names every file that is missing, different or does
 * not belong, and exits 1 if there is one. Policies with errors are printed like by `check` and exit 1.
 */
export const compile = command({
  positionals: {},
  options: {
    out: { type: 'string', describe: 'the folder to write', default: 'generated' },
    check: {
      type: 'boolean',
      describe: 'write nothing, and fail if the folder is not what would be written',
    },
    'no-rules': { type: 'boolean', describe: 'leave out rules/, which services do not need' },
  },
  formats: findingFormats,
  examples: [
    ['plafond compile', 'write the folder generated/'],
    ['plafond compile --check', 'is generated/ what the policies say? For a workflow'],
  ],
  async run({ policies, out, check, 'no-rules': withoutRules, format, quiet }, io) {
    const folder = path.relative(io.folder, path.resolve(io.folder, out)).replaceAll(path.sep, '/') || '.';
    if (!check)
      refuseToReplace(
        folder,
        new Map([
          ['.', 'the folder you are in'],
          [policies, 'the policies folder'],
        ]),
      );
    const { policy, diagnostics, files } = compilePolicies(io.files(policies), policies);
    const style = { format, colours: io.colours.out, version: io.version };
    if (!policy) return { out: findings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
    const following = await io.follow?.('files', !quiet);
    try {
      const made = artifacts(policy, { version: io.version, folder: policies, withoutRules });
      const comparison = await (check ? compare : replace)(folder, made, async () => following?.step());
      if (check)
        return { out: staleness(comparison, folder, style, quiet), exit: isDifferent(comparison) ? 1 : 0 };
      return { out: written({ ...comparison, ...sizeOf(policy), folder }, style, quiet), exit: 0 };
    } finally {
      following?.end();
    }
  },
});

type Style = Pick<FindingOptions, 'format' | 'colours' | 'version'>;

/** What compiling has done; to those who ask for findings, that there are none. */
function written(compilation: Compilation, style: Style, quiet: boolean): string {
  if (style.format === 'json') return summaryJson(compilation);
  if (style.format !== 'pretty') return findings([], style);
  return quiet ? '' : summary(compilation);
}

/** What is stale, a line or a finding for each file. */
function staleness(comparison: Comparison, folder: string, style: Style, quiet: boolean): string {
  return style.format === 'pretty'
    ? staleSummary(comparison, folder, style.colours, quiet)
    : findings(staleFindings(comparison, folder), style);
}

const sizeOf = ({ tenants }: Policy) => ({
  tenants: tenants.length,
  roles: tenants.reduce((sum, { roles }) => sum + roles.length, 0),
});
