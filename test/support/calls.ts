/** The beginning of both the right and the wrong calls. */
export const head = `
import { createMongoAbility, ForbiddenError, subject, type RawRuleOf } from '@casl/ability';
import { AbilityBuilder, type AnyAbility } from '@casl/ability';
import { packRules, permittedFieldsOf, rulesToAST } from '@casl/ability/extra';
import * as facade from '@acme/permissions';
import { digest, isProperty, permissions, PermissionsError } from '@acme/permissions';
import type {
  ActionName, Alternative, AppAbility, Comparison, Facade, Filter, ModelName, ModelWith, Policy, PropertyOf, RecordOf, Records,
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

/** The calls that must compile. */
export const right = `
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
const alternatives: readonly Alternative[] = typeof where !== 'string' && 'alternatives' in where ? where.alternatives : [];
const filter: Filter | undefined = where === 'all' || where === 'none' ? undefined : where;
const sentence: string =
  policy.why('export', 'Company') + policy.why('use', 'Sync') + policy.why('view', 'Log', 'constructorName') + policy.why(viewOrUpdate, either);
const because: string[] = policy.unfilled.map(({ attribute, because }) => \`\${attribute satisfies 'id' | 'level' | 'teamIds'} \${because}\`);
const unfilled: readonly Unfilled[] = policy.unfilled;

const create = (model: 'Company' | 'Task' | 'Tag') => policy.canSome('create', model);
const anyView = (model: ModelWith<'view'>) => policy.canSome('view', model);
const ofAny = <M extends ModelWith<'view'>>(model: M, property: PropertyOf<M, 'view'>) => policy.canSome('view', model, property);
const onAny = <A extends ActionName, M extends ModelWith<A>>(action: A, model: M) => policy.canSome(action, model) ? policy.where(action, model) : policy.why(action, model);
const onRecord = <A extends ActionName, M extends ModelWith<A>>(action: A, model: M, record: RecordOf<M>) =>
  policy.can(action, model, record) && policy.fields(action, model, record).length > 0 && policy.why(action, model, record) !== '';
const guard = <A extends ActionName, M extends ModelWith<A>>(action: A, model: M, property: PropertyOf<M, A>) =>
  policy.canSome(action, model, property) || policy.where(action, model, property) === 'all' || policy.why(action, model, property) === '';
const both = <A extends ActionName, M extends ModelWith<A>>(action: A, model: M, record: RecordOf<M>, property: PropertyOf<M, A>) =>
  policy.can(action, model, record, property) ? '' : policy.why(action, model, record, property);
const named = <A extends ActionName, M extends ModelWith<A>>(action: A, model: M, name: string) =>
  isProperty(action, model, name) && policy.canSome(action, model, name);
const listed = <M extends ModelWith<'view'>>(model: M, records: readonly RecordOf<M>[]) =>
  records.map((record) => [policy.can('view', model, record), policy.fields('view', model, record)]);
const menu: readonly [ModelWith<'export'>, boolean][] = (['Company', 'Log'] as const).map((model) => [model, policy.canSome('export', model)]);
const none: [PropertyOf<'Task', 'remove' | 'view'>, PropertyOf<'Task', 'remove'>, PropertyOf<'Company', 'remove'>] extends [never, never, never] ? true : false = true;
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

export const exported = policy.fields('view', 'Company', company);
export const ofEither = policy.fields('view', either, { ...company, ...task });
export const generic = (property: PropertyOf<'Company', 'update'>, record: RecordOf<'Log'>) => ({ property, record });
export const signed = (user: User) => ({ user, policy: permissions({ tenant: 'acme', roles: [], userType: 'Core', user }) });
export const filtered = { where: policy.where('view', 'Company'), dropped: policy.unfilled, ability: policy.ability };
export { permissions };

function codeOf(error: unknown): string {
  if (!(error instanceof PermissionsError)) return '';
  switch (error.code) {
    case 'unknown-tenant':
    case 'tenant-not-loaded':
    case 'unknown-role':
    case 'unknown-user-type':
    case 'unknown-seat':
    case 'seat-not-combinable':
    case 'role-not-assignable':
    case 'invalid-role':
    case 'no-roles':
    case 'too-large':
    case 'altered':
    case 'malformed':
      return error.code + error.message + (error.name satisfies 'PermissionsError');
    default:
      return error.code satisfies never;
  }
}
export const used = [
  ...[policies, anyFacade, facades, wider, answers, fields, noFields, someFields, allowed, words, alternatives],
  ...[filter, sentence, because, unfilled, create('Tag'), anyView('Log'), ofAny('Company', 'arr'), onAny('export', 'Log')],
  ...[onRecord('view', 'Task', task), guard('update', 'Task', 'done'), both('update', 'Task', task, 'done'), named('view', 'Log', text), listed('Task', [task]), menu, none, rows, toggles, roles, typesAndSeats],
  ...[anyAbility, permitted, asked, codeOf, packRules(policy.ability.rules), rulesToAST(policy.ability, 'view', 'Company')],
  ...[digest.length, policy.ability.rulesFor('view', 'Company'), text, maybe],
];
`;
