import { groupRowsByTenant } from '../../model/artifact.ts';
import { has } from '../../model/bits.ts';
import {
  builtInActions,
  type Catalog,
  type Cell,
  listOwnActions,
  type Model,
  type Property,
  rights,
  togglesOf,
} from '../../model/catalog.ts';
import { findRefusingLayer, type Matrix, type Row } from '../../model/matrix.ts';
import { capName, type Policy, type Tenant } from '../../model/policy.ts';
import {
  describeTitles,
  listNotesLines,
  makeAnchor,
  makeHeading,
  refusalWords,
  verdictLegend,
  writeRecordsLegend,
  writeRow,
  writeRule,
} from '../../targets/matrices/parts.ts';
import { describeReachedRecords, nameRecords, nameRecordsOn } from '../../targets/matrices/records.ts';
import { escapeMarkdown } from '../../text/markdown.ts';

/**
 * Prints every tenant whole: who may do what, for people. Every model, property and toggle of every role has a line of
 * its own with role, name and what is allowed, and depends on no other line.
 */
export function* printTenantPages(matrix: Matrix): Iterable<string> {
  const { policy } = matrix;
  const common = linesOf(policy.catalog);
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const lines = tenant.catalog === policy.catalog ? common : linesOf(tenant.catalog);
    const sections = [
      head(tenant, policy),
      ...writeOverview(rows),
      ...rows.flatMap((row) => roleSection(row, lines)),
      ...rows.flatMap((row) => propertySection(row, lines)),
      ...listNotesLines(policy.catalog),
    ];
    yield `${sections.join('\n').trimEnd()}\n`;
  }
}

function head(tenant: Tenant, { catalog }: Policy): string {
  const titles = describeTitles(tenant);
  return `# Permissions at ${makeHeading(tenant)}
${titles === '' ? '' : `\n${titles}\n`}
What every role can do in effect, after user type, seats, tenant and prerequisites have had their say. Written by
\`plafond\`: a change of a policy shows here as the lines whose permissions it changes.

${verdictLegend}
| nothing | there is no such permission |
${writeRecordsLegend(catalog)}
`;
}

function writeOverview(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return ['No role is offered here.'];
  const lines = rows.map(({ role }) =>
    writeRow(
      `[${escapeMarkdown(role.name)}](#${makeAnchor(role.name)})`,
      escapeMarkdown(role.title ?? ''),
      escapeMarkdown(capName(role)),
      nameRecords(role),
    ),
  );
  return [
    '## Roles',
    '',
    writeRow('role', 'title', 'user type and seats', 'records'),
    writeRule(4),
    ...lines,
    '',
  ];
}

function roleSection(row: Row, { families, toggles, properties }: Lines): readonly string[] {
  const { role } = row;
  const others = row.tenant.catalog.ownActions.size > 0 ? ['others'] : [];
  const shown = escapeMarkdown(role.name);
  const words = [role.title, role.description].flatMap((text) =>
    text === undefined ? [] : escapeMarkdown(text),
  );
  const link = properties.some((group) => isListed(group, row))
    ? ` [Properties](#properties-of-${makeAnchor(role.name)}).`
    : '';
  return [
    `## ${shown}`,
    '',
    ...(words.length > 0 ? [words.join(' — '), ''] : []),
    `${escapeMarkdown(capName(role))}. ${describeReachedRecords(role)}${link}`,
    '',
    ...families.flatMap(({ family, models }) => [
      writeRow(shown, padName(`${family} models`), ...builtInActions.map(padWord), ...others, 'records'),
      writeRule(8 + others.length),
      ...models.map(({ name, cells, own, model }) =>
        writeRow(
          shown,
          name,
          ...cells.map((cell) => wordOf(cell, row)),
          ...others.map(() => own.map((cell) => ownWordOf(cell, row)).join(', ')),
          nameRecordsOn(model, row.role),
        ),
      ),
      '',
    ]),
    ...(toggles.length > 0
      ? [writeRow(shown, padName('modules and features'), padWord('use'), 'kind'), writeRule(4)]
      : []),
    ...toggles.map(({ name, cell }) => writeRow(shown, name, wordOf(cell, row), cell.kind)),
    '',
  ];
}

function propertySection(row: Row, { properties }: Lines): readonly string[] {
  const role = escapeMarkdown(row.role.name);
  const lines = properties
    .filter((group) => isListed(group, row))
    .flatMap(({ lines: members }) =>
      members.map(({ name, cells, mark }) =>
        writeRow(role, name, ...cells.map((cell) => wordOf(cell, row, rightWidth)), mark),
      ),
    );
  if (lines.length === 0) return [];
  const titles = writeRow(
    role,
    'property'.padEnd(propertyWidth),
    ...rights.map((right) => right.padEnd(rightWidth)),
    '',
  );
  return [`## Properties of ${role}`, '', titles, writeRule(5), ...lines, ''];
}

/** Returns true if properties are listed: the role may view or update something of their model. */
const isListed = ({ gates, lines }: PropertyLines, { effective }: Row): boolean =>
  lines.length > 0 && gates.some((gate) => has(effective, gate.index));

/** The lines of every role's tables, as far as the catalog alone decides them. */
interface Lines {
  readonly families: readonly { readonly family: Model['family']; readonly models: readonly ModelLine[] }[];
  readonly toggles: readonly { readonly name: string; readonly cell: Cell }[];
  /** By model, each with the cells that must be effective for its properties to be listed. */
  readonly properties: readonly PropertyLines[];
}

interface ModelLine {
  readonly name: string;
  readonly cells: readonly (Cell | undefined)[];
  /** The cells of actions that are not built in. */
  readonly own: readonly Cell[];
  readonly model: Model;
}

interface PropertyLines {
  readonly gates: readonly Cell[];
  readonly lines: readonly {
    readonly name: string;
    readonly cells: readonly (Cell | undefined)[];
    readonly mark: string;
  }[];
}

/** Widths are fixed, so that no name that comes or goes moves what stands beside the others. */
const nameWidth = 24;
const propertyWidth = 30;
const wordWidth = 10;
const rightWidth = 8;

const padName = (name: string): string => escapeMarkdown(name).padEnd(nameWidth);
const padWord = (word: string): string => word.padEnd(wordWidth);

function linesOf(catalog: Catalog): Lines {
  return {
    families: (['standard', 'internal'] as const).flatMap((family) => {
      const members = catalog.models.filter((model) => model.family === family).map(modelLine);
      return members.length > 0 ? [{ family, models: members }] : [];
    }),
    toggles: togglesOf(catalog).map(({ name, cell }) => ({
      name: padName(name),
      cell,
    })),
    properties: catalog.models.map((model) => ({
      gates: rights.flatMap((right) => model.actions.get(right) ?? []),
      lines: model.properties.flatMap((property) => propertyLine(model, property)),
    })),
  };
}

const modelLine = (model: Model): ModelLine => ({
  name: padName(model.name),
  own: listOwnActions(model).map(([, cell]) => cell),
  cells: builtInActions.map((action) => model.actions.get(action)),
  model,
});

function propertyLine(model: Model, { name, rights: has, sensitive }: Property): PropertyLines['lines'] {
  if (has.size === 0) return [];
  return [
    {
      name: escapeMarkdown(`${model.name}.${name}`).padEnd(propertyWidth),
      cells: rights.map((right) => has.get(right)),
      mark: sensitive ? 'sensitive' : '',
    },
  ];
}

/** Returns the words for an action that shares its column: its name, and why it is not allowed if it is not. */
const ownWordOf = (cell: Cell, row: Row): string => {
  const refusal = findRefusingLayer(row, cell);
  return refusal === undefined ? cell.action : `${cell.action} ${refusalWords[refusal]}`;
};

/** Writes the word of a cell; in one column all words are padded to one width. */
function wordOf(cell: Cell | undefined, row: Row, width = wordWidth): string {
  if (cell === undefined) return ' '.repeat(width);
  const refusal = findRefusingLayer(row, cell);
  if (refusal === undefined) return cell.action.padEnd(width);
  // A capability is granted by nobody, and what a property lacks is its model's action: that has a line itself.
  const isImplied = refusal === 'requires' && (cell.kind === 'capability' || cell.kind === 'property');
  return refusalWords[isImplied ? 'role' : refusal].padEnd(width);
}
