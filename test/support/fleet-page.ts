import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fleetViews } from '../../compiler/print/fleet/views.ts';
import { fleetTables } from '../../compiler/questions/fleet/tables.ts';

/** The file that tells what a fleet is as data. */
export const fleetPage = path.join(import.meta.dirname, '../../docs/fleet.md');

/** Returns the part of the page that lists tables and columns, as it should be. */
export function describeTables(): string {
  const tables = fleetTables.map(({ name, describe, key, columns }) => {
    const lines = columns.map(
      (column) =>
        `| \`${column.name}\` | ${column.type}${column.nullable ? ', or null' : ''} | ${column.describe} |\n`,
    );
    return `**\`${name}\`**: ${describe}. One row for each \`${key.join(', ')}\`.\n\n| column | type | says |\n|---|---|---|\n${lines.join('')}`;
  });
  const views = fleetViews.map(({ name, describe }) => `| \`${name}\` | ${describe} |\n`);
  return `${tables.join('\n')}\n| view | says |\n|---|---|\n${views.join('')}`;
}

/** Returns the part of the page between its two marks. */
export const readTables = (): string =>
  /<!-- tables -->\n\n([\s\S]*)\n<!-- end -->/.exec(readFileSync(fleetPage, 'utf8'))?.[1] ?? '';

/** Returns the questions of the page as SQL, by their headings. */
export const readQuestions = (): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync(fleetPage, 'utf8').matchAll(/^### (.*)\n[\s\S]*?^```sql\n([\s\S]*?)^```$/gm)].map(
      ([, title = '', sql = '']) => [title, sql],
    ),
  );
