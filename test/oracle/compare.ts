/** Holds what the compiler and the facade say of a world against the naive oracle, and tells every difference. */
import { type MongoAbility, subject } from '@casl/ability';
import { findClosedCellsOfUnion } from '../../compiler/lint/closed-in-casl.ts';
import { reportInvariants } from '../../compiler/lint/invariants.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { findRefusingLayer } from '../../compiler/model/matrix.ts';
import { joinRows } from '../../compiler/model/row-union.ts';
import type { Rule } from '../../compiler/model/rule.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import type { UserPermissions } from '../../runtime/user-permissions.ts';
import { abilityOf } from '../support/casl.ts';
import { matches } from '../support/where/matches.ts';
import type { RecordValue } from '../support/where/models.ts';
import {
  cellsOf,
  type Document,
  isAssignable,
  type Model,
  ofKind,
  partsOf,
  type Row,
  readInvariants,
  resolve,
  rowsOf,
  type Setting,
  unionOf,
  usersOf,
  type Values,
  worksOn,
} from './oracle.ts';
import { type Draw, drawFrom } from './world/draw.ts';
import { drawRecord, drawSignedIn } from './world/records.ts';

/** An answer that is not what the oracle says. */
export interface Difference {
  readonly by: string;
  readonly asked: string;
  readonly said: unknown;
  readonly meant: unknown;
  readonly where?: unknown;
}

/** The number of answers that were compared, and those that differ. */
export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Compares every cell of every row: if it is effective, and the first layer that refuses it. */
export function compareCells(documents: readonly Document[], { matrix }: Compiled): Comparison {
  const differences: Difference[] = [];
  const rows = resolve(documents);
  let compared = 0;
  const names = (all: readonly (readonly [string, string])[]) => all.map((pair) => pair.join('/')).join();
  const said = names(matrix.rows.map(({ tenant, role }) => [tenant.name, role.name]));
  const meant = names(rows.map(({ tenant, role }) => [tenant, role.name]));
  if (said !== meant) return { compared: 1, differences: [{ by: 'matrix', asked: 'rows', said, meant }] };
  for (const [at, row] of rows.entries()) {
    const theirs = matrix.rows[at];
    if (theirs === undefined) continue;
    const cells = new Map(catalogOf(matrix, theirs).cells.map((cell) => [cell.permission, cell]));
    for (const [permission, { decidedBy: verdict }] of row.cells) {
      compared++;
      const cell = cells.get(permission);
      const told = cell === undefined ? 'no such cell' : (findRefusingLayer(theirs, cell) ?? null);
      if (told === verdict) continue;
      const asked = `${row.tenant}/${row.role.name} ${permission}`;
      differences.push({ by: 'matrix', asked, said: told, meant: verdict });
    }
    for (const permission of cells.keys())
      if (!row.cells.has(permission))
        differences.push({ by: 'matrix', asked: permission, said: 'a cell', meant: 'no such cell' });
  }
  return { compared, differences };
}

const catalogOf = (matrix: Compiled['matrix'], { tenant }: Compiled['matrix']['rows'][number]) =>
  ('catalog' in tenant ? (tenant.catalog as typeof matrix.policy.catalog) : undefined) ??
  matrix.policy.catalog;

/** Somebody with some roles of a tenant. */
interface Person {
  readonly rows: readonly Row[];
  readonly tenant: string;
  readonly userType: string;
  readonly seats: readonly string[];
}

/** Returns everybody who has one role, the users that have several, and somebody with each two roles that fit together. */
function peopleOf(documents: readonly Document[], rows: readonly Row[]): readonly Person[] {
  const single = rows.map((row) => ({
    rows: [row],
    tenant: row.tenant,
    userType: row.role.userType ?? '',
    seats: row.role.seats ?? [],
  }));
  const several = ofKind(documents, 'Tenant').flatMap(({ name }) =>
    usersOf(documents, name).flatMap((user) => {
      const theirs = rowsOf(rows, name, user);
      if (theirs.length < 2) return [];
      return [{ rows: theirs, tenant: name, userType: user.userType, seats: user.seats ?? [] }];
    }),
  );
  return [...single, ...several, ...pairsOf(documents, rows)];
}

/** Returns somebody for each two roles of a tenant that somebody can be given. */
function pairsOf(documents: readonly Document[], rows: readonly Row[]): readonly Person[] {
  return rows.flatMap((one, at) =>
    rows.slice(at + 1).flatMap((other): readonly Person[] => {
      if (one.tenant !== other.tenant) return [];
      const seats = [...new Set([...(one.role.seats ?? []), ...(other.role.seats ?? [])])];
      const userType = ofKind(documents, 'UserType').find(
        ({ name }) =>
          [one, other].every(({ role }) => isAssignable(documents, role, { userType: name, seats })) &&
          ofKind(documents, 'Seat').every(
            (seat) => !seats.includes(seat.name) || seat.combinesWith.includes(name),
          ),
      );
      return userType ? [{ rows: [one, other], tenant: one.tenant, userType: userType.name, seats }] : [];
    }),
  );
}

/** A question about a record of a model, and the cells that must work on the record for the answer yes. */
interface Question {
  readonly action: string;
  readonly property?: string;
  readonly needs: readonly string[];
}

function questionsOf(documents: readonly unknown[], tenant: string, model: Model): readonly Question[] {
  return cellsOf(documents, tenant).flatMap((cell): readonly Question[] => {
    const { subject: name, property, action } = partsOf(cell);
    if (name !== model.name) return [];
    if (property === undefined) return [{ action, needs: [cell] }];
    const asked = { action, property, needs: [cell] };
    // Section 7: "The fields of an export are those whose `view` is effective."
    return action === 'view' && model.actions.includes('export')
      ? [asked, { action: 'export', property, needs: [`${model.name}:export`, cell] }]
      : [asked];
  });
}

/** Compares decisions on random records: of the facade, its filters, its ability, and stock CASL on the emitted rules. */
export function compareRecords(documents: readonly Document[], whole: Compiled, seed: number): Comparison {
  const draw = drawFrom(seed);
  const facade = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));
  const rows = resolve(documents);
  const differences: Difference[] = [];
  let compared = 0;
  for (const person of peopleOf(documents, rows)) {
    const isTyped = draw(2) === 0;
    const user = drawSignedIn(draw, documents, { isTyped });
    const ask = new Asking({ documents, whole, facade, person, user, isTyped });
    for (const model of ofKind(documents, 'Model'))
      for (let count = 2; count > 0; count--) ask.about(model, draw);
    ask.aboutToggles();
    differences.push(...ask.differences);
    compared += ask.compared;
  }
  return { compared, differences };
}

/** Who is asked, and about whom. */
interface Asked {
  readonly documents: readonly Document[];
  readonly whole: Compiled;
  readonly facade: Facade;
  readonly person: Person;
  readonly user: Values;
  readonly isTyped: boolean;
}

/** Asks CASL's own ability, which may throw. */
function askStock(ability: MongoAbility, ...question: Parameters<MongoAbility['can']>): unknown {
  try {
    return ability.can(...question);
  } catch (thrown) {
    return String(thrown);
  }
}

/** Returns a record in which what stands under a name with a dot stands inside what the name begins with, at every depth. */
function nest(value: unknown): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  const record = value as Values;
  // A whole name comes before a path: so it is put there last.
  for (const name of Object.keys(record).sort((a, b) => a.split('.').length - b.split('.').length)) {
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) nested[name] = nestAny(record[name]);
    else nested[outer] = { ...(nested[outer] as object | undefined), [inner]: record[name] };
  }
  return nested;
}

const nestAny = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(nestAny)
    : typeof value === 'object' && value !== null && !(value instanceof Date)
      ? nest(value)
      : value;

class Asking {
  readonly differences: Difference[] = [];
  compared = 0;
  readonly #asked: Asked;
  readonly #setting: Setting;
  readonly #policy: UserPermissions;
  readonly #stock: MongoAbility | undefined;
  #closed: ReadonlySet<string> | undefined;

  constructor(asked: Asked) {
    const { documents, whole, facade, person, user, isTyped } = asked;
    const { tenant, userType, seats, rows } = person;
    this.#asked = asked;
    this.#setting = { documents, tenant, user };
    const roles = rows.map(({ role }) => role.name);
    this.#policy = facade.permissions({ tenant, roles, userType, seats, user });
    const row = whole.matrix.rows.find((one) => one.tenant.name === tenant && one.role.name === roles[0]);
    // "Rules of one role are exact alone; a user of several roles is written from their union"; "on values of the declared
    // type, on null and on missing ones"
    const rulesOf = () =>
      row && rows.length === 1 ? whole.rulesOf(row) : (this.#policy.ability.rules as readonly Rule[]);
    this.#stock = isTyped ? abilityOf(rulesOf(), user, 'stock') : undefined;
  }

  about(model: Model, draw: Draw): void {
    const { documents, person, isTyped } = this.#asked;
    const record = drawRecord(draw, documents, person.tenant, model, { isTyped });
    const works = worksOn(this.#setting, person.rows, model.name, record);
    // Stock CASL reads a name with a dot as a path, and nothing else. What the name begins with may be there only by that.
    const nested = nest(record);
    const worksNested = this.#stock ? worksOn(this.#setting, person.rows, model.name, nested) : works;
    for (const question of questionsOf(documents, person.tenant, model)) {
      const isMeant = question.needs.every((cell) => works.has(cell));
      this.#ask(model, question, record, isMeant);
      this.#askCasl('policy.ability', model, question, record, works);
      this.#askCasl('stock CASL', model, question, nested, worksNested);
    }
  }

  #ask(model: Model, { action, property }: Question, record: Values, isMeant: boolean): void {
    const { name } = model;
    const policy = this.#policy;
    const asked = `${action} ${name}${property === undefined ? '' : `.${property}`}`;
    this.#compare('can', asked, policy.can(action, name, record, property), isMeant, record);
    const filter = policy.where(action, name, property);
    this.#compare('where', asked, matches(filter, record as RecordValue), isMeant, record);
  }

  /** Asks CASL's own ability, with the package's matcher or with the usual one. */
  #askCasl(by: string, model: Model, question: Question, record: Values, works: ReadonlySet<string>): void {
    const ability = by === 'stock CASL' ? this.#stock : this.#policy.ability;
    if (!ability) return;
    const { action, property, needs } = question;
    const said = askStock(ability as MongoAbility, action, subject(model.name, { ...record }), property);
    // The page of artifacts: what "has no CASL form: the rule is left out, closed, and `check` says so"
    if (said === false && needs.some((cell) => this.#isToldClosed(cell))) return;
    const asked = `${action} ${model.name}${property === undefined ? '' : `.${property}`}`;
    this.#compare(
      by,
      asked,
      said,
      needs.every((cell) => works.has(cell)),
      record,
    );
  }

  /** Returns true if CASL's rules are known to leave out records of a permission that the person's roles together give. */
  #isToldClosed(permission: string): boolean {
    const { whole, person } = this.#asked;
    if (!this.#closed) {
      const { matrix } = whole;
      const rows = matrix.rows.filter(
        ({ tenant, role }) =>
          tenant.name === person.tenant && person.rows.some((one) => one.role.name === role.name),
      );
      const joined = rows[0] && joinRows(matrix, rows[0].tenant, rows);
      const closed = joined ? [...findClosedCellsOfUnion(joined)] : [];
      this.#closed = new Set(closed.map(({ cell }) => cell.permission));
    }
    return this.#closed.has(permission);
  }

  aboutToggles(): void {
    const { documents, person } = this.#asked;
    const effective = unionOf(documents, person.rows);
    for (const cell of cellsOf(documents, person.tenant)) {
      const { subject: name, action } = partsOf(cell);
      if (action === 'use')
        this.#compare('uses', name, this.#policy.uses(name), effective.has(cell), undefined);
    }
  }

  #compare(by: string, asked: string, said: unknown, meant: unknown, record: unknown): void {
    this.compared++;
    if (said === meant) return;
    const { person, user } = this.#asked;
    const roles = person.rows.map(({ role }) => role.name).join('+');
    this.differences.push({
      by,
      asked: `${person.tenant}/${roles} ${asked}`,
      said,
      meant,
      where: JSON.stringify({ record, user }),
    });
  }
}

/** Compares what is said of invariants and waivers on a day. */
export function compareInvariants(
  documents: readonly Document[],
  { matrix }: Compiled,
  today: string,
): Comparison {
  const told: string[] = [];
  reportInvariants(matrix, today, (code, _at, facts) => {
    told.push(...linesOf(code, facts as unknown as Facts));
  });
  const { failures, expired, used, useless } = readInvariants(documents, today);
  const meant = [
    ...failures.map(({ invariant, tenant, role, user }) =>
      ['invariant-broken', invariant, role ?? user ?? 'nobody', tenant].join(' | '),
    ),
    ...expired.map(({ invariant, role, user }) => ['waiver-expired', invariant, role ?? user].join(' | ')),
    // "in the 30 days before a warning"
    ...used.map(({ invariant, role, user, until }) => {
      const isSoon = Date.parse(until) - Date.parse(today) <= 30 * 86_400_000;
      return [isSoon ? 'waiver-ends-soon' : 'invariant-waived', invariant, role ?? user].join(' | ');
    }),
    ...useless.map(({ invariant, role, user }) => ['waiver-useless', invariant, role ?? user].join(' | ')),
  ];
  const [said, wanted] = [[...new Set(told)].sort().join('\n'), [...new Set(meant)].sort().join('\n')];
  return {
    compared: meant.length + 1,
    differences: said === wanted ? [] : [{ by: 'invariants', asked: today, said, meant: wanted }],
  };
}

type Facts = Readonly<Record<'who' | 'where' | 'invariant' | 'holder', string>>;

/** A finding as one line for each who and where. */
function linesOf(code: string, { who, where, invariant, holder }: Facts): readonly string[] {
  if (code !== 'invariant-broken') return [[code, invariant, ...namesIn(holder)].join(' | ')];
  const whose = who.startsWith('no ') ? ['nobody'] : namesIn(who);
  return whose.flatMap((name) => namesIn(where).map((tenant) => [code, invariant, name, tenant].join(' | ')));
}

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
