import type { Compiled } from '../../compiler/model/artifact.ts';
import { type Catalog, type Cell, gatingActionOf, type Right } from '../../compiler/model/catalog.ts';
import { emitMatrices } from '../../compiler/targets/matrices.ts';
import { emitRules } from '../../compiler/targets/rules.ts';
import { encodeFileName } from '../../compiler/text/file-name.ts';
import { readTableText } from '../../compiler/text/table-text.ts';

/*
 * Reads `matrices/` and `rules/` as their page says they are read: the file of a role, and over it what the file of a
 * tenant says otherwise. Nothing here knows how they are written.
 */

/** A row of a table: its cells by the title of their column. */
type Row = Readonly<Record<string, string>>;

/** The verdicts of a role on permissions. */
export type Verdicts = ReadonlyMap<string, string>;

/** Every file that a target wrote. */
export const filesOf = (target: typeof emitMatrices, whole: Compiled): ReadonlyMap<string, string> =>
  new Map([...target(whole)].map(({ path, content }) => [path, content]));

/** The tables of a Markdown page, one below the other, or the rows of a CSV file; words of people become those of CSV. */
export function rowsOf(content: string, extension: 'md' | 'csv'): readonly Row[] {
  if (extension === 'csv') {
    const [heads = [], ...lines] = readTableText(content).rows.map((row) => row.map(({ text }) => text));
    return lines.map((line) => Object.fromEntries(heads.map((head, at) => [head, line[at] ?? ''])));
  }
  let titles: readonly string[] = [];
  const rows: Row[] = [];
  for (const line of content.split('\n')) {
    if (!line.startsWith('| ')) titles = [];
    else if (titles.length === 0) titles = cellsOf(line);
    else rows.push(Object.fromEntries(cellsOf(line).map((cell, at) => [titles[at] ?? '', cell])));
  }
  return rows;
}

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replaceAll(/`+ ?([^`]+?) ?`+/g, '$1'));

const refusals: Readonly<Record<string, string>> = {
  '·': 'role',
  '· type': 'userType',
  '· tenant': 'tenant',
  '· requires': 'requires',
};

/** Returns the verdict in a word, of people or of CSV. */
const verdictIn = (word: string): string =>
  refusals[word] ?? (['role', 'userType', 'tenant', 'requires'].includes(word) ? word : 'yes');

interface Said {
  readonly all?: string;
  readonly actions: ReadonlyMap<string, string>;
  readonly named: ReadonlyMap<string, string>;
  readonly rest: ReadonlyMap<string, string>;
  readonly counts: ReadonlyMap<string, string>;
}

/** Names and, behind them, a word; a property may be called as a word is. */
const ending = /^(.*?) (·(?: (?:type|tenant|requires))?|[A-Za-z]+)$/;

function read(row: Row): Said {
  const [actions, named, rest, counts] = [1, 2, 3, 4].map(() => new Map<string, string>());
  for (const action of ['create', 'view', 'update', 'remove', 'export']) {
    const [, word = '', count] = /^(.*?)(?: (\d+\/\d+))?$/.exec(row[action] ?? '') ?? [];
    if (word !== '') actions?.set(action, word === action ? 'yes' : verdictIn(word));
    if (count) counts?.set(action, count);
  }
  for (const other of (row.others ?? '').split(/[,;] /).filter((text) => text !== '')) {
    const [, name = '', word = ''] = /^([^ :]+):? ?(.*)$/.exec(other) ?? [];
    actions?.set(name, word === '' ? 'yes' : verdictIn(word));
  }
  for (const part of (row.properties ?? '').split(' / ').filter((text) => text !== '')) {
    const [, right = '', groups = ''] = /^(view|update): (.*)$/.exec(part) ?? [];
    for (const group of groups.split('; ')) {
      const [, names = '', word = ''] = ending.exec(group) ?? [];
      const verdict = verdictIn(word);
      for (const name of names.split(/,? /))
        if (name === '*') rest?.set(right, verdict);
        else named?.set(`${name}:${right}`, verdict);
    }
  }
  const all = row.all === undefined || row.all === '' ? {} : { all: verdictIn(row.all) };
  return {
    ...all,
    actions: actions ?? new Map(),
    named: named ?? new Map(),
    rest: rest ?? new Map(),
    counts: counts ?? new Map(),
  };
}

/** Returns the verdict of one line on a cell; undefined if the line says nothing of it. */
function findVerdict(
  said: Said | undefined,
  cell: Cell,
  before: string | undefined,
  action: string | undefined,
) {
  if (!said) return undefined;
  const isSpoken = before === undefined || before === 'yes';
  if (said.all !== undefined) return isSpoken || !cell.model ? said.all : undefined;
  if (cell.kind !== 'property') return said.actions.get(cell.action);
  const named = said.named.get(`${cell.property}:${cell.action}`);
  if (named !== undefined || !isSpoken) return named;
  return said.rest.get(cell.action) ?? action;
}

/** Reads the verdicts of every role of every tenant back, from one kind of files. */
export function readMatrices(whole: Compiled, extension: 'md' | 'csv'): ReadonlyMap<string, Verdicts> {
  const files = filesOf(emitMatrices, whole);
  const pages = (start: string): readonly Row[] =>
    [...files].flatMap(([path, content]) =>
      path === `${start}.${extension}` || (path.startsWith(`${start}~`) && path.endsWith(`.${extension}`))
        ? rowsOf(content, extension)
        : [],
    );
  const { policy, rows } = whole.matrix;
  const roles = new Map(
    policy.sharedRoles.map(({ name }) => [
      name,
      apply(pages(`matrices/roles/${encodeFileName(name)}`), name, policy.catalog),
    ]),
  );
  return new Map(
    rows.map(({ tenant, role }) => {
      const written = pages(`matrices/tenants/${encodeFileName(tenant.name)}`).filter(
        (row) => row.role === role.name,
      );
      const most = role.tenant === undefined && !whole.tenant ? roles.get(role.name) : undefined;
      return [`${tenant.name}/${role.name}`, apply(written, role.name, tenant.catalog, most)];
    }),
  );
}

function apply(rows: readonly Row[], role: string, catalog: Catalog, most?: Verdicts): Verdicts {
  const lines = new Map(rows.map((row) => [row.subject, read(row)]));
  if (lines.size !== rows.length) throw new Error(`${role} has a subject twice`);
  const verdicts = new Map<string, string>();
  const inOrder = [...catalog.cells].sort(
    (a, b) => Number(a.kind === 'property') - Number(b.kind === 'property'),
  );
  for (const cell of inOrder) {
    const before = most?.get(cell.permission);
    const gate = gatingActionOf(cell);
    const action = gate && verdicts.get(gate.permission);
    const said = lines.get(cell.subject);
    const isAdded = most !== undefined && before === undefined;
    verdicts.set(
      cell.permission,
      findVerdict(said, cell, before, action) ?? (isAdded ? action : before) ?? 'nothing is said',
    );
  }
  for (const [subject, { counts }] of lines) {
    const model = catalog.modelOf.get(subject ?? '');
    for (const [right, count] of counts) {
      const cells = (model?.properties ?? []).flatMap(({ rights }) => rights.get(right as Right) ?? []);
      const held = cells.filter(({ permission }) => verdicts.get(permission) === 'yes').length;
      if (count !== `${held}/${cells.length}`) throw new Error(`${role}: ${subject} counts ${count}`);
    }
  }
  return verdicts;
}

interface RulesFile {
  readonly roles: Readonly<Record<string, { readonly rules: readonly { readonly subject: string }[] }>>;
  readonly otherwise?: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
}

/** Reads the rules of every role of every tenant back. */
export function readRules(whole: Compiled): readonly (readonly [string, readonly unknown[]])[] {
  const files = filesOf(emitRules, whole);
  const json = (path: string) => JSON.parse(files.get(path) ?? '{}');
  return whole.matrix.rows.map(({ tenant, role: { name } }): readonly [string, readonly unknown[]] => {
    const { roles, otherwise }: RulesFile = json(`rules/tenants/${encodeFileName(tenant.name)}.json`);
    const own = Object.hasOwn(roles, name) ? roles[name] : undefined;
    const key = `${tenant.name}/${name}`;
    if (own) return [key, own.rules];
    const other = otherwise && Object.hasOwn(otherwise, name) ? otherwise[name] : undefined;
    if (!other) throw new Error(`${key} is not told of`);
    const most: RulesFile['roles'][string] = json(`rules/roles/${encodeFileName(name)}.json`);
    const bySubject = new Map<string, unknown[]>();
    for (const rule of most.rules)
      bySubject.set(rule.subject, [...(bySubject.get(rule.subject) ?? []), rule]);
    for (const [subject, rules] of Object.entries(other)) bySubject.set(subject, [...rules]);
    return [
      key,
      [...bySubject].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flatMap(([, rules]) => rules),
    ];
  });
}
