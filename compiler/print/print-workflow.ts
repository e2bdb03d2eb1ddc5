/** The place of the workflow in a repository. */
export const workflowFile = '.github/workflows/plafond.yml';

/**
 * Prints a workflow for GitHub that checks the policies of a folder, runs their tests, and looks that what compile writes of
 * them is fresh. It
 * takes plafond from the dependencies of the repository and never from elsewhere.
 */
export function printWorkflow(folder: string): string {
  const where = folder === 'policies' ? '' : ` --policies "$POLICIES"`;
  const env = folder === 'policies' ? '' : `    env:\n      POLICIES: ${JSON.stringify(folder)}\n`;
  return `# Checks the policies on every change. \`npm ci\` installs the plafond that package.json names; \`--no\` keeps npm from taking
# another one from a registry. Require this job in the rules of the default branch: without that, red is advice.
name: plafond
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  policies:
    runs-on: ubuntu-latest
${env}    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: 22
      - run: npm ci
      - run: npm exec --no -- plafond check --format github${where}
      - run: npm exec --no -- plafond test --format github${where}
      - run: npm exec --no -- plafond compile --check${where}
`;
}
