/** The records and the users that the policies of one family are asked about. */
import { choosePositions, combine } from '../combine.ts';
import type { Draft, Profile } from './draft.ts';

/** The users, and the records of each model. */
export interface Domain {
  readonly users: readonly object[];
  readonly recordsOf: (model: string) => readonly object[];
}

/**
 * The number of cases that are tried: every value always, and only some combinations of values if there are more than
 * this.
 */
export interface Size {
  readonly plain: number;
  readonly records: number;
  readonly users: number;
}

export const small: Size = { plain: 300, records: 480, users: 14 };
export const large: Size = { plain: 2500, records: 4000, users: 60 };

/** Returns the domain in which the drafts of a family are told apart. */
export function makeDomain(drafts: readonly Draft[], size: Size): Domain {
  const [first] = drafts;
  if (!first) return { users: [], recordsOf: () => [] };
  const typesOf = (read: (draft: Draft) => Readonly<Record<string, { readonly type: string }>>) => {
    const found = new Map<string, Set<string>>();
    for (const draft of drafts)
      for (const [name, { type }] of Object.entries(read(draft)))
        found.set(name, (found.get(name) ?? new Set()).add(type));
    return [...found].map(([name, types]) => [name, listValues([...types], first)] as const);
  };
  const conditions = drafts.map(({ portfolios, roles }) => JSON.stringify([portfolios, roles]));
  const isRead = (name: string) =>
    conditions.some((text) => text.includes(`"${name}"`) || text.includes(`"parent.${name}"`));
  const columns = typesOf(({ columns: some }) => some).filter(([name]) => isRead(name));
  const ofTenant = [['custom.region', listValues(['string'], first)] as const].filter(([name]) =>
    isRead(name),
  );
  const plain = combine([...columns, ...ofTenant], size.plain);
  // A record whose only column nothing reads is still a record to those who know that column.
  const names = new Set(drafts.flatMap((draft) => [...Object.keys(draft.columns), 'custom.region']));
  const companies = [
    ...plain.map((record, at) => (at % 2 === 0 ? record : nestRegion(record))),
    ...[...names].map((name) => ({ [name]: 'x' })),
  ];
  const authors = listValues(['id'], first);
  const attributes = typesOf(({ attributes: some }) =>
    Object.fromEntries(Object.entries(some).map(([name, type]) => [name, { type }])),
  ).map(([name, values]) => [name, name === 'team' ? listLists(first) : values] as const);
  const linked = linkRecords(first.profile, companies, authors);
  const few = [...thin(linked, size.records), { unlinked: true }];
  const roots =
    first.profile === 'paths'
      ? thin(
          [...companies, ...companies.flatMap((one) => companies.map((parent) => ({ ...one, parent })))],
          size.records,
        )
      : thin(companies, size.records);
  return {
    users: combine(attributes, size.users),
    recordsOf: (model) => (model === 'Company' ? roots : few),
  };
}

/** Writes what a tenant adds below the object that its name begins with, as a record may have it too. */
function nestRegion({ 'custom.region': region, ...record }: Readonly<Record<string, unknown>>): object {
  return region === undefined ? record : { ...record, custom: { region } };
}

/** Takes no more than so many, from all over and in no regular distance. */
const thin = <T>(all: readonly T[], most: number): readonly T[] =>
  choosePositions(all.length, most).map((at) => all[at] as T);

/** Returns records that lead to companies in every way that some policy of the family may follow. */
function linkRecords(
  profile: Profile,
  companies: readonly object[],
  authors: readonly unknown[],
): readonly object[] {
  switch (profile) {
    case 'values':
    case 'tenants':
      return companies.map((company) => ({ company }));
    case 'records': {
      const written = authors.map((author) => (author === undefined ? {} : { author }));
      return [
        ...written,
        ...written.map((one) => ({ ...one, body: 'another' })),
        ...companies.flatMap((company) => written.map((author) => ({ company, ...author }))),
        ...companies.map((company) => ({ ...company, author: 'u1' })),
      ];
    }
    case 'paths':
      return companies.flatMap((company) => companies.flatMap((next) => leadEverywhere(company, next)));
  }
}

function leadEverywhere(company: object, next: object): readonly object[] {
  const under = { ...company, parent: next };
  return [
    under,
    { company: under },
    { company: { ...next, parent: under }, parent: [under] },
    { company: { ...next, parent: under } },
    { parent: [under] },
    { company, parent: next },
    { company: [under], parent: company },
    { company: [company, next], parent: [] },
    { company: [{ parent: under }, next], parent: [company, next] },
    { company: [], parent: under },
  ];
}

const isWritten = (value: unknown): value is string => typeof value === 'string';

/** The values that comparisons with the operands of a family can tell apart, and values of other types. */
function listValues(types: readonly string[], { operands, listed }: Draft): readonly unknown[] {
  const found = new Map<string, unknown>();
  const note = (...values: readonly unknown[]) => {
    for (const value of values)
      found.set(
        value instanceof Date ? `date ${value.getTime()}` : `${typeof value} ${JSON.stringify(value)}`,
        value,
      );
  };
  // A list may hold a value of the user that no condition names.
  note(undefined, null, findOtherItem(listed));
  for (const type of types) {
    const own = operands[type] ?? [];
    note(...own);
    if (type === 'number' || type === 'integer')
      note(-9, 99, '1', ...own.flatMap((one) => [-1, -0.25, 0.25, 1].map((beside) => Number(one) + beside)));
    if (type === 'string' || type === 'id') note('', '!', '\u{10ffff}zz', 7, ...own.map((one) => `${one}!`));
    if (type === 'boolean') note('true');
    if (type === 'date')
      for (const date of own.filter(isWritten)) {
        const instant = Date.parse(date);
        note(...[-1, 0, 1].map((beside) => new Date(instant + beside)), `${date.slice(0, 10)}T12:00:00Z`);
        note('1999-01-01', '9999-12-30', 'zzz', `${date}!`);
      }
    if (type === 'list') {
      note('u1', [null], ...listSubsets([...(operands[listed] ?? []), findOtherItem(listed)]));
    }
  }
  return [...found.values()];
}

/** Lists every part of some items, each in their order. */
const listSubsets = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_one, at) => mask & (1 << at)));

/** Returns an item of a type that no condition names, which a list can hold beside those that one does. */
const findOtherItem = (type: Draft['listed']): unknown => (type === 'number' ? 77 : 'other');

/** Lists of a user: none, of one, of all, of others and of another type. */
const listLists = ({ operands, listed }: Draft): readonly unknown[] => {
  const items = operands[listed] ?? [];
  return [undefined, [], ...items.map((one) => [one]), [...items], [findOtherItem(listed)], [true]];
};
