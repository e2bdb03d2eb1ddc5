import type { PropertyOf, RecordOf } from '@planhat/permissions';
import { sqlFor } from '@planhat/permissions/sql';

/**
 * The properties that conditions compare, by model that this service has records of: a row without them does not
 * compile.
 */
type Compared = { readonly [M in 'Company' | 'EndUser' | 'Task']: RecordOf<M> };

/** The models of the catalog that this service has records of, each with what a row becomes. */
export interface Rows extends Compared {
  Company: CompanyRow;
  EndUser: PersonRow;
  Task: TaskRow;
}

export type ServedModel = keyof Rows;

/** A value of a record's property. */
export type Value = string | number | boolean | null;

interface CompanyRow {
  readonly _id: string;
  readonly name: string;
  readonly phase: string | null;
  readonly owner: string | null;
  readonly coOwner: string | null;
  readonly country: string | null;
  readonly arr: number | null;
  readonly renewalArr: number | null;
  readonly description: string | null;
  readonly orgPath: string | null;
}

/** People and tasks are reached through their company: wherever they are loaded, it is loaded with them. */
interface PersonRow {
  readonly _id: string;
  readonly companyId: string;
  readonly company: CompanyRow;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly position: string | null;
  readonly featured: boolean;
}

interface TaskRow {
  readonly _id: string;
  readonly companyId: string;
  readonly company: CompanyRow;
  readonly mainType: string;
  readonly action: string | null;
  readonly description: string | null;
  readonly status: string | null;
  readonly ownerId: string | null;
  readonly isArchived: boolean;
}

/** A record as the database has it, with all that conditions read. Nobody is sent one: `shown` leaves out what is hidden. */
export type Loaded<M extends ServedModel> = Rows[M] & RecordOf<M>;

type Named<M extends ServedModel> = PropertyOf<M, 'view'> & keyof Rows[M] & string;

/** A property that nobody can change, and one that can be: `accepts` is the JSON Schema of its new value. */
export type Property<M extends ServedModel> =
  | { readonly name: Named<M>; readonly column: string; readonly accepts?: undefined }
  | Changeable<M>;

export interface Changeable<M extends ServedModel> {
  readonly name: Named<M> & PropertyOf<M, 'update'>;
  readonly column: string;
  readonly accepts: object;
}

/** A model's records as they are kept in the database and served. */
export interface Resource<M extends ServedModel> {
  readonly model: M;
  readonly title: string;
  readonly table: string;
  readonly properties: readonly Property<M>[];
  /** The properties that a search looks into. */
  readonly searched: readonly Property<M>['name'][];
  /** Returns the company that a record belongs to; left out for the model of companies itself. */
  readonly companyOf?: (record: Rows[M]) => CompanyRow;
}

const text = { type: ['string', 'null'], maxLength: 1000 };
const requiredText = { type: 'string', minLength: 1, maxLength: 200 };
const reference = { type: ['string', 'null'], minLength: 1, maxLength: 100 };
const amount = { type: ['number', 'null'] };
const flag = { type: 'boolean' };

export const companies: Resource<'Company'> = {
  model: 'Company',
  title: 'company',
  table: 'companies',
  properties: [
    { name: '_id', column: 'id' },
    { name: 'name', column: 'name', accepts: requiredText },
    { name: 'phase', column: 'phase' },
    { name: 'owner', column: 'owner', accepts: reference },
    { name: 'coOwner', column: 'co_owner', accepts: reference },
    { name: 'country', column: 'country', accepts: text },
    { name: 'arr', column: 'arr', accepts: amount },
    { name: 'renewalArr', column: 'renewal_arr', accepts: amount },
    { name: 'description', column: 'description', accepts: text },
    { name: 'orgPath', column: 'org_path', accepts: text },
  ],
  searched: ['name', 'country', 'description'],
};

export const people: Resource<'EndUser'> = {
  model: 'EndUser',
  title: 'person',
  table: 'people',
  properties: [
    { name: '_id', column: 'id' },
    { name: 'companyId', column: 'company_id', accepts: requiredText },
    { name: 'firstName', column: 'first_name', accepts: text },
    { name: 'lastName', column: 'last_name', accepts: text },
    { name: 'email', column: 'email', accepts: requiredText },
    { name: 'phone', column: 'phone', accepts: text },
    { name: 'position', column: 'position', accepts: text },
    { name: 'featured', column: 'featured', accepts: flag },
  ],
  searched: ['firstName', 'lastName', 'email'],
  companyOf: (person) => person.company,
};

export const tasks: Resource<'Task'> = {
  model: 'Task',
  title: 'task',
  table: 'tasks',
  properties: [
    { name: '_id', column: 'id' },
    { name: 'companyId', column: 'company_id', accepts: requiredText },
    { name: 'mainType', column: 'main_type', accepts: { enum: ['task', 'event'] } },
    { name: 'action', column: 'action', accepts: text },
    { name: 'description', column: 'description', accepts: text },
    { name: 'status', column: 'status', accepts: text },
    { name: 'ownerId', column: 'owner_id', accepts: reference },
    { name: 'isArchived', column: 'is_archived', accepts: flag },
  ],
  searched: ['action', 'description'],
  companyOf: (task) => task.company,
};

/** Ids are unique within a tenant: nobody is led to another tenant's company. */
const company = { model: 'Company', from: ['tenant', 'company_id'], to: ['tenant', 'id'] };

/** Writes what `policy.where` gives as a condition. People and tasks are asked about through their company. */
export const toSql = sqlFor({
  dialect: 'postgres',
  models: {
    Company: {
      table: 'companies',
      columns: Object.fromEntries(companies.properties.map(({ name, column }) => [name, column])),
    },
    EndUser: { table: 'people', relations: { company } },
    Task: { table: 'tasks', relations: { company } },
  },
});
