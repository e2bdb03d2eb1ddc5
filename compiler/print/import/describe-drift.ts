import {
  type Drift,
  type DriftSide,
  type FieldDrift,
  type PersonDrift,
  type RoleDrift,
  sortCells,
  type UserDrift,
} from '../../questions/import/drift.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';

/** One thing that drifts: whose it is, and each difference in a sentence. */
export interface DriftItem {
  readonly group: 'tenant' | 'role' | 'user' | 'person';
  readonly name: string;
  /** The words behind the name: on which side it is, and whom it concerns. */
  readonly about: string;
  readonly lines: readonly DriftLine[];
}

/** One difference: what differs, and its permissions or its values. */
export interface DriftLine {
  readonly what: string;
  readonly values: readonly string[];
}

/** Describes every drift in the words that all formats share. */
export function describeDrift({
  tenant,
  roles,
  users,
  people,
  ceiling,
  tenantFields,
}: Drift): readonly DriftItem[] {
  const switches = (isProduct: boolean) =>
    ceiling.filter(({ product }) => product === isProduct).map(({ permission }) => permission);
  const ofTenant = [
    ...tenantFields.map(describeField),
    ...listLine('on in the product alone', switches(true)),
    ...listLine('on in the policies alone', switches(false)),
  ];
  return [
    ...(ofTenant.length > 0
      ? [{ group: 'tenant', name: tenant ?? '', about: '', lines: ofTenant } as const]
      : []),
    ...roles.map(describeRole),
    ...users.map(describeUser),
    ...people.map(describePerson),
  ];
}

const sides: Readonly<Record<DriftSide, string>> = {
  product: 'in the product, not in the policies',
  files: 'in the policies, not in the product',
  both: '',
};

/** The most ids that are named of those whom a role concerns. */
const mostUsers = 4;

function describeRole({ role, in: side, fields, cells, users = [] }: RoleDrift): DriftItem {
  const { effectOfProduct, effectOfFiles, askedByProduct, askedByFiles } = sortCells(cells);
  const held =
    users.length > 0 ? `${count(users.length, 'user')}: ${listFirst(users, mostUsers)}` : 'held by nobody';
  return {
    group: 'role',
    name: role,
    about: [sides[side], held].filter((part) => part !== '').join('; '),
    lines: [
      ...fields.map(describeField),
      ...listLine('the product alone gives', effectOfProduct),
      ...listLine('the policies alone give', effectOfFiles),
      ...listLine('the product alone asks for, to no other effect', askedByProduct),
      ...listLine('the policies alone ask for, to no other effect', askedByFiles),
    ],
  };
}

const describeUser = ({ user, in: side, fields }: UserDrift): DriftItem => ({
  group: 'user',
  name: user,
  about: sides[side],
  lines: fields.map(describeField),
});

const describePerson = ({ user, onlyProduct, onlyFiles }: PersonDrift): DriftItem => ({
  group: 'person',
  name: user,
  about: 'by all roles together',
  lines: [
    ...listLine('may in the product alone', onlyProduct),
    ...listLine('may by the policies alone', onlyFiles),
  ],
});

const describeField = ({ field, product = 'nothing', files = 'nothing' }: FieldDrift): DriftLine => ({
  what: field,
  values: [`${product} in the product`, `${files} in the policies`],
});

const listLine = (what: string, values: readonly string[]): readonly DriftLine[] =>
  values.length === 0 ? [] : [{ what, values }];

/** Describes in one line how much drifts. */
export function describeDriftExtent({ tenant, roles, users, people, ceiling, tenantFields }: Drift): string {
  const ofTenant = ceiling.length + tenantFields.length;
  const parts = [
    ...(ofTenant > 0 ? [`${count(ofTenant, 'difference')} of the tenant`] : []),
    ...(roles.length > 0 ? [count(roles.length, 'role')] : []),
    ...(users.length > 0 ? [count(users.length, 'user')] : []),
    ...(people.length > 0
      ? [`other permissions in effect for ${people.length === 1 ? '1 person' : `${people.length} people`}`]
      : []),
  ];
  const where = tenant === undefined ? 'every tenant' : `tenant \`${tenant}\``;
  return parts.length === 0
    ? `no drift: the policies say what the product has of ${where}`
    : `drift of ${where}: ${parts.join(', ')}`;
}

/** Describes what was not compared, or compared with nothing; empty if there is no such thing. */
export function describeLimits({ notExported, notCompared }: Drift): readonly string[] {
  return [
    ...(notExported.length > 0
      ? [
          `the export does not have ${count(notExported.length, 'shared role')} that nobody holds: ${listFirst(notExported, 6)}`,
        ]
      : []),
    ...(notCompared.length > 0
      ? [`the export speaks of no property of ${listFirst(notCompared, 6)}: these are not compared`]
      : []),
  ];
}
