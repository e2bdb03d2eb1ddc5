/** The decisions of the runtime under one policy of a family, as numbers of vectors that the whole family shares. */
import { subject as subjectOf } from '@casl/ability';
import type { Cell } from '../../../compiler/model/catalog.ts';
import type { Matrix } from '../../../compiler/model/matrix.ts';
import type { Facade } from '../../../runtime/permissions.ts';
import type { UserPermissions } from '../../../runtime/user-permissions.ts';
import type { Domain } from './domain.ts';

/** One policy, compiled and loaded. */
export interface Variant {
  readonly matrix: Matrix;
  readonly facade: Facade;
}

/** Numbers texts, so that equal ones have the same number; zero is for what is not there. */
export class Numbers {
  readonly #known = new Map<string, number>();
  readonly #texts: string[] = [''];

  numberOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#known.set(text, number);
    return number;
  }

  textOf(number: number): string {
    return this.#texts[number] ?? '';
  }
}

/** The data that all policies of a family share. */
export interface Shared {
  readonly domain: Domain;
  readonly subjects: Numbers;
  /** Answers on all records, for one user each: a digit for each record. */
  readonly answers: Numbers;
  /** Answers of all users: numbers of `answers`. */
  readonly vectors: Numbers;
}

/** Somebody who signs in: in the role of a row, or a declared user in all of theirs. */
interface Holder {
  readonly key: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly userType: string;
  readonly seats: readonly string[];
}

/** By the number of a subject, which is a holder and a permission: the number of its vector. */
export type Decisions = ReadonlyMap<number, number>;

export const keyOfRole = (tenant: string, role: string): string => `role ${tenant} ${role}`;
export const keyOfPerson = (tenant: string, user: string): string => `person ${tenant} ${user}`;

/** Decides everything that the holders of a policy may ask, or what is asked of those whose key is chosen. */
export function decide(
  { matrix, facade }: Variant,
  { domain, subjects, answers, vectors }: Shared,
  isChosen: (holder: string, permission: string) => boolean = () => true,
  isOfColumns = true,
): Decisions {
  const decisions = new Map<number, number>();
  const known = domain.users.map(() => new Map<string, number>());
  for (const holder of listHolders(matrix)) {
    const cells = cellsOf(matrix, holder.tenant).filter(({ permission }) => isChosen(holder.key, permission));
    if (cells.length === 0) continue;
    const perUser = domain.users.map((user) => facade.permissions({ ...holder, user }));
    for (const question of cells.flatMap((cell) => listQuestions(cell, isOfColumns))) {
      const numbers = perUser.map((permissions, at) => {
        const filter = `${holder.tenant} ${question.filterOf(permissions)}`;
        const found = known[at]?.get(filter);
        if (found !== undefined) return found;
        const records = question.isOfRecords ? domain.recordsOf(question.model) : [{}];
        const made = answers.numberOf(
          records.map((record) => (question.ask(permissions, record) ? 1 : 0)).join(''),
        );
        known[at]?.set(filter, made);
        return made;
      });
      decisions.set(
        subjects.numberOf(`${holder.key} ${question.permission}`),
        vectors.numberOf(numbers.join()),
      );
    }
  }
  return decisions;
}

/** Asks everything of one policy by itself, and lists where that is not what was decided for equal filters. */
export function* findOtherAnswers(
  { matrix, facade }: Variant,
  decisions: Decisions,
  shared: Shared,
): Iterable<string> {
  const { domain, subjects, answers, vectors } = shared;
  for (const holder of listHolders(matrix))
    for (const question of cellsOf(matrix, holder.tenant).flatMap((cell) => listQuestions(cell, true))) {
      const key = `${holder.key} ${question.permission}`;
      const vector = vectors.textOf(decisions.get(subjects.numberOf(key)) ?? 0).split(',');
      for (const [at, user] of domain.users.entries()) {
        const permissions = facade.permissions({ ...holder, user });
        const records = question.isOfRecords ? domain.recordsOf(question.model) : [{}];
        const said = records.map((record) => (question.ask(permissions, record) ? 1 : 0)).join('');
        if (said !== answers.textOf(Number(vector[at])))
          yield `${key} is decided otherwise by itself, for ${JSON.stringify(user)}`;
      }
    }
}

const cellsOf = ({ policy }: Matrix, tenant: string): readonly Cell[] =>
  (policy.tenants.find(({ name }) => name === tenant)?.catalog ?? policy.catalog).cells;

export function listHolders({ rows, policy }: Matrix): readonly Holder[] {
  const roles = rows.map(({ tenant, role }) => ({
    key: keyOfRole(tenant.name, role.name),
    tenant: tenant.name,
    roles: [role.name],
    userType: role.userType.name,
    seats: role.seats.map(({ name }) => name),
  }));
  const people = policy.tenants.flatMap(({ name: tenant, users = [] }) =>
    users
      .filter(({ active, roles: some }) => active && some.length > 0)
      .map((user) => ({
        key: keyOfPerson(tenant, user.id),
        tenant,
        roles: user.roles.map(({ name }) => name),
        userType: user.userType.name,
        seats: user.seats.map(({ name }) => name),
      })),
  );
  return [...roles, ...people];
}

interface Question {
  readonly permission: string;
  readonly model: string;
  readonly isOfRecords: boolean;
  readonly ask: (permissions: UserPermissions, record: object) => boolean;
  /** Returns a text that is equal for equal answers only. */
  readonly filterOf: (permissions: UserPermissions) => string;
}

/** The sign by which the question for a column that no model declares is told from that for the model. */
export const ofAnyColumn = ' of any column';

function listQuestions(
  { permission, kind, subject, action, property, model }: Cell,
  isOfColumns: boolean,
): readonly Question[] {
  if (!model)
    return [
      {
        permission,
        model: subject,
        isOfRecords: false,
        ask: (permissions) => permissions.uses(subject),
        filterOf: (permissions) => `use ${permissions.uses(subject)}`,
      },
    ];
  const filterOf = (permissions: UserPermissions) => {
    const where = permissions.where(action, subject, property);
    return `${subject} ${JSON.stringify(where)}`;
  };
  const own: Question = {
    permission,
    model: subject,
    isOfRecords: true,
    ask: (permissions, record) => permissions.can(action, subject, record, property),
    filterOf,
  };
  if (!isOfColumns || kind !== 'action' || !['view', 'update', 'export'].includes(action)) return [own];
  const isOpen = (permissions: UserPermissions) => permissions.ability.can(action, subject, 'undeclared');
  return [
    own,
    {
      permission: `${permission}${ofAnyColumn}`,
      model: subject,
      isOfRecords: true,
      ask: (permissions, record) =>
        permissions.ability.can(action, subjectOf(subject, { ...record }), 'undeclared'),
      filterOf: (permissions) =>
        isOpen(permissions) ? `column ${filterOf(permissions)}` : `${subject} "none"`,
    },
  ];
}
