import { markdownTable } from 'markdown-table';
import type { Origin } from '../../questions/evidence/evidence.ts';
import type { Totals } from '../../questions/evidence/totals.ts';
import { escapeMarkdown, writeCodeSpan } from '../../text/markdown.ts';
import { describeOrigin } from './describe-origin.ts';
import type { ListedFile } from './manifest.ts';
import type { EvidenceTable } from './table.ts';
import { meanings } from './words.ts';

/** `README.md`: what a pack is, how to read it and how to find out whether it is still what was made. */
export function printPackReadme(
  origin: Origin,
  totals: Totals,
  tables: readonly EvidenceTable[],
  files: Readonly<Record<string, ListedFile>>,
): string {
  const rows = tables.flatMap(({ file = '', about, columns }) => {
    const listed = files[file];
    return listed ? [{ file, rows: listed.rows ?? 0, about, columns }] : [];
  });
  return `# Evidence of effective permissions

What every role and every declared user can do in effect, after user type, seats, the tenant's ceiling and prerequisites
have had their say, and which line of the policies lets it.

${grid(
  ['', ''],
  describeOrigin(origin).map(([what, words]) => [what, escapeMarkdown(words)]),
)}

## What is in it

${grid(
  ['file', 'rows', 'a row is'],
  [
    ...rows.map((row) => [writeCodeSpan(row.file), String(row.rows), row.about]),
    ...(files['delta.md'] ? [[writeCodeSpan('delta.md'), '', 'the same delta, to be read']] : []),
    [
      writeCodeSpan('matrices/TENANT.csv'),
      '',
      'a permission of the catalog, with a column for every role of the tenant',
    ],
    [
      writeCodeSpan('audit.xlsx'),
      '',
      'all but the two longest tables and the matrices, with an index, a legend and the attestation',
    ],
    [
      writeCodeSpan('manifest.json'),
      '',
      'where the pack comes from; size, SHA-256 and rows of every file; control totals',
    ],
  ],
)}

## Control totals

${grid(['', ''], totalWords(totals))}

\`grants.csv\` has as many rows as there are effective permissions of roles, \`users.csv\` as there are declared users and
\`tenants.csv\` as there are tenants; \`tenants.csv\` says for each tenant what the others must add up to.

## How to read it

${grid(
  ['word', 'meaning'],
  meanings.map(({ word, about }) => [writeCodeSpan(word), about]),
)}

A line is written \`path:line\` and is of the commit above. A text that a spreadsheet would take for a formula begins with
an apostrophe in CSV.

${rows
  .map(
    ({ file, columns }) =>
      `### ${file}\n\n${grid(
        ['column', 'what stands in it'],
        columns.map(({ name, about }) => [writeCodeSpan(name), about]),
      )}`,
  )
  .join('\n\n')}

## How to review it

Fill in the attestation in a copy of \`audit.xlsx\`, and keep the copy outside this folder. A row is decided when
decision, reviewer and date are there.

## How to verify it

In a clone of the repository, at the commit above:

\`\`\`
plafond audit --verify DIR
\`\`\`

It compiles the policies again with the filters and the date of the manifest, compares every file, and names those that
were altered, that are missing, that were added, and whether the policies are others by now. Anything of that makes it
exit with status 1. Without plafond, \`sha256sum\` on each file against \`manifest.json\` tells whether it was altered.

A manifest is no signature: whoever can alter a file can alter its hash as well. What proves a pack is that compiling
the same commit gives the same bytes; and where the commit itself is in doubt, the SHA-256 of \`manifest.json\`, which
\`plafond audit\` printed when the pack was made, if it was written down somewhere else, or a signature over it.
`;
}

function totalWords(totals: Totals): readonly (readonly [string, string])[] {
  const { effectiveGrantsByRisk, ...counts } = totals;
  return [
    ['tenants', String(counts.tenants)],
    ['tenants that declare no users', String(counts.tenantsWithUnknownUsers)],
    ['roles, in each tenant', String(counts.roles)],
    ['declared users', String(counts.users)],
    ['active users', String(counts.activeUsers)],
    ['effective permissions of roles', String(counts.effectiveGrants)],
    ...Object.entries(effectiveGrantsByRisk).map(
      ([risk, count]) => [`of the class ${risk}`, String(count)] as const,
    ),
  ];
}

const grid = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable([[...head], ...rows.map((row) => [...row])], { alignDelimiters: false, padding: true });
