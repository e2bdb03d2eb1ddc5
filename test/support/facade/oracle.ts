/**
 * The answers that a facade should give, by the naive resolver and conditions read straight from the language page. No
 * code is shared with the compiler or the facade.
 */
import { capHolds, dnf, matches, ofKind, type Row, reaches, resolve } from '../../naive/naive.ts';
import { isHeld, together } from './together.ts';

/** A question that can be asked of a policy. */
export interface Question {
  readonly model: string;
  readonly action: string;
  readonly property?: string;
  /** The cells that an answer needs: two for an exported property. */
  readonly needs: readonly string[];
}

/** The grant of a user. */
export interface Grant {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly userType: string;
  readonly seats: readonly string[];
}

/** Values of a user or of a record, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The naive word on all grants under some documents. */
export interface Oracle {
  readonly questions: readonly Question[];
  readonly toggles: readonly string[];
  /** Every tenant with the roles that it is offered. */
  readonly offered: ReadonlyMap<string, readonly Row[]>;
  /** The user types and seats that a set of roles can be given to. */
  fitting(rows: readonly Row[]): readonly Pick<Grant, 'userType' | 'seats'>[];
  /** Returns for each question if the grant allows it on a record. */
  allowed(grant: Grant, user: Values, record: Values): readonly boolean[];
  /**
   * Returns for each question if some record meets its conditions: `yes` if one was found, `no` if none can, else
   * `perhaps`.
   */
  possible(grant: Grant, user: Values): readonly ('yes' | 'perhaps' | 'no')[];
  /** The names of what may be used. */
  used(grant: Grant): readonly string[];
  /** The attributes that a condition of some role asks for and that say nothing; of several roles, those that may be asked for. */
  unfilled(grant: Grant, user: Values): readonly string[];
  /** A user with only what says something: attributes of another type than declared, or empty, say nothing. */
  usable(user: Values): Values;
  /** A record in which a value of another type than its column is something that equals nothing. */
  typed(record: Values): Values;
}

/** Reads documents once, to be asked often. */
export function oracleOf(documents: readonly unknown[]): Oracle {
  const questions = questionsOf(documents);
  const toggles = [
    ...ofKind(documents, 'Module'),
    ...ofKind(documents, 'Feature'),
    ...ofKind(documents, 'Capability'),
  ].map(({ name }) => name);
  const columns = columnsOf(documents);
  const attributes = ofKind(documents, 'Principal')[0]?.attributes ?? {};
  const offered = new Map<string, readonly Row[]>(ofKind(documents, 'Tenant').map(({ name }) => [name, []]));
  for (const row of resolve(documents)) offered.set(row.tenant, [...(offered.get(row.tenant) ?? []), row]);
  const userTypes = ofKind(documents, 'UserType');
  const seats = ofKind(documents, 'Seat');
  const capabilities = ofKind(documents, 'Capability').map(({ name }) => `${name}:use`);

  const isCapped = remembered(
    ({ userType, seats: own }: Pick<Grant, 'userType' | 'seats'>) => JSON.stringify([userType, own]),
    (holder) => {
      const all = new Set([
        ...questions.flatMap(({ needs }) => needs),
        ...toggles.map((name) => `${name}:use`),
      ]);
      return new Set(
        [...all].filter(
          (cell) => capabilities.includes(cell) || capHolds(documents, holder.userType, holder.seats, cell),
        ),
      );
    },
  );
  const rowsOf = ({ tenant, roles }: Grant) =>
    roles.map((role) => {
      const row = offered.get(tenant)?.find((one) => one.role === role);
      if (!row) throw new Error(`tenant ${tenant} is not offered ${role}`);
      return row;
    });
  const isGiven = (row: Row, cell: string, cap: ReadonlySet<string>) =>
    row.cells.get(cell)?.effective === true && cap.has(cell);
  const held = remembered(
    ({ row, grant }: { row: Row; grant: Grant }) =>
      JSON.stringify([row.tenant, row.role, grant.userType, grant.seats]),
    ({ row, grant }) => {
      const cap = isCapped(grant);
      return questions.map(({ needs }) => needs.every((cell) => isGiven(row, cell, cap)));
    },
  );
  const eachGiven = (
    grant: Grant,
    isReached: (row: Row, question: Question) => boolean,
  ): readonly boolean[] => {
    const giving = rowsOf(grant).map((row) => ({
      held: held({ row, grant }),
      reached: remembered(
        ({ model, action }: Question) => limitOf(documents, model, action),
        (question) => isReached(row, question),
      ),
    }));
    return questions.map((question, at) =>
      giving.some((one) => one.held[at] === true && one.reached(question)),
    );
  };
  const joined = remembered(
    (grant: Grant) => JSON.stringify([grant.tenant, [...grant.roles].sort()]),
    (grant) => together(documents, rowsOf(grant)),
  );
  const isBrought = (row: Row, grant: Grant, cell: string): boolean =>
    grant.roles.length > 1
      ? isHeld(row, cell) && joined(grant).effective.has(cell)
      : isGiven(row, cell, isCapped(grant));
  return {
    questions,
    toggles,
    offered,
    fitting: (rows) =>
      userTypes.flatMap(({ name, rank, audience = 'member' }) => {
        const isCovered = rows.every((row) => {
          const type = userTypes.find((one) => one.name === row.userType);
          return type && type.rank <= rank && (type.audience ?? 'member') === audience;
        });
        if (!isCovered) return [];
        const combining = seats.filter(({ combinesWith }) => combinesWith.includes(name));
        return subsets(combining.map((seat) => seat.name))
          .filter((own) => rows.every((row) => row.seats.every((seat) => own.includes(seat))))
          .map((own) => ({ userType: name, seats: own }));
      }),
    allowed: (grant, user, record) => {
      const known = usable(attributes, user);
      const typed = typedRecord(documents, columns, record);
      const isReached = (row: Row, model: string, action: string) =>
        reaches(documents, row, model, action, typed, known);
      if (grant.roles.length < 2)
        return eachGiven(grant, (row, { model, action }) => isReached(row, model, action));
      const isReachedOnce = remembered(
        ({ row, model, action }: { row: Row; model: string; action: string }) =>
          `${row.role} ${limitOf(documents, model, action)}`,
        ({ row, model, action }) => isReached(row, model, action),
      );
      return joined(grant).allowed(questions, (row, model, action) => isReachedOnce({ row, model, action }));
    },
    possible: (grant, user) => {
      const known = usable(attributes, user);
      const among = (isMet: (alternative: readonly Comparison[]) => boolean) =>
        eachGiven(
          grant,
          (row, { model, action }) =>
            limitOf(documents, model, action) === 'none' ||
            alternativesOf(documents, row).some((one) => one === 'all' || isMet(one)),
        );
      const isFound = among((one) => isSatisfied(one, columns, known));
      const isOpen = among((one) => one.every((comparison) => canHold(comparison, columns, known)));
      const isTogether = ({ needs }: Question) => needs.every((cell) => joined(grant).effective.has(cell));
      return questions.map((question, at) => {
        if (isFound[at]) return 'yes';
        // A reach that only several roles have together is decided record by record.
        return isOpen[at] || (grant.roles.length > 1 && isTogether(question)) ? 'perhaps' : 'no';
      });
    },
    used: (grant) => {
      const cap = isCapped(grant);
      const rows = rowsOf(grant);
      if (rows.length > 1) return toggles.filter((name) => joined(grant).effective.has(`${name}:use`));
      return toggles.filter((name) => rows.some((row) => isGiven(row, `${name}:use`, cap)));
    },
    usable: (user) => usable(attributes, user),
    typed: (record) => typedRecord(documents, columns, record),
    unfilled: (grant, user) => {
      const known = usable(attributes, user);
      // Who holds nothing that a portfolio limits is asked for nothing.
      const asksOf = (row: Row) =>
        questions.some(
          ({ model, action, needs }) =>
            limitOf(documents, model, action) !== 'none' &&
            needs.every((cell) => isBrought(row, grant, cell)),
        );
      const asked = rowsOf(grant).flatMap((row) => {
        if (!asksOf(row)) return [];
        const alternatives = alternativesOf(documents, row);
        if (alternatives.includes('all')) return [];
        // An alternative that contradicts itself for every user is left out when policies are compiled.
        return alternatives.flatMap((one) =>
          one === 'all' || !isSatisfied(one.map(whoever), columns, {})
            ? []
            : one.flatMap(([field, , operand]) => holeIn(operand).map((name) => ({ name, field }))),
        );
      });
      const isOfNoUse = ({ name, field }: (typeof asked)[number]) => {
        const value = known[name];
        if (!Array.isArray(value)) return value === undefined;
        return !value.every((item) => isOf(columns[field]?.type ?? '', item));
      };
      return [...new Set(asked.filter(isOfNoUse).map(({ name }) => name))].sort();
    },
  };
}

/** Every question about a model that the catalog has an answer for. */
function questionsOf(documents: readonly unknown[]): readonly Question[] {
  return ofKind(documents, 'Model').flatMap(({ name: model, actions, properties = {} }) =>
    actions.flatMap((action): Question[] => {
      const whole = { model, action, needs: [`${model}:${action}`] };
      const right = action === 'export' ? 'view' : action;
      if ((right !== 'view' && right !== 'update') || !actions.includes(right)) return [whole];
      const having = Object.keys(properties).filter(
        (property) => right === 'view' || properties[property]?.system !== true,
      );
      return [
        whole,
        ...having.map((property) => ({
          model,
          action,
          property,
          needs: [...(action === 'export' ? whole.needs : []), `${model}.${property}:${right}`],
        })),
      ];
    }),
  );
}

type Types = Readonly<Record<string, { readonly type: string }>>;

/** The properties of the model that portfolios select, with their types. */
const columnsOf = (documents: readonly unknown[]): Types =>
  ofKind(documents, 'Model').find(({ portfolio }) => portfolio === 'self')?.properties ?? {};

/** Writes how an action on a model is limited: equal texts mean the same records. */
function limitOf(documents: readonly unknown[], model: string, action: string): string {
  const portfolio = ofKind(documents, 'Model').find(({ name }) => name === model)?.portfolio;
  if (portfolio === undefined || (portfolio === 'self' && action === 'create')) return 'none';
  return portfolio === 'self' ? 'self' : `through ${portfolio.through}`;
}

type Comparison = ReturnType<typeof dnf>[number][number];

function alternativesOf(
  documents: readonly unknown[],
  { portfolio }: Row,
): readonly ('all' | readonly Comparison[])[] {
  const conditions = portfolio.flatMap((item) =>
    typeof item === 'string'
      ? ofKind(documents, 'Portfolio').flatMap(({ name, reach }) => (name === item ? [reach] : []))
      : [item.filter],
  );
  return conditions.flatMap((condition): readonly ('all' | readonly Comparison[])[] =>
    condition === 'all' ? [condition] : dnf(condition),
  );
}

const holeIn = (operand: unknown): readonly string[] =>
  typeof operand === 'object' && operand !== null && '$user' in operand ? [String(operand.$user)] : [];

/** Returns true if some value could meet a comparison. */
function canHold([field, operator, operand]: Comparison, columns: Types, user: Values): boolean {
  if (operator === '$exists') return true;
  const type = columns[field]?.type ?? '';
  const [attribute] = holeIn(operand);
  const value = attribute === undefined ? operand : user[attribute];
  if (operator !== '$in') return isOf(type, value);
  return Array.isArray(value) && value.some((item) => isOf(type, item));
}

/** Returns if some record meets an alternative, as far as trying the values around its operands can tell. */
function isSatisfied(alternative: readonly Comparison[], columns: Types, user: Values): boolean {
  if (!alternative.every((comparison) => canHold(comparison, columns, user))) return false;
  const filled = alternative.map(([field, operator, operand]) => {
    const [attribute] = holeIn(operand);
    return { field, operator, operand: attribute === undefined ? operand : user[attribute] };
  });
  return [...new Set(filled.map(({ field }) => field))].every((field) => {
    const tests = filled.filter((one) => one.field === field);
    const tried = [undefined, {}, ...tests.flatMap(({ operand }) => [operand].flat().flatMap(around))];
    const condition = Object.fromEntries(
      tests.map(({ operator, operand }, at) => [at, { [operator]: operand }]),
    );
    return tried.some((value) =>
      Object.values(condition).every((test) => matches({ [field]: test }, { [field]: value }, {})),
    );
  });
}

const around = (operand: unknown): readonly unknown[] =>
  typeof operand === 'number'
    ? [operand, operand - 1, operand + 1, operand - 0.25, operand + 0.25]
    : typeof operand === 'string'
      ? [operand, `${operand}0`, operand.slice(0, -1)]
      : [operand];

/** A comparison as far as it says something before anybody has signed in. */
const whoever = (comparison: Comparison): Comparison =>
  holeIn(comparison[2]).length === 0 ? comparison : [comparison[0], '$exists', true];

/** A user with only what says something: attributes of another type than declared, or empty, say nothing. */
function usable(attributes: Types, user: Values): Values {
  return Object.fromEntries(
    Object.entries(user).filter(
      ([name, value]) =>
        Object.hasOwn(attributes, name) && value !== '' && isOf(attributes[name]?.type ?? '', value),
    ),
  );
}

/**
 * A record in which a value of another type than declared is something that equals nothing. Of the records it leads to,
 * those one step away.
 */
function typedRecord(documents: readonly unknown[], columns: Types, record: Values): Values {
  const typed = (values: Values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const type = columns[name]?.type;
        const isStray = type !== undefined && value != null && !isOf(type, value);
        return [name, isStray ? {} : value];
      }),
    );
  const steps = ofKind(documents, 'Model').flatMap(({ portfolio }) =>
    typeof portfolio === 'object' ? [portfolio.through] : [],
  );
  const ends = steps.flatMap((step) => {
    const end = record[step];
    return typeof end === 'object' && end !== null && !Array.isArray(end)
      ? [[step, typed(end as Values)]]
      : [];
  });
  return { ...typed(record), ...Object.fromEntries(ends) };
}

/**
 * Returns true if a value is of a type of the language; a list holds texts, numbers and booleans that are not empty.
 */
function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);
    case 'list':
      return (
        Array.isArray(value) &&
        value.every(
          (item) =>
            typeof item === 'boolean' || Number.isFinite(item) || (typeof item === 'string' && item !== ''),
        )
      );
    default:
      return false;
  }
}

/** The same answer for the same key, worked out once. */
function remembered<Key, Value>(
  textOf: (key: Key) => string,
  work: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (key) => {
    const text = textOf(key);
    const found = known.get(text) ?? { value: work(key) };
    known.set(text, found);
    return found.value;
  };
}

/** Every choice among some things, the empty one first. */
export function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  const without = subsets(others);
  return [...without, ...without.map((one) => [first, ...one])];
}
