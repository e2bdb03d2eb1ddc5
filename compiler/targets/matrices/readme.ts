import type { Compiled } from '../../model/artifact.ts';
import type { Catalog } from '../../model/catalog.ts';
import { capName } from '../../model/policy.ts';
import { encodeFileName } from '../../text/file-name.ts';
import { type Block, type JoinedBlocks, joinBlocks } from '../../text/fill-pages.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import {
  listNotesLines,
  makeHeading,
  makeLink,
  verdictLegend,
  writeRecordsLegend,
  writeRow,
  writeRule,
} from './parts.ts';
import { nameRecords } from './records.ts';

/** Writes the page that a person opens first: how to read the others, and where they are. */
export function writeReadme({ matrix, tenant: only }: Compiled): readonly [string, JoinedBlocks] {
  const { catalog, sharedRoles, tenants } = matrix.policy;
  const roles = only ? [] : sharedRoles;
  const blocks: readonly Block[] = [
    { head: reading(catalog), lines: [] },
    tableOf(
      'Shared roles',
      ['role', 'title', 'user type and seats', 'records'],
      roles.map((role) => [
        makeLink(escapeMarkdown(role.name), `roles/${encodeFileName(role.name)}.md`),
        escapeMarkdown(role.title ?? ''),
        escapeMarkdown(capName(role)),
        nameRecords(role),
      ]),
    ),
    {
      head: '\n## Tenants\n\n',
      lines: tenants.map(
        (tenant) => `- ${makeLink(makeHeading(tenant), `tenants/${encodeFileName(tenant.name)}.md`)}\n`,
      ),
    },
    tableOf(
      'Sensitive properties',
      ['model', 'properties'],
      catalog.models.flatMap(({ name, properties }) => {
        const sensitive = properties.filter((property) => property.sensitive);
        return sensitive.length === 0
          ? []
          : [[escapeMarkdown(name), sensitive.map((property) => escapeMarkdown(property.name)).join(', ')]];
      }),
    ),
    { head: '', lines: listNotesLines(catalog).map((line) => `\n${line}`) },
  ];
  const written = blocks.filter(({ head, lines }) => head !== '' || lines.length > 0);
  return ['# Who may do what\n\n', joinBlocks(written)];
}

const tableOf = (title: string, columns: readonly string[], lines: readonly (readonly string[])[]): Block =>
  lines.length === 0
    ? { head: '', lines: [] }
    : {
        head: `\n## ${title}\n\n${writeRow(...columns)}\n${writeRule(columns.length)}\n`,
        lines: lines.map((cells) => `${writeRow(...cells)}\n`),
      };

const reading = (
  catalog: Catalog,
): string => `What every role can do in effect, written by \`plafond compile\`.

- \`roles/<role>.md\` says what a shared role can do **at most**: what it is granted, inside its user type and seats, less what
  lacks a prerequisite.
- \`tenants/<tenant>.md\` says which roles a tenant is offered, and of shared ones only what is **otherwise** there: what its
  ceiling or a package that it has not bought takes away, and what its own properties add. What is not listed is as in the file of the role.
  The tenant's own roles are there whole.
- A line is one role and one model, module, feature or capability, and depends on no other line. A file that would be too long goes on in
  one with a number, \`<name>~2.md\`. The files that end in \`.csv\` say the same, for spreadsheets.
- \`plafond matrix --tenant <tenant>\` prints a tenant whole, \`plafond explain\` says why.

${verdictLegend}
| \`all\` | one answer for all of the line: all of a model, or all of it that the role can do at most |
| \`view 15/17\` | allowed, for 15 of the 17 properties that can be viewed |
| \`properties\` | those that are not as their model's action, as \`view: name, web ·\`; all that are not named with \`*\` |
| nothing | there is no such permission; among what is otherwise, it is as in the file of the role |
${writeRecordsLegend(catalog)}
`;
