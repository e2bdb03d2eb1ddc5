import { afterAll, describe, expect, test } from 'vitest';
import { types } from '../compiler/targets/types.ts';
import { filesInMemory, filesOnDisk } from '../compiler/text/files.ts';
import { acme } from './support/acme.ts';
import { compiled } from './support/compiled.ts';
import { compilers, serviceWith } from './support/typed.ts';

/** What both the right and the wrong calls are made with. */
const head = `
import { createMongoAbility, ForbiddenError, subject, type RawRuleOf } from '@casl/ability';
import { AbilityBuilder, type AnyAbility } from '@casl/ability';
import { packRules, permittedFieldsOf, rulesToAST } from '@casl/ability/extra';
import * as facade from '@acme/permissions';
import { digest, permissions, PermissionsError } from '@acme/permissions';
import type {
  Alternative, AppAbility, Comparison, Facade, Filter, ModelName, ModelWith, Policy, PropertyOf, RecordOf, Records,
  RoleName, SeatName, SignedIn, TenantName, ToggleName, Unfilled, User, UserTypeName, Where,
} from '@acme/permissions';

declare const policy: Policy;
declare const user: User;
declare const either: 'Company' | 'Task';
declare const viewOrUpdate: 'view' | 'update';
declare const viewOrRemove: 'view' | 'remove';
declare const maybe: 'arr' | undefined;
declare const text: string;
interface CompanyRow {
  readonly arr: number;
  readonly owner: string;
  readonly signedAt: Date;
  readonly undeclared: bigint;
}
interface TaskRow {
  readonly done: boolean;
  readonly project: { readonly name: string; readonly company: CompanyRow } | null;
}
declare const company: CompanyRow;
declare const task: TaskRow;
`;

const right = `
class Company {
  readonly #secret = 1;
  arr = 3;
  owner: string | null = null;
  signedAt: string | Date | undefined = undefined;
  rename(): number { return this.#secret; }
}
enum Owner { ann = 'u1' }
type Branded = string & { readonly brand: unique symbol };
declare const branded: { owner: Branded; arr: 7; signedAt: '2026-01-31' };
declare const withMore: CompanyRow & { then: string; length: number; prototypeOf: string };

const policies: Policy[] = [
  permissions({
    tenant: 'big-corp',
    roles: ['csm', 'reader'],
    userType: 'Core',
    seats: ['Service'],
    user: { id: 'u1', level: null, teamIds: null },
  }),
  permissions({ tenant: 'acme', roles: [], userType: 'View', user }),
  permissions({ tenant: 'acme', roles: ['scout'], userType: 'View', seats: undefined, user }),
  permissions<TenantName>({ tenant: 'acme', roles: ['csm'], userType: 'View', user: { id: '', level: 1, teamIds: ['a', 1] } }),
];
declare const session: SignedIn;
declare const inAcme: SignedIn<'acme'>;
policies.push(permissions(session), permissions(inAcme), permissions(Object.freeze({ ...inAcme })));
policies.push(permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user } satisfies SignedIn<'acme'>));
const anyFacade: Facade = facade;
const facades: readonly Facade[] = [facade, { permissions, digest }];
const wider: SignedIn = inAcme;

const answers: boolean[] = [
  policy.can('update', 'Company', company, 'arr'),
  policy.can('create', 'Company', { owner: null, arr: 1, signedAt: undefined, name: 'a fresh object may say more' }),
  policy.can('view', 'Company', new Company()),
  policy.can('view', 'Company', new (class extends Company {})(), 'phase'),
  policy.can('view', 'Company', Object.freeze(new Company())),
  policy.can('view', 'Company', branded),
  policy.can('view', 'Company', withMore),
  policy.can('view', 'Company', { owner: Owner.ann, arr: 1, signedAt: '2026-01-31' } as const),
  policy.can('view', 'Company', { owner: null, arr: null, signedAt: null }),
  policy.can('view', 'Task', task, 'done'),
  policy.can('view', 'Task', { project: { company: new Company() } }),
  policy.can('view', 'Task', { project: null }),
  policy.can('view', 'Task', { project: { company: undefined } }),
  policy.can('export', 'CompanyView', {}),
  policy.can('export', 'CompanyView', company),
  policy.can('view', 'Log', withMore, 'constructorName'),
  policy.can('view', 'Log', new Map()  .set('a', 1).constructor.length > 0 ? company : task),
  policy.can('view', either, { ...company, ...task }, 'arr'),
  policy.can(viewOrUpdate, 'Company', company, 'arr'),
  policy.can(viewOrUpdate, either, { ...company, ...task }, 'arr'),
  policy.canSome('view', 'Company'),
  policy.canSome('export', 'Company', 'phase'),
  policy.canSome(viewOrRemove, 'Company'),
  policy.uses('Sync'),
  policy.uses('Reports'),
];
const fields: readonly ('arr' | 'name' | 'owner' | 'signedAt')[] = policy.fields('update', 'Company', company);
const noFields: readonly never[] = policy.fields('remove', 'Company', company);
const someFields: readonly ('arr' | 'done')[] = policy.fields('update', 'Task', task);
const allowed = policy.fields('update', 'Company', company).every((field) => policy.can('update', 'Company', company, field));

const where: Where = policy.where('view', 'Company', 'arr');
const words = (comparison: Comparison): string => \`\${comparison.property} \${comparison.operator}\`;
const alternatives: readonly Alternative[] = typeof where === 'string' ? [] : where.alternatives;
const filter: Filter | undefined = where === 'all' || where === 'none' ? undefined : where;
const sentence: string =
  policy.why('export', 'Company') + policy.why('use', 'Sync') + policy.why('view', 'Log', 'constructorName') + policy.why(viewOrUpdate, either);
const because: string[] = policy.unfilled.map(({ attribute, because }) => \`\${attribute satisfies 'id' | 'level' | 'teamIds'} \${because}\`);
const unfilled: readonly Unfilled[] = policy.unfilled;

const create = (model: 'Company' | 'Task' | 'Tag') => policy.canSome('create', model);
const anyView = (model: ModelWith<'view'>) => policy.canSome('view', model);
const ofAny = <M extends ModelWith<'view'>>(model: M, property: PropertyOf<M, 'view'>) => policy.canSome('view', model, property);
const onAny = <M extends ModelName, A extends keyof facade.Models[M]>(action: A, model: M) => policy.canSome(action, model);
const onRecord = <M extends ModelName, A extends facade.ActionOf<M>>(action: A, model: M, record: RecordOf<M>) =>
  policy.can(action, model, record) && policy.fields(action, model, record).length > 0;
const guard = <M extends ModelName, A extends facade.ActionOf<M>>(action: A, model: M, property: PropertyOf<M, A>) =>
  policy.canSome(action, model, property) || policy.where(action, model, property) === 'all';
const menu: readonly [ModelWith<'export'>, boolean][] = (['Company', 'Log'] as const).map((model) => [model, policy.canSome('export', model)]);
const rows = { Company: [company], Task: [task] } satisfies { [M in 'Company' | 'Task']: readonly Records[M][] };
const toggles = ['Sync', 'Revenue'] satisfies ToggleName[];
const roles: readonly RoleName[] = ['reader', 'csm', 'scout'];
const typesAndSeats: [UserTypeName, SeatName] = ['View', 'Service'];

const ability: AppAbility = policy.ability;
const anyAbility: AnyAbility = ability;
const rules: RawRuleOf<AppAbility>[] = [{ action: 'view', subject: 'Company', fields: ['arr'], conditions: { owner: 'u1' } }];
ForbiddenError.from(policy.ability).throwUnlessCan('view', 'Company', 'arr');
ForbiddenError.from(createMongoAbility<AppAbility>(rules)).throwUnlessCan('use', 'Revenue');
const permitted: string[] = permittedFieldsOf(policy.ability, 'view', subject('Company', { ...company }), {
  fieldsFrom: (rule) => rule.fields ?? [],
});
const builder = new AbilityBuilder<AppAbility>(createMongoAbility);
builder.can('view', 'Company');
const asked: boolean[] = [
  policy.ability.can('view', 'Company'),
  policy.ability.can('use', 'Revenue'),
  policy.ability.can('view', subject('Company', { ...company })),
  policy.ability.can(viewOrUpdate, 'Company'),
  policy.ability.cannot('view', either),
];

function codeOf(error: unknown): string {
  if (!(error instanceof PermissionsError)) return '';
  switch (error.code) {
    case 'unknown-tenant':
    case 'unknown-role':
    case 'unknown-user-type':
    case 'unknown-seat':
    case 'seat-not-combinable':
    case 'role-not-assignable':
    case 'malformed':
      return error.code + error.message;
    default:
      return error.code satisfies never;
  }
}
export const used = [
  ...[policies, anyFacade, facades, wider, answers, fields, noFields, someFields, allowed, words, alternatives],
  ...[filter, sentence, because, unfilled, create('Tag'), anyView('Log'), ofAny('Company', 'arr'), onAny('export', 'Log')],
  ...[onRecord('view', 'Task', task), guard('update', 'Task', 'done'), menu, rows, toggles, roles, typesAndSeats],
  ...[anyAbility, permitted, asked, codeOf, packRules(policy.ability.rules), rulesToAST(policy.ability, 'view', 'Company')],
  ...[digest.length, policy.ability.rulesFor('view', 'Company'), text, maybe],
];
`;

/** Each wrong in its own way: what is wrong, and one line that must not compile. */
const wrong: readonly (readonly [string, string])[] = [
  // actions, models and properties
  ['an action that the model does not support', `policy.can('remove', 'Task', task);`],
  ['an action that nothing has', `policy.canSome('manage', 'Company');`],
  ['an action that only one of two models supports', `policy.canSome('remove', either);`],
  ['two actions of which the model supports one', `policy.canSome(viewOrRemove, 'Task');`],
  ['a property of another model', `policy.can('view', 'Company', company, 'done');`],
  ['a property that nobody declared', `policy.can('view', 'Company', company, 'undeclared');`],
  ['an update of a system property', `policy.can('update', 'Company', company, 'phase');`],
  ['create is not about properties', `policy.can('create', 'Company', company, 'arr');`],
  ['nor is remove', `policy.canSome('remove', 'Company', 'arr');`],
  ['nor is a model without properties', `policy.canSome('view', 'CompanyView', 'arr');`],
  ['a property that only one of two models has', `policy.canSome('view', either, 'done');`],
  ['a property that only one of two actions is about', `policy.canSome(viewOrUpdate, 'Company', 'phase');`],
  ['two actions of which one is about no property', `policy.canSome(viewOrRemove, 'Company', 'arr');`],
  ['a list of properties', `policy.can('view', 'Company', company, ['arr']);`],
  [
    'a property that may be undefined would ask about the record',
    `policy.can('view', 'Company', company, maybe);`,
  ],
  ['nor may it in a menu', `policy.canSome('view', 'Company', maybe);`],
  ['null is no property', `policy.can('view', 'Company', company, null);`],
  ['any text is no property', `policy.can('view', 'Company', company, text);`],
  ['any text is no action', `policy.canSome(text, 'Company');`],
  ['any text is no model', `policy.canSome('view', text);`],
  ['a list of actions', `policy.canSome(['view', 'update'], 'Company');`],
  ['a misspelt model', `policy.canSome('view', 'Compnay');`],
  ['every model at once', `policy.canSome('view', 'all');`],
  ['a permission as it is written in policies', `policy.canSome('view', 'Company.arr');`],
  ['the model first', `policy.canSome('Company', 'view');`],
  ['a module is not a model', `policy.canSome('view', 'Revenue');`],
  ['a module is not viewed', `policy.canSome('use', 'Revenue');`],
  ['a model is not used', `policy.uses('Company');`],
  ['a role is not used', `policy.uses('csm');`],
  // records
  ['no record at all', `policy.can('view', 'Company');`],
  ['a property in place of the record', `policy.can('view', 'Company', 'arr');`],
  ['null would mean any record', `policy.can('view', 'Company', null);`],
  ['undefined would, too', `policy.can('view', 'Log', undefined);`],
  ['a record that may not have been found', `policy.can('view', 'Company', company as CompanyRow | null);`],
  ['a record without the columns that conditions read', `policy.can('view', 'Company', { arr: 3 });`],
  [
    'a record in which a column may be forgotten',
    `policy.can('view', 'Company', company as Partial<CompanyRow>);`,
  ],
  ['a text column that is a number', `policy.can('view', 'Company', { ...company, owner: 7 });`],
  ['a number column that is text', `policy.can('view', 'Company', { ...company, arr: '3' });`],
  ['a date column that is a number', `policy.can('view', 'Company', { ...company, signedAt: 3 });`],
  ['a scalar column that is a list', `policy.can('view', 'Company', { ...company, owner: ['u1'] });`],
  ['a scalar column that is an object', `policy.can('view', 'Company', { ...company, owner: { $ne: '' } });`],
  ['a record whose path leads nowhere', `policy.can('view', 'Task', { done: true });`],
  ['a record whose path ends early', `policy.can('view', 'Task', { project: { name: 'p' } });`],
  ['a record whose path leads to many', `policy.can('view', 'Task', { project: { company: [company] } });`],
  ['the record of another model', `policy.can('view', 'Task', company);`],
  ['the record of one of two models', `policy.can('view', either, company);`],
  ['several records at once', `policy.can('view', 'Log', [company]);`],
  ['a promise of a record', `policy.can('view', 'Log', Promise.resolve(company));`],
  ['a class of records', `policy.can('view', 'Log', class Log {});`],
  ['a function that makes records', `policy.can('view', 'Log', function log() { return company; });`],
  ['a name of a model where a record belongs', `policy.can('view', 'Log', 'Log');`],
  ['what is not known to be a record', `policy.can('view', 'Log', company as unknown);`],
  ['more than there is to ask', `policy.can('view', 'Company', company, 'arr', 'name');`],
  // what comes out
  [
    'the fields of an update are not those of a view',
    `export const a: 'phase'[] = [...policy.fields('update', 'Company', company)];`,
  ],
  [
    'a field of one of two models is not one of both',
    `policy.canSome('view', either, policy.fields('view', either, { ...company, ...task })[0] ?? 'arr');`,
  ],
  ['fields of one property', `policy.fields('view', 'Company', company, 'arr');`],
  ['fields of no record', `policy.fields('view', 'Company');`],
  ['fields are not for writing', `policy.fields('view', 'Company', company).push('arr');`],
  ['a filter by a property of another model', `policy.where('view', 'Company', 'done');`],
  ['a filter by an update of a system property', `policy.where('update', 'Company', 'phase');`],
  ['a filter for a toggle', `policy.where('use', 'Sync');`],
  ['all and none are no filters', `export const b: Filter = policy.where('view', 'Company');`],
  [
    'a filter is not to be spread into a query',
    `export const c: { owner?: string } = policy.where('view', 'Company');`,
  ],
  ['a filter is not for writing', `(policy.where('view', 'Company') as Filter).alternatives.pop();`],
  [
    'an operator that no filter has',
    `export const d: Comparison = { property: 'owner', type: 'id', operator: '$ne', operand: '' };`,
  ],
  ['why of a model that is used', `policy.why('use', 'Company');`],
  ['why of a toggle with a property', `policy.why('use', 'Sync', 'arr');`],
  ['why of a toggle that is viewed', `policy.why('view', 'Sync');`],
  ['why of a property of another model', `policy.why('view', 'Company', 'done');`],
  ['why of nothing', `policy.why();`],
  ['an answer is not a record', `policy.uses('Sync').valueOf().arr;`],
  ['the ability is not for replacing', `policy.ability = createMongoAbility<AppAbility>([]);`],
  ['nor is what was dropped', `policy.unfilled = [];`],
  ['nor can it be hidden', `policy.unfilled.pop();`],
  ['nor excused', `policy.unfilled.forEach((one) => { one.because = ''; });`],
  ['the digest is not for writing', `(facade as Facade).digest = '';`],
  // who is signed in
  ['an unknown tenant', `permissions({ tenant: 'nobody', roles: [], userType: 'Core', user });`],
  ['any text is no tenant', `permissions({ tenant: text, roles: [], userType: 'Core', user });`],
  ['a role of another tenant', `permissions({ tenant: 'acme', roles: ['reader'], userType: 'Core', user });`],
  ['a role that nobody has', `permissions({ tenant: 'acme', roles: ['admin'], userType: 'Core', user });`],
  ['any text is no role', `permissions({ tenant: 'acme', roles: [text], userType: 'Core', user });`],
  ['one role is no list of roles', `permissions({ tenant: 'acme', roles: 'csm', userType: 'Core', user });`],
  ['no roles at all', `permissions({ tenant: 'acme', userType: 'Core', user });`],
  ['an unknown user type', `permissions({ tenant: 'acme', roles: ['csm'], userType: 'Admin', user });`],
  ['no user type', `permissions({ tenant: 'acme', roles: ['csm'], user });`],
  [
    'an unknown seat',
    `permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seats: ['Sales'], user });`,
  ],
  [
    'a user type is no seat',
    `permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seats: ['Core'], user });`,
  ],
  [
    'a misspelt part',
    `permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seat: ['Service'], user });`,
  ],
  ['nobody is signed in', `permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core' });`],
  ['nothing at all', `permissions();`],
  [
    'an attribute that is forgotten',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { id: 'u1', level: 1 } });`,
  ],
  [
    'an attribute that is undefined',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: undefined } });`,
  ],
  [
    'an attribute that may be forgotten',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user } as Partial<User> });`,
  ],
  [
    'an attribute that is a query',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: { $ne: '' } } });`,
  ],
  [
    'a list where a value belongs',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: ['u1'] } });`,
  ],
  [
    'a value where a list belongs',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, teamIds: 't1' } });`,
  ],
  [
    'a list of objects',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, teamIds: [{ id: 't1' }] } });`,
  ],
  [
    'text where a number belongs',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, level: '1' } });`,
  ],
  [
    'a number where an id belongs',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: 7 } });`,
  ],
  [
    'an attribute that nobody declared',
    `permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { id: '', level: 1, teamIds: [], idd: '' } });`,
  ],
  ['roles of all tenants in one of them', `export const e: SignedIn<'acme'> = {} as SignedIn;`],
  ['a role of all tenants in one of them', `export const f: RoleName<'acme'> = {} as RoleName;`],
  ['a role with no such tenant', `export const g: RoleName<'nobody'> = 'csm';`],
  ['who is signed in is not for writing', `({} as SignedIn<'acme'>).roles = [];`],
  ['nor are their roles', `({} as SignedIn<'acme'>).roles.push('csm');`],
  ['a code that no error has', `export const h: PermissionsError['code'] = 'unknown';`],
  ['an error of ones own making', `throw new PermissionsError('malformed');`],
  // CASL's own ability
  ['an action of CASL that nothing here has', `policy.ability.can('manage', 'Company');`],
  ['a subject of CASL that nothing here is', `policy.ability.can('view', 'all');`],
  ['an action without a subject', `policy.ability.can('view');`],
  ['an action that its model does not support', `policy.ability.can('create', 'Log');`],
  [
    'a tagged record of a model that does not support it',
    `policy.ability.can('remove', subject('Task', { done: true }));`,
  ],
  ['a record without a tag', `policy.ability.can('view', company);`],
  ['a module that is viewed', `policy.ability.can('view', 'Revenue');`],
  ['a model that is used', `policy.ability.can('use', 'Company');`],
  ['an error for what cannot be', `ForbiddenError.from(policy.ability).throwUnlessCan('remove', 'Task');`],
  ['rules that take back', `policy.ability.update([{ action: 'manage', subject: 'all' }]);`],
];

/** Complaints that a wrong line may not have: a name that is missing or misspelt proves nothing. */
const ofTheTestItself = /^(1\d{3}|2304|2305|2307|2551|2552|2749|7\d{3})$/;

const expecting = wrong.map(([what, line]) => `// @ts-expect-error ${what}\n${line}`).join('\n');
const bare = wrong.map(([, line]) => line).join('\n');

const files = {
  acme: filesInMemory({ 'policies/all.yaml': acme }),
  here: filesOnDisk('policies'),
  alone: filesInMemory({ 'policies/all.yaml': 'kind: Feature\nname: Sync\n' }),
  cut: filesInMemory({ 'policies/all.yaml': withoutTenant('big-corp') }),
};

/** The policies as one tenant is given them: without another tenant and its roles. */
function withoutTenant(name: string): string {
  const isOther = new RegExp(`kind: Tenant, name: ${name}|tenant: ${name}`);
  return acme
    .split('---')
    .filter((document) => !isOther.test(document))
    .join('---');
}

const service = serviceWith({
  '@acme/permissions': files.acme,
  'permissions-here': files.here,
  'permissions-alone': files.alone,
  'permissions-cut': files.cut,
});
afterAll(service.remove);

service.write('right.mts', head + right);
service.write('wrong.mts', head + expecting);
service.write('bare.mts', head + bare);
service.write('right.cts', head + right);
service.write('wrong.cts', head + expecting);
service.write(
  'required.cts',
  `
import facade = require('@acme/permissions');
declare const signedIn: facade.SignedIn<'acme'>;
const policy: facade.Policy = facade.permissions(signedIn);
const same: facade.Facade = facade;
export = { can: policy.canSome('view', 'Company', 'arr'), error: facade.PermissionsError, digest: facade.digest, same };
// @ts-expect-error an update of a system property
policy.canSome('update', 'Company', 'phase');
// @ts-expect-error a role of another tenant
facade.permissions({ tenant: 'acme', roles: ['reader'], userType: 'Core', user: signedIn.user });
`,
);
service.write(
  'both.cts',
  `
import type * as esm from '@acme/permissions' with { 'resolution-mode': 'import' };
import cjs = require('@acme/permissions');
const inOne: esm.Policy = cjs.permissions({} as esm.SignedIn<'acme'>);
const inOther: cjs.PermissionsError = {} as esm.PermissionsError;
export = [inOne, inOther];
`,
);
service.write(
  'others.mts',
  `
import { permissions as here, type ModelWith, type Records as RecordsHere, type User as UserHere } from 'permissions-here';
import type { Policy as Alone, ModelName, Records, RoleName, TenantName, User } from 'permissions-alone';
import { permissions as cut, type Policy as Cut, type Unfilled, type TenantName as CutTenant } from 'permissions-cut';
declare const user: UserHere;
const policy = here({ tenant: 'acme', roles: ['csm'], userType: 'Core', user });
declare const company: RecordsHere['Company'];
export const answers = [
  policy.can('export', 'Activity', { company }),
  policy.canSome('create', 'ActivityTag'),
  policy.can('view', 'Company', company, 'arr'),
  ((model: ModelWith<'view'>) => policy.canSome('view', model))('Company'),
];
// @ts-expect-error what is not viewed
policy.canSome('view', 'Activity');

const none: [TenantName, RoleName, ModelName, keyof Records, keyof User] extends [never, never, never, never, never] ? true : false = true;
export const onlyToggles = (policy: Alone) => [policy.uses('Sync'), policy.why('use', 'Sync'), none];
// @ts-expect-error where there is no model
export const noModel = (policy: Alone) => policy.canSome('view', 'Company');

const ofCut: Cut = cut({ tenant: 'acme', roles: ['csm', 'scout'], userType: 'Core', user: { id: 'u', level: 1, teamIds: [] } });
const only: CutTenant = 'acme';
export const dropped: readonly Unfilled[] = ofCut.unfilled;
export const cutAnswers = [ofCut.can('view', 'Company', { owner: '', arr: 1, signedAt: null }), only];
// @ts-expect-error a tenant that was cut
export const gone: CutTenant = 'big-corp';
// @ts-expect-error a role that was cut
cut({ tenant: 'acme', roles: ['reader'], userType: 'Core', user: { id: 'u', level: 1, teamIds: [] } });
`,
);

const contents = [
  'right.mts',
  'wrong.mts',
  'right.cts',
  'wrong.cts',
  'required.cts',
  'both.cts',
  'others.mts',
];

describe.each(Object.entries(compilers))('under TypeScript %s', (_, compiler) => {
  test.each([
    ['nodenext, exact', { module: 'nodenext', exactOptionalPropertyTypes: true }],
    ['node16', { module: 'node16', exactOptionalPropertyTypes: false }],
    [
      'a bundler, exact',
      { module: 'preserve', moduleResolution: 'bundler', exactOptionalPropertyTypes: true },
    ],
  ])(
    'right calls compile and wrong ones do not: %s',
    async (_, options) => {
      expect(await service.check(compiler, options, contents)).toEqual([]);
    },
    60_000,
  );

  test('every wrong call is wrong for a reason that is ours', async () => {
    const complaints = await service.check(compiler, { module: 'nodenext' }, ['bare.mts']);
    const first = head.split('\n').length;
    const lines = new Set(complaints.map(({ line }) => line - first));
    expect(wrong.filter((_, at) => !lines.has(at))).toEqual([]);
    expect(complaints.filter(({ code }) => ofTheTestItself.test(code))).toEqual([]);
    expect(complaints.filter(({ line }) => line < first)).toEqual([]);
  }, 60_000);
});

test('a title cannot end the comment that it stands in', () => {
  const [text] = [...types(compiled(files.acme))].flatMap(({ path, content }) =>
    path === 'index.d.ts' ? content : [],
  );
  expect(text).toContain('/** Company: Company *\\/ export const broken = 1 /*. Two lines */');
});
