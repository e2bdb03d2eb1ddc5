/** A workflow for GitHub: its place in a repository, and what stands there. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
}

/**
 * Returns the workflow for the policies of a folder. File, name and job are called after the folder: several products of one
 * repository are checked by a job each, and a required check goes by its job.
 */
export function makeWorkflow(folder: string): Workflow {
  const name = folder === 'policies' ? folder : `policies-${slugOf(folder)}`;
  return { file: `.github/workflows/${name}.yml`, text: printWorkflow(folder, name) };
}

/** Names a folder as files and jobs are named: `shop` for `shop/policies`. */
export const slugOf = (folder: string): string =>
  folder
    .replace(/\/policies$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'other';

/**
 * Prints a workflow that checks the policies of a folder, runs their tests, and looks that what compile writes of
 * them is fresh. It takes plafond from the dependencies of the repository and never from elsewhere.
 */
function printWorkflow(folder: string, name: string): string {
  const where = folder === 'policies' ? '' : ` --policies "$POLICIES"`;
  const env = folder === 'policies' ? '' : `    env:\n      POLICIES: ${JSON.stringify(folder)}\n`;
  return `# Checks the policies on every change. \`npm ci\` installs the plafond that package.json names; \`--no\` keeps npm from taking
# another one from a registry. \`--install-links\` is for a package.json that has installed \`generated/\` with that option: its lock
# file needs it again, and to any other it makes no difference. Require this job in the rules of the default branch: without that, red is advice.
name: ${name}
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  ${name}:
    runs-on: ubuntu-latest
${env}    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: 22
      - run: npm ci --install-links
      - run: npm exec --no -- plafond check --format github${where}
      - run: npm exec --no -- plafond test --format github${where}
      - run: npm exec --no -- plafond compile --check${where}
      # The policies and what changes in them as one page, among the artifacts of the run: download it and open it.
      - if: \${{ !cancelled() && github.event_name == 'pull_request' }}
        run: npm exec --no -- plafond explore --out explorer.html --base "origin/$GITHUB_BASE_REF"${where}
      - if: \${{ !cancelled() && github.event_name == 'pull_request' }}
        uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        with:
          name: plafond-explorer
          path: explorer.html
          if-no-files-found: error
`;
}
