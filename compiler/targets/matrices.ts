import { type Artifact, type Compiled, groupRowsByTenant } from '../model/artifact.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Row } from '../model/matrix.ts';
import { capName, type Role, sharedOf, type Tenant } from '../model/policy.ts';
import { findOtherCells, findRowAtMost, rememberByEffect, rememberByEffects } from '../model/row-at-most.ts';
import { encodeFileName } from '../text/file-name.ts';
import { type Block, fillPages, type JoinedBlocks, joinBlocks, pathOfPage } from '../text/fill-pages.ts';
import { escapeMarkdown } from '../text/markdown.ts';
import {
  type LineSubject,
  listSubjects,
  type MatrixLine,
  writeOtherLine,
  writeWholeLines,
} from './matrices/lines.ts';
import { describeTitles, makeAnchor, makeHeading, makeLink } from './matrices/parts.ts';
import { writeReadme } from './matrices/readme.ts';
import { describeReachedRecords } from './matrices/records.ts';
import { writeCsvHead, writeCsvRow } from './matrices/write-csv.ts';
import { hasOthers, type MatrixColumns, writeTableHead, writeTableRow } from './matrices/write-markdown.ts';

/**
 * Emits `matrices/`: who may do what, for people and for spreadsheets. What a shared role can do at most is a file of
 * that role; a tenant has the roles of its own whole and of shared ones what is otherwise there. A line says all there
 * is to say on one role and one model or switch, so that a switch that is turned is one line in each file where it
 * matters. For one tenant alone no role is shared, and all are whole.
 */
export function* emitMatrices(compiled: Compiled): Iterable<Artifact> {
  const { matrix, tenant: only } = compiled;
  const { policy } = matrix;
  const common = listSubjects(policy.catalog);
  yield* paginate('matrices/README', 'md', ...writeReadme(compiled));
  for (const role of only ? [] : policy.sharedRoles) yield* emitRole(findRowAtMost(matrix, role), common);
  yield* emitTenantMatrices(compiled);
}

/** Emits the files of `matrices/` that are of one tenant each. */
export function* emitTenantMatrices({ matrix, tenant: only, kept }: Compiled): Iterable<Artifact> {
  const { policy } = matrix;
  const common = listSubjects(policy.catalog);
  const mostOf = new Map<Role, RoleAtMost>();
  for (const role of only ? [] : policy.sharedRoles)
    mostOf.set(role, { row: findRowAtMost(matrix, role), entry: linkToRole(role) });
  const prepare = (catalog: Catalog, subjects: readonly LineSubject[]) => {
    const known: TenantContext = { subjects, mostOf, linesOf: prepareLines(subjects, catalog) };
    return rememberByEffects(matrix, (rows) => writeTenantParts(rows, catalog, known));
  };
  const commonParts = prepare(policy.catalog, common);
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    if (kept?.names.has(tenant.name)) continue;
    const { catalog } = tenant;
    const partsOf = catalog === policy.catalog ? commonParts : prepare(catalog, listSubjects(catalog));
    const path = `matrices/tenants/${encodeFileName(tenant.name)}`;
    const { page, sheet } = partsOf(tenant, rows);
    yield* paginate(path, 'md', writeHead(tenant), page);
    yield* paginate(path, 'csv', sheetHead, sheet);
  }
}

const sheetHead = writeCsvHead(true);

function* emitRole(most: Row, subjects: readonly LineSubject[]): Iterable<Artifact> {
  const { role } = most;
  const path = `matrices/roles/${encodeFileName(role.name)}`;
  const lines = writeWholeLines(most, subjects);
  const columns = columnsOf(most.tenant.catalog, { withRole: false, withRecords: true });
  const head = `# ${escapeMarkdown(role.name)}\n\n${describeRole(role)}\n\nAt most, in any tenant. [How to read this](../README.md).\n\n`;
  yield* paginate(path, 'md', head, joinBlocks(tablesOf(lines, role, columns)));
  const sheet = joinBlocks([{ head: '', lines: lines.map((line) => writeCsvRow(line)) }]);
  yield* paginate(path, 'csv', writeCsvHead(false), sheet);
}

/** A shared role where no tenant limits it, with its entry in the list of the roles of a tenant. */
interface RoleAtMost {
  readonly row: Row;
  readonly entry: string;
}

const linkToRole = ({ name }: Role): string =>
  `- ${makeLink(escapeMarkdown(name), `../roles/${encodeFileName(name)}.md`)}\n`;

/** All that is known before a tenant is written: the subjects of its catalog, and shared roles at most. */
interface TenantContext {
  readonly subjects: readonly LineSubject[];
  readonly mostOf: ReadonlyMap<Role, RoleAtMost>;
  /** Writes what is otherwise for a shared role in a tenant than at most. */
  readonly linesOf: (row: Row, most: Row) => OtherLines;
}

/** The lines of a shared role in a tenant, as they stand in the page and in the sheet. */
interface OtherLines {
  readonly page: readonly string[];
  readonly sheet: readonly string[];
}

/** The parts that say all of the roles of a tenant: its page behind the head, and its sheet. */
interface TenantParts {
  readonly page: JoinedBlocks;
  readonly sheet: JoinedBlocks;
}

function writeTenantParts(rows: readonly Row[], catalog: Catalog, known: TenantContext): TenantParts {
  const others = rows.flatMap((row) => {
    const most = known.mostOf.get(sharedOf(row.role));
    return most ? known.linesOf(row, most.row) : [];
  });
  const whole = rows
    .filter((row) => !known.mostOf.has(sharedOf(row.role)))
    .map((row) => ({ row, lines: writeWholeLines(row, known.subjects) }));
  const lines = [
    ...others.flatMap(({ sheet }) => sheet),
    ...whole.flatMap(({ row, lines }) => lines.map((line) => writeCsvRow(line, row.role))),
  ];
  return {
    page: joinBlocks([...blocksOf(rows, catalog, { known, others, whole })]),
    sheet: joinBlocks([{ head: '', lines }]),
  };
}

/** Prepares writing how a shared role in a tenant differs from what it can do at most. */
const prepareLines = (subjects: readonly LineSubject[], catalog: Catalog) => {
  const columns = columnsOf(catalog, { withRole: true, withRecords: false });
  return rememberByEffect((row, most): OtherLines => {
    const touched = new Set(findOtherCells(row, most).map((index) => catalog.cells[index]?.subject));
    const lines = subjects.flatMap((subject) =>
      touched.has(subject.of.subject) ? (writeOtherLine(row, most, subject) ?? []) : [],
    );
    return {
      page: lines.map((line) => writeTableRow(line, row.role, columns)),
      sheet: lines.map((line) => writeCsvRow(line, row.role)),
    };
  });
};

function writeHead(tenant: Tenant): string {
  const titles = describeTitles(tenant);
  return `# Permissions at ${makeHeading(tenant)}\n\n${titles === '' ? '' : `${titles} `}[How to read this](../README.md).\n\n`;
}

/** A row with what is said of it. */
interface RowLines {
  readonly row: Row;
  readonly lines: readonly MatrixLine[];
}

interface TenantTables {
  readonly known: TenantContext;
  readonly others: readonly OtherLines[];
  readonly whole: readonly RowLines[];
}

function* blocksOf(
  rows: readonly Row[],
  catalog: Catalog,
  { known, others, whole }: TenantTables,
): Iterable<Block> {
  const names = rows.map(
    ({ role }) =>
      known.mostOf.get(sharedOf(role))?.entry ??
      `- [${escapeMarkdown(role.name)}](#${makeAnchor(role.name)}), its own\n`,
  );
  yield { head: rows.length === 0 ? 'No role is offered here.\n' : '## Roles\n\n', lines: names };
  const columns = columnsOf(catalog, { withRole: true, withRecords: false });
  if (others.some(({ page }) => page.length > 0))
    yield {
      head: `\n## Otherwise here\n\n${writeTableHead(columns)}`,
      lines: others.flatMap(({ page }) => page),
    };
  for (const { row, lines } of whole) {
    const { role } = row;
    yield { head: `\n## ${escapeMarkdown(role.name)}\n\n${describeRole(role)}\n\n`, lines: [] };
    yield* tablesOf(lines, role, columnsOf(catalog, { withRole: true, withRecords: true }));
  }
}

const columnsOf = (catalog: Catalog, some: Omit<MatrixColumns, 'withOthers'>): MatrixColumns => ({
  ...some,
  withOthers: hasOthers(catalog),
});

const tablesOf = (lines: readonly MatrixLine[], role: Role, columns: MatrixColumns): readonly Block[] => [
  { head: writeTableHead(columns), lines: lines.map((line) => writeTableRow(line, role, columns)) },
];

/** Describes a role in words: its title and description, its user type and seats, and the records that it reaches. */
function describeRole(role: Role): string {
  const words = [role.title, role.description].flatMap((text) =>
    text === undefined ? [] : escapeMarkdown(text),
  );
  const start = words.length > 0 ? `${words.join(' — ')}\n\n` : '';
  return `${start}${escapeMarkdown(capName(role))}. ${describeReachedRecords(role)}`.trimEnd();
}

/** Writes a file, and others beside it where it would be too long. */
function* paginate(path: string, extension: string, head: string, blocks: JoinedBlocks): Iterable<Artifact> {
  let page = 0;
  for (const content of fillPages(head, blocks)) yield { path: pathOfPage(path, extension, page++), content };
}
