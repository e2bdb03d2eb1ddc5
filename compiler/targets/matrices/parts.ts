import { type Catalog, listRemarks } from '../../model/catalog.ts';
import type { LayerName } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import { describeNewRecords } from './records.ts';

/** Lists the notes of the catalog and where things are met, as far as there are any. */
export function listNotesLines(catalog: Catalog): readonly string[] {
  const lines = catalog.byPermission.flatMap((cell) => {
    const said = listRemarks(catalog, cell);
    return said.length === 0
      ? []
      : [writeRow(escapeMarkdown(cell.permission), said.map(escapeMarkdown).join(' · '))];
  });
  return lines.length === 0
    ? []
    : [
        '## Notes',
        '',
        writeRow('permission', 'where it is met, and what to know'),
        writeRule(2),
        ...lines,
        '',
      ];
}

/** Returns the anchor that GitHub gives a heading. */
export const makeAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** Writes a row of a Markdown table. */
export const writeRow = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Writes the line below the head of a Markdown table. */
export const writeRule = (columns: number): string => `|${' :-- |'.repeat(columns)}`;

/** Explains the words that say of a permission whether it is allowed, as the first rows of a table. */
export const verdictLegend = `| in a cell | |
| :-- | :-- |
| a word, as \`update\` | allowed |
| \`·\` | not granted by the role |
| \`· type\` | granted, but above what the user type and the seats of the role hold |
| \`· tenant\` | granted, but above the ceiling of the tenant |
| \`· requires\` | granted, but something that it requires is not allowed |`;

/** Explains the column of records, as the last row of a legend. */
export const writeRecordsLegend = (catalog: Catalog): string =>
  `| \`records\` | which records this is about: \`all\`, or those of the named portfolios${describeNewRecords(catalog)} |`;

/** The words for a cell that a layer refuses. */
export const refusalWords: Readonly<Record<LayerName, string>> = {
  role: '·',
  userType: '· type',
  tenant: '· tenant',
  requires: '· requires',
};

/** Returns the name of a tenant as a heading, behind its title if it has one. */
export const makeHeading = ({ name, title }: Pick<Tenant, 'name' | 'title'>): string =>
  title === undefined ? escapeMarkdown(name) : `${escapeMarkdown(title)} (${escapeMarkdown(name)})`;

/** Tells how a tenant calls models; empty if it has no names of its own for any. */
export function describeTitles({ titles }: Tenant): string {
  const called = [...titles].map(
    ([model, title]) => `${escapeMarkdown(model)} is called ${escapeMarkdown(title)}`,
  );
  return called.length === 0 ? '' : `Here ${called.join(', ')}.`;
}

/** Writes a link to a file, whose name may itself have percent signs; `text` is Markdown. */
export const makeLink = (text: string, path: string): string =>
  `[${text}](${path.replaceAll('%', '%25').replaceAll('~', '%7E')})`;
