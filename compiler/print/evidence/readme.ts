import { markdownTable } from 'markdown-table';
import type { Totals } from '../../questions/evidence/totals.ts';
import { escapeMarkdown, writeCodeSpan } from '../../text/markdown.ts';
import type { PackFacts } from './describe-origin.ts';
import { describeTotals } from './describe-totals.ts';
import type { ListedFile } from './manifest.ts';
import type { EvidenceTable } from './table.ts';
import { meanings } from './words.ts';

/** Prints `README.md`: what a pack is, how to read it, and how to find out whether it is still what was made. */
export function printPackReadme(
  facts: PackFacts,
  totals: Totals,
  tables: readonly EvidenceTable[],
  files: Readonly<Record<string, ListedFile>>,
): string {
  const listed = tables.filter(({ file = '' }) => files[file]);
  return `${[
    introduction,
    printTable(
      ['', ''],
      facts.map(([what, words]) => [what, escapeMarkdown(words)]),
    ),
    '## What is in it',
    printContents(listed, files),
    '## Control totals',
    printTable(['', ''], describeTotals(totals)),
    aboutTotals,
    '## How to read it',
    printTable(
      ['word', 'meaning'],
      meanings.map(({ word, about }) => [writeCodeSpan(word), about]),
    ),
    aboutLines,
    ...listed.map(printColumns),
    review,
    verify,
  ].join('\n\n')}\n`;
}

/** Prints the files of a pack, with the meaning of a row. */
function printContents(
  tables: readonly EvidenceTable[],
  files: Readonly<Record<string, ListedFile>>,
): string {
  const others = [
    ...(files['delta.md'] ? [['delta.md', 'the same delta, to be read']] : []),
    ['index.html', 'the pack as a page, for people who open no spreadsheet'],
    ...(files['explorer.html']
      ? [['explorer.html', 'the policies themselves, to be asked and looked at, offline']]
      : []),
    ['matrices/TENANT.csv', 'a permission of the catalog, with a column for every role of the tenant'],
    [
      'audit.xlsx',
      'all but the two longest tables and the matrices, with an index, a legend and the attestation',
    ],
    ['manifest.json', 'where the pack comes from; size, SHA-256 and rows of every file; control totals'],
  ] as const;
  return printTable(
    ['file', 'rows', 'a row is'],
    [
      ...tables.map(({ file = '', about }) => [writeCodeSpan(file), String(files[file]?.rows ?? 0), about]),
      ...others.map(([file = '', about = '']) => [writeCodeSpan(file), '', about]),
    ],
  );
}

/** Prints the columns of a table with their meanings. */
const printColumns = ({ file = '', columns }: EvidenceTable): string =>
  `### ${file}\n\n${printTable(
    ['column', 'what stands in it'],
    columns.map(({ name, about }) => [writeCodeSpan(name), about]),
  )}`;

const introduction = `# Evidence of effective permissions

What every role and every declared user can do in effect, after user type, seats, the tenant's ceiling and prerequisites
have had their say, and which line of the policies allows it.`;

const aboutTotals = `\`grants.csv\` has as many rows as there are effective permissions of roles, \`users.csv\` as there are declared users and
\`tenants.csv\` as there are tenants; \`tenants.csv\` says for each tenant what the others must add up to.`;

const aboutLines = `A line is written \`path:line\` and is of the commit above. A text that a spreadsheet would take for a formula begins with
an apostrophe in CSV.`;

const review = `## How to review it

Fill in the attestation in a copy of \`audit.xlsx\`, and keep the copy outside this folder. A row is decided when
decision, reviewer and date are there.`;

const verify = `## How to verify it

In a clone of the repository, at the commit above:

\`\`\`
plafond audit --verify DIR
\`\`\`

It compiles the policies again with the filters and the date of the manifest, compares every file, and names those that
were altered, that are missing, that were added, and whether the policies are others by now. Anything of that makes it
exit with status 1. Without plafond, \`sha256sum\` on each file against \`manifest.json\` tells whether it was altered.

A manifest is no signature: whoever can alter a file can alter its hash as well. What proves a pack is that compiling
the same commit gives the same bytes; and where the commit itself is in doubt, the SHA-256 of \`manifest.json\`, which
\`plafond audit\` printed when the pack was made, if it was written down somewhere else, or a signature over it.`;

const printTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable([[...head], ...rows.map((row) => [...row])], { alignDelimiters: false, padding: true });
