import type { Totals } from '../../questions/evidence/totals.ts';
import { count } from '../../text/count.ts';
import { escapeMarkup } from '../../text/markup.ts';
import type { PackFacts } from './describe-origin.ts';
import { describeTotals } from './describe-totals.ts';
import type { ListedFile } from './manifest.ts';
import type { EvidenceTable, EvidenceValue } from './table.ts';
import { onlyFiles } from './tables.ts';
import { removeBackticks } from './words.ts';

/** The path of the page that people open first. */
export const coverPagePath = 'index.html';

/** The path of the page in which the policies are explored. */
export const explorerPath = 'explorer.html';

/** The most rows of a table that the page shows; the others are in its file. */
const mostRows = 300;

/** The tables that are open when the page is. */
const open: readonly string[] = ['Controls', 'Waivers', 'Duties', 'Delta people'];

/**
 * Prints `index.html`: the pack for people who open no spreadsheet, with a link to every file. It holds no script, loads
 * nothing, and shows every text of the policies as text.
 */
export function* printCoverPage(
  about: PackFacts,
  totals: Totals,
  tables: readonly EvidenceTable[],
  files: Readonly<Record<string, ListedFile>>,
): Iterable<string> {
  const facts = [...about, ...describeTotals(totals)];
  const shown = tables.filter(({ name }) => !onlyFiles.includes(name));
  yield head;
  yield `<h1>Evidence of effective permissions</h1>\n${printFacts(facts)}`;
  if (files[explorerPath]) yield linkToExplorer;
  yield `<nav><h2>Contents</h2><ul>${shown.map((table) => printEntry(table, files)).join('')}</ul></nav>\n`;
  for (const table of shown) yield* printSection(table, files);
  yield `<h2>All files</h2>\n<ul>${[...Object.keys(files), 'README.md', 'manifest.json'].sort().map(printFile).join('')}</ul>\n`;
  yield `<p>${notes.map(escapeMarkup).join(' ')}</p>\n</body>\n</html>\n`;
}

const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evidence of effective permissions</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; color: #1f2328; background: #fff; margin: 2rem auto; max-width: 90rem; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1rem }
th, td { border: 1px solid #c9d1d9; padding: .2rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #24415e; color: #fff; overflow-wrap: normal }
.facts th { background: #eef2f6; color: #1f2328 }
details { margin: 1rem 0; overflow-x: auto }
summary { font-weight: 600; cursor: pointer }
.bad { color: #82071e; background: #ffe3e0; font-weight: 600 }
.warning { color: #7d4e00; background: #fff3d6 }
.good { color: #116329 }
</style>
</head>
<body>
`;

const linkToExplorer = `<p><a href="${explorerPath}">Explore the policies</a>: any role, user or permission, with the line that decides it. The page works offline.</p>\n`;

const notes: readonly string[] = [
  'To verify, run plafond audit --verify on the folder in a clone of the repository: it compiles the policies again and compares every file.',
  'README.md says what every column means.',
];

const printFacts = (facts: readonly (readonly [string, string])[]): string =>
  `<table class="facts">${facts.map(([what, words]) => `<tr><th scope="row">${escapeMarkup(what)}</th><td>${escapeMarkup(words)}</td></tr>`).join('')}</table>\n`;

const anchorOf = ({ name }: EvidenceTable): string => name.toLowerCase().replaceAll(' ', '-');

const printEntry = (table: EvidenceTable, files: Readonly<Record<string, ListedFile>>): string =>
  `<li><a href="#${anchorOf(table)}">${escapeMarkup(table.name)}</a>, ${count(files[table.file ?? '']?.rows ?? 0, 'row')}: each is ${escapeMarkup(removeBackticks(table.about))}</li>`;

const printFile = (file: string): string =>
  `<li><a href="${file.split('/').map(encodeURIComponent).join('/')}">${escapeMarkup(file)}</a></li>`;

function* printSection(table: EvidenceTable, files: Readonly<Record<string, ListedFile>>): Iterable<string> {
  const { name, file = '', columns } = table;
  const all = files[file]?.rows ?? 0;
  yield `<details id="${anchorOf(table)}"${open.includes(name) ? ' open' : ''}><summary>${escapeMarkup(name)}, ${count(all, 'row')}</summary>\n`;
  yield `<table><thead><tr>${columns.map(({ title }) => `<th scope="col">${escapeMarkup(title)}</th>`).join('')}</tr></thead><tbody>\n`;
  let shown = 0;
  for (const row of table.rows()) {
    if (shown === mostRows) break;
    shown++;
    yield `<tr>${row.map(printCell).join('')}</tr>\n`;
  }
  const more = all > shown ? `and ${all - shown} more in ` : 'also in ';
  yield `</tbody></table><p>${more}<a href="${encodeURIComponent(file)}">${escapeMarkup(file)}</a></p></details>\n`;
}

function printCell(value: EvidenceValue): string {
  const look = Object.hasOwn(looks, value) ? ` class="${looks[value]}"` : '';
  return `<td${look}>${escapeMarkup(String(value))}</td>`;
}

const looks: Readonly<Record<string, string>> = {
  failed: 'bad',
  expired: 'bad',
  error: 'bad',
  escalation: 'bad',
  exfiltration: 'warning',
  waived: 'warning',
  ending: 'warning',
  useless: 'warning',
  dormant: 'warning',
  empty: 'warning',
  unknown: 'warning',
  passed: 'good',
};
