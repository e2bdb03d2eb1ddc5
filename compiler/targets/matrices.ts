import { type Artifact, type Compiled, groupRowsByTenant } from '../model/artifact.ts';
import { has } from '../model/bits.ts';
import {
  builtInActions,
  type Catalog,
  type Cell,
  listNotes,
  listOwnActions,
  listWhere,
  type Model,
  type Property,
  rights,
  togglesOf,
} from '../model/catalog.ts';
import { readPortfolio } from '../model/cell-reach.ts';
import { isHole, type Operator, type Reach, type ReachComparison } from '../model/condition.ts';
import { decidedBy, type LayerName, type Row } from '../model/matrix.ts';
import { mergeAlternatives } from '../model/merge-alternatives.ts';
import {
  capName,
  describePortfolio,
  type Policy,
  type PortfolioEntry,
  type PortfolioPart,
  type Role,
  selectsAll,
  type Tenant,
} from '../model/policy.ts';
import { fileNameOf } from '../text/file-name.ts';
import { writeSpacedJson } from '../text/json.ts';
import { escapeMarkdown, writeCodeSpan } from '../text/markdown.ts';

/**
 * Emits `matrices/<tenant>.md`: who may do what, for people. Every model, property and toggle of every role has a
 * line of its own with role, name and what is allowed. It depends on no other line, so that a review of a change
 * shows the lines whose permissions it changes, and no others.
 */
export function* emitMatrices({ matrix }: Pick<Compiled, 'matrix'>): Iterable<Artifact> {
  const { policy } = matrix;
  const common = linesOf(policy.catalog);
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const lines = tenant.catalog === policy.catalog ? common : linesOf(tenant.catalog);
    const sections = [
      head(tenant, policy),
      ...overview(rows),
      ...rows.flatMap((row) => roleSection(row, lines)),
      ...rows.flatMap((row) => propertySection(row, lines)),
      ...notesSection(policy.catalog),
    ];
    yield { path: `matrices/${fileNameOf(tenant.name)}.md`, content: `${sections.join('\n').trimEnd()}\n` };
  }
}

function head(tenant: Tenant, { catalog }: Policy): string {
  const heading =
    tenant.title === undefined
      ? escapeMarkdown(tenant.name)
      : `${escapeMarkdown(tenant.title)} (${escapeMarkdown(tenant.name)})`;
  const roots = catalog.models.filter(({ portfolio }) => portfolio === 'self');
  const names = roots.map(({ name }) => escapeMarkdown(name)).join(' or a ');
  const create = roots.length === 0 ? '' : `. Creating a ${names} is limited only where it says so`;
  const titles = [...tenant.titles].map(
    ([model, title]) => `${escapeMarkdown(model)} is called ${escapeMarkdown(title)}`,
  );
  return `# Permissions at ${heading}
${titles.length === 0 ? '' : `\nHere ${titles.join(', ')}.\n`}
What every role can do in effect, after user type, seats, tenant and prerequisites have had their say. Written by
\`plafond compile\`: a change of a policy shows here as the lines whose permissions it changes.

| in a cell | |
| :-- | :-- |
| a word, as \`update\` | allowed |
| \`·\` | not granted by the role |
| \`· type\` | granted, but above what the user type and the seats of the role hold |
| \`· tenant\` | granted, but above the ceiling of the tenant |
| \`· requires\` | granted, but something that it requires is not allowed |
| nothing | there is no such permission |
| \`records\` | which records this is about: \`all\`, or those of the named portfolios${create} |
`;
}

/** Lists the notes of the catalog and where things are met, as far as there are any. */
function notesSection(catalog: Catalog): readonly string[] {
  const lines = catalog.byPermission.flatMap((cell) => {
    if (cell.kind === 'property') return [];
    const said = [...listWhere(catalog, cell), ...listNotes(catalog, cell)];
    return said.length === 0
      ? []
      : [rowOf(escapeMarkdown(cell.permission), said.map(escapeMarkdown).join(' · '))];
  });
  return lines.length === 0
    ? []
    : ['## Notes', '', rowOf('permission', 'where it is met, and what to know'), rule(2), ...lines, ''];
}

function overview(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return ['No role is offered here.'];
  const lines = rows.map(({ role }) =>
    rowOf(
      `[${escapeMarkdown(role.name)}](#${anchorOf(role.name)})`,
      escapeMarkdown(role.title ?? ''),
      escapeMarkdown(capName(role)),
      recordsOf(role),
    ),
  );
  return ['## Roles', '', rowOf('role', 'title', 'user type and seats', 'records'), rule(4), ...lines, ''];
}

function roleSection(row: Row, { families, toggles, properties }: Lines): readonly string[] {
  const { role } = row;
  const others = row.tenant.catalog.ownActions.size > 0 ? ['others'] : [];
  const shown = escapeMarkdown(role.name);
  const words = [role.title, role.description].flatMap((text) =>
    text === undefined ? [] : escapeMarkdown(text),
  );
  const link = properties.some((group) => isListed(group, row))
    ? ` [Properties](#properties-of-${anchorOf(role.name)}).`
    : '';
  return [
    `## ${shown}`,
    '',
    ...(words.length > 0 ? [words.join(' — '), ''] : []),
    `${escapeMarkdown(capName(role))}. ${reachOf(role)}${link}`,
    '',
    ...families.flatMap(({ family, models }) => [
      rowOf(shown, padName(`${family} models`), ...builtInActions.map(padWord), ...others, 'records'),
      rule(8 + others.length),
      ...models.map(({ name, cells, own, model }) =>
        rowOf(
          shown,
          name,
          ...cells.map((cell) => wordOf(cell, row)),
          ...others.map(() => own.map((cell) => ownWordOf(cell, row)).join(', ')),
          recordsOn(model, row),
        ),
      ),
      '',
    ]),
    ...(toggles.length > 0
      ? [rowOf(shown, padName('modules and features'), padWord('use'), 'kind'), rule(4)]
      : []),
    ...toggles.map(({ name, cell }) => rowOf(shown, name, wordOf(cell, row), cell.kind)),
    '',
  ];
}

function propertySection(row: Row, { properties }: Lines): readonly string[] {
  const role = escapeMarkdown(row.role.name);
  const lines = properties
    .filter((group) => isListed(group, row))
    .flatMap(({ lines: members }) =>
      members.map(({ name, cells, mark }) =>
        rowOf(role, name, ...cells.map((cell) => wordOf(cell, row, rightWidth)), mark),
      ),
    );
  if (lines.length === 0) return [];
  const titles = rowOf(
    role,
    'property'.padEnd(propertyWidth),
    ...rights.map((right) => right.padEnd(rightWidth)),
    '',
  );
  return [`## Properties of ${role}`, '', titles, rule(5), ...lines, ''];
}

/** Returns true if properties are listed: the role may view or update something of their model. */
const isListed = ({ gates, lines }: PropertyLines, { effective }: Row): boolean =>
  lines.length > 0 && gates.some((gate) => has(effective, gate.index));

/** Returns the anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

const rowOf = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const rule = (columns: number): string => `|${' :-- |'.repeat(columns)}`;

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

const words: Readonly<Record<LayerName, string>> = {
  role: '·',
  userType: '· type',
  tenant: '· tenant',
  requires: '· requires',
};

/** Returns the words for an action that shares its column: its name, and why it is not allowed if it is not. */
const ownWordOf = (cell: Cell, row: Row): string => {
  const refusal = decidedBy(row, cell);
  return refusal === undefined ? cell.action : `${cell.action} ${words[refusal]}`;
};

/** Writes the word of a cell; in one column all words are padded to one width. */
function wordOf(cell: Cell | undefined, row: Row, width = wordWidth): string {
  if (cell === undefined) return ' '.repeat(width);
  const refusal = decidedBy(row, cell);
  if (refusal === undefined) return cell.action.padEnd(width);
  // A capability is granted by nobody, and what a property lacks is its model's action: that has a line itself.
  const isImplied = refusal === 'requires' && (cell.kind === 'capability' || cell.kind === 'property');
  return words[isImplied ? 'role' : refusal].padEnd(width);
}

/** Names a role's portfolios; `all` if they reach every record. */
const recordsOf = ({ portfolio }: Role): string =>
  selectsAll(portfolio) ? 'all' : escapeMarkdown(describePortfolio(portfolio));

/** Describes the records that a role reaches on a model: `own`, or `view: team; update: own` if actions differ. */
function recordsOn(model: Model, { role }: Row): string {
  const byRecords = new Map<string, string[]>();
  for (const [action, cell] of model.actions) {
    const { kind, items, reach } = readPortfolio(role.portfolio, cell);
    if (kind === 'new-record') continue;
    const records = reach === 'all' ? 'all' : items.map(({ label }) => escapeMarkdown(label)).join(' + ');
    const known = byRecords.get(records);
    if (known) known.push(action);
    else byRecords.set(records, [action]);
  }
  const [first, more] = byRecords.keys();
  if (more === undefined) return first ?? 'all';
  return [...byRecords].map(([records, actions]) => `${actions.join(', ')}: ${records}`).join('; ');
}

/** Describes the records that a role reaches, as `owner = user.id`, for each entry of its portfolio. */
function reachOf({ portfolio }: Role): string {
  const entries = [...portfolio.entries.values()];
  const sentences = entries.map((entry) => {
    const sentence = describeEntry(entry);
    return entry.pattern === '*' ? sentence : `${writeCodeSpan(entry.pattern)}: ${sentence}`;
  });
  return sentences.join(' ');
}

function describeEntry({ items }: PortfolioEntry): string {
  if (items.some(({ parts }) => parts.length === 0)) return 'Reaches every record.';
  const models = [...new Set(items.flatMap(({ parts: [part, more] }) => (part && !more ? [part.on] : [])))];
  const sentences = models.map((model) => {
    const reaches = items.flatMap(({ parts: [part, more] }) =>
      part?.on === model && !more ? [part.reach] : [],
    );
    if (reaches.includes('all')) return `Reaches every ${escapeMarkdown(model)}.`;
    const alternatives = mergeAlternatives(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)));
    return `Reaches every ${escapeMarkdown(model)} with ${listAlternatives(alternatives)}.`;
  });
  const common = items.filter(({ parts }) => parts.length > 1);
  return [
    ...sentences,
    ...common.map(({ parts }) => `Reaches whatever ${parts.map(describePart).join(' and ')} have in common.`),
  ].join(' ');
}

const describePart = ({ name, on, reach }: PortfolioPart): string =>
  `${escapeMarkdown(name ?? 'filter')} (every ${escapeMarkdown(on)}${reach === 'all' ? '' : ` with ${listAlternatives(reach)}`})`;

const listAlternatives = (alternatives: Reach): string =>
  alternatives === 'all'
    ? 'anything'
    : alternatives
        .map((alternative) => writeCodeSpan(alternative.map(comparisonText).join(' and ')))
        .join(' or ');

const operatorWords: Readonly<Record<Operator, string>> = {
  $eq: '=',
  $in: 'in',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
  $ne: '!=',
  $nin: 'not in',
  $exists: 'exists:',
};

const operatorWordsOfLists: Readonly<Partial<Record<Operator, string>>> = {
  $eq: 'has',
  $in: 'has one of',
  $ne: 'has not',
  $nin: 'has none of',
};

const comparisonText = ({ property, type, operator, operand }: ReachComparison): string =>
  `${property} ${(type === 'list' && operatorWordsOfLists[operator]) || operatorWords[operator]} ${isHole(operand) ? `user.${operand.$user}` : writeSpacedJson(operand)}`;
