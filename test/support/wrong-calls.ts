/** The calls that must not compile, each line wrong in its own way and alone below the comment that expects it. */
export const wrong = `
// Actions, models and properties.
// @ts-expect-error an action that the model does not support
policy.can('remove', 'Task', task);
// @ts-expect-error an action that nothing has
policy.canSome('manage', 'Company');
// @ts-expect-error an action that only one of two models supports
policy.canSome('remove', either);
// @ts-expect-error two actions of which the model supports one
policy.canSome(viewOrRemove, 'Task');
// @ts-expect-error a property of another model
policy.can('view', 'Company', company, 'done');
// @ts-expect-error a property that nobody declared
policy.can('view', 'Company', company, 'undeclared');
// @ts-expect-error an update of a system property
policy.can('update', 'Company', company, 'phase');
// @ts-expect-error create is not about properties
policy.can('create', 'Company', company, 'arr');
// @ts-expect-error nor is remove
policy.canSome('remove', 'Company', 'arr');
// @ts-expect-error nor is a model without properties
policy.canSome('view', 'CompanyView', 'arr');
// @ts-expect-error a property that only one of two models has
policy.canSome('view', either, 'done');
// @ts-expect-error a property that only one of two actions is about
policy.canSome(viewOrUpdate, 'Company', 'phase');
// @ts-expect-error two actions of which one is about no property
policy.canSome(viewOrRemove, 'Company', 'arr');
// @ts-expect-error a list of properties
policy.can('view', 'Company', company, ['arr']);
// @ts-expect-error a property that may be undefined would ask about the record
policy.can('view', 'Company', company, maybe);
// @ts-expect-error nor may it in a menu
policy.canSome('view', 'Company', maybe);
// @ts-expect-error null is no property
policy.can('view', 'Company', company, null);
// @ts-expect-error any text is no property
policy.can('view', 'Company', company, text);
// @ts-expect-error any text is no action
policy.canSome(text, 'Company');
// @ts-expect-error any text is no model
policy.canSome('view', text);
// @ts-expect-error a list of actions
policy.canSome(['view', 'update'], 'Company');
// @ts-expect-error a misspelt model
policy.canSome('view', 'Compnay');
// @ts-expect-error every model at once
policy.canSome('view', 'all');
// @ts-expect-error a permission as it is written in policies
policy.canSome('view', 'Company.arr');
// @ts-expect-error the model first
policy.canSome('Company', 'view');
// @ts-expect-error a module is not a model
policy.canSome('view', 'Revenue');
// @ts-expect-error a module is not viewed
policy.canSome('use', 'Revenue');
// @ts-expect-error a model is not used
policy.uses('Company');
// @ts-expect-error a role is not used
policy.uses('csm');

// Records.
// @ts-expect-error no record at all
policy.can('view', 'Company');
// @ts-expect-error a property in place of the record
policy.can('view', 'Company', 'arr');
// @ts-expect-error null would mean any record
policy.can('view', 'Company', null);
// @ts-expect-error undefined would, too
policy.can('view', 'Log', undefined);
// @ts-expect-error a record that may not have been found
policy.can('view', 'Company', company as CompanyRow | null);
// @ts-expect-error a record without the columns that conditions read
policy.can('view', 'Company', { arr: 3 });
// @ts-expect-error a record in which a column may be forgotten
policy.can('view', 'Company', company as Partial<CompanyRow>);
// @ts-expect-error a text column that is a number
policy.can('view', 'Company', { ...company, owner: 7 });
// @ts-expect-error a number column that is text
policy.can('view', 'Company', { ...company, arr: '3' });
// @ts-expect-error a date column that is a number
policy.can('view', 'Company', { ...company, signedAt: 3 });
// @ts-expect-error a scalar column that is a list
policy.can('view', 'Company', { ...company, owner: ['u1'] });
// @ts-expect-error a scalar column that is an object
policy.can('view', 'Company', { ...company, owner: { $ne: '' } });
// @ts-expect-error a record whose path leads nowhere
policy.can('view', 'Task', { done: true });
// @ts-expect-error a record whose path ends early
policy.can('view', 'Task', { project: { name: 'p' } });
// @ts-expect-error a record whose path leads to many
policy.can('view', 'Task', { project: { company: [company] } });
// @ts-expect-error the record of another model
policy.can('view', 'Task', company);
// @ts-expect-error the record of one of two models
policy.can('view', either, company);
// @ts-expect-error several records at once
policy.can('view', 'Log', [company]);
// @ts-expect-error a promise of a record
policy.can('view', 'Log', Promise.resolve(company));
// @ts-expect-error a class of records
policy.can('view', 'Log', class Log {});
// @ts-expect-error a function that makes records
policy.can('view', 'Log', function log() { return company; });
// @ts-expect-error a name of a model where a record belongs
policy.can('view', 'Log', 'Log');
// @ts-expect-error what is not known to be a record
policy.can('view', 'Log', company as unknown);
// @ts-expect-error more than there is to ask
policy.can('view', 'Company', company, 'arr', 'name');

// Results.
// @ts-expect-error the fields of an update are not those of a view
export const a: 'phase'[] = [...policy.fields('update', 'Company', company)];
// @ts-expect-error a field of one of two models is not one of both
policy.canSome('view', either, policy.fields('view', either, { ...company, ...task })[0] ?? 'arr');
// @ts-expect-error fields of one property
policy.fields('view', 'Company', company, 'arr');
// @ts-expect-error fields of no record
policy.fields('view', 'Company');
// @ts-expect-error fields are not for writing
policy.fields('view', 'Company', company).push('arr');
// @ts-expect-error a filter by a property of another model
policy.where('view', 'Company', 'done');
// @ts-expect-error a filter by an update of a system property
policy.where('update', 'Company', 'phase');
// @ts-expect-error a filter for a toggle
policy.where('use', 'Sync');
// @ts-expect-error all and none are no filters
export const b: Filter = policy.where('view', 'Company');
// @ts-expect-error a filter is not to be spread into a query
export const c: { owner?: string } = policy.where('view', 'Company');
// @ts-expect-error a filter is not for writing
(policy.where('view', 'Company') as Extract<Filter, { alternatives: unknown }>).alternatives.pop();
// @ts-expect-error an operator that no filter has
export const d: Comparison = { property: 'owner', type: 'id', operator: '$not', operand: '' };
// @ts-expect-error why of a model that is used
policy.why('use', 'Company');
// @ts-expect-error why of a toggle with a property
policy.why('use', 'Sync', 'arr');
// @ts-expect-error why of a toggle that is viewed
policy.why('view', 'Sync');
// @ts-expect-error why of a property of another model
policy.why('view', 'Company', 'done');
// @ts-expect-error why of nothing
policy.why();
// @ts-expect-error an answer is not a record
policy.uses('Sync').valueOf().arr;
// @ts-expect-error the ability is not for replacing
policy.ability = createMongoAbility<AppAbility>([]);
// @ts-expect-error nor is what was dropped
policy.unfilled = [];
// @ts-expect-error nor can it be hidden
policy.unfilled.pop();
// @ts-expect-error nor excused
policy.unfilled.forEach((one) => { one.because = ''; });
// @ts-expect-error the digest is not for writing
(facade as Facade).digest = '';

// Who is signed in.
// @ts-expect-error an unknown tenant
permissions({ tenant: 'nobody', roles: [], userType: 'Core', user });
// @ts-expect-error any text is no tenant
permissions({ tenant: text, roles: [], userType: 'Core', user });
// @ts-expect-error a role of another tenant
permissions({ tenant: 'acme', roles: ['reader'], userType: 'Core', user });
// @ts-expect-error a role that nobody has
permissions({ tenant: 'acme', roles: ['admin'], userType: 'Core', user });
// @ts-expect-error any text is no role
permissions({ tenant: 'acme', roles: [text], userType: 'Core', user });
// @ts-expect-error one role is no list of roles
permissions({ tenant: 'acme', roles: 'csm', userType: 'Core', user });
// @ts-expect-error no roles at all
permissions({ tenant: 'acme', userType: 'Core', user });
// @ts-expect-error an unknown user type
permissions({ tenant: 'acme', roles: ['csm'], userType: 'Admin', user });
// @ts-expect-error no user type
permissions({ tenant: 'acme', roles: ['csm'], user });
// @ts-expect-error an unknown seat
permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seats: ['Sales'], user });
// @ts-expect-error a user type is no seat
permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seats: ['Core'], user });
// @ts-expect-error a misspelt part
permissions({ tenant: 'acme', roles: ['csm'], userType: 'View', seat: ['Service'], user });
// @ts-expect-error nobody is signed in
permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core' });
// @ts-expect-error nothing at all
permissions();
// @ts-expect-error an attribute that is forgotten
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { id: 'u1', level: 1 } });
// @ts-expect-error an attribute that is undefined
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: undefined } });
// @ts-expect-error an attribute that may be forgotten
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user } as Partial<User> });
// @ts-expect-error an attribute that is a query
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: { $ne: '' } } });
// @ts-expect-error a list where a value belongs
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: ['u1'] } });
// @ts-expect-error a value where a list belongs
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, teamIds: 't1' } });
// @ts-expect-error a list of objects
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, teamIds: [{ id: 't1' }] } });
// @ts-expect-error text where a number belongs
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, level: '1' } });
// @ts-expect-error a number where an id belongs
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { ...user, id: 7 } });
// @ts-expect-error an attribute that nobody declared
permissions({ tenant: 'acme', roles: [], userType: 'Core', user: { id: '', level: 1, teamIds: [], idd: '' } });
// @ts-expect-error roles of all tenants in one of them
export const e: SignedIn<'acme'> = {} as SignedIn;
// @ts-expect-error a role of all tenants in one of them
export const f: RoleName<'acme'> = {} as RoleName;
// @ts-expect-error a role with no such tenant
export const g: RoleName<'nobody'> = 'csm';
// @ts-expect-error who is signed in is not for writing
({} as SignedIn<'acme'>).roles = [];
// @ts-expect-error nor are their roles
({} as SignedIn<'acme'>).roles.push('csm');
// @ts-expect-error a code that no error has
export const h: PermissionsError['code'] = 'unknown';
// @ts-expect-error an error of ones own making
throw new PermissionsError('malformed');

// CASL's own ability.
// @ts-expect-error an action of CASL that nothing here has
policy.ability.can('manage', 'Company');
// @ts-expect-error a subject of CASL that nothing here is
policy.ability.can('view', 'all');
// @ts-expect-error an action without a subject
policy.ability.can('view');
// @ts-expect-error an action that its model does not support
policy.ability.can('create', 'Log');
// @ts-expect-error a tagged record of a model that does not support it
policy.ability.can('remove', subject('Task', { done: true }));
// @ts-expect-error a record without a tag
policy.ability.can('view', company);
// @ts-expect-error a module that is viewed
policy.ability.can('view', 'Revenue');
// @ts-expect-error a model that is used
policy.ability.can('use', 'Company');
// @ts-expect-error an error for what cannot be
ForbiddenError.from(policy.ability).throwUnlessCan('remove', 'Task');
// @ts-expect-error rules that take back
policy.ability.update([{ action: 'manage', subject: 'all' }]);
`;

const viewed = '"Company" | "CompanyView" | "Log" | "Task"';
const argument = (given: string, wanted: string): string =>
  `Argument of type '${given}' is not assignable to parameter of type '${wanted}'.`;

/** The complaints of compilers about calls: the call, the word in it, and the message. */
export const said: readonly (readonly [call: string, word: string, message: string | RegExp])[] = [
  ...[
    `policy.can('view', 'company', company)`,
    `policy.can('view', 'company', company, 'arr')`,
    `policy.canSome('view', 'company')`,
    `policy.canSome('view', 'company', 'arr')`,
    `policy.fields('view', 'company', company)`,
    `policy.where('view', 'company')`,
    `policy.where('view', 'company', 'arr')`,
    `policy.why('view', 'company')`,
    `policy.why('view', 'company', 'arr')`,
    `policy.why('view', 'company', company)`,
    `policy.why('view', 'company', company, 'arr')`,
    `isProperty('view', 'company', text)`,
  ].map((call) => [call, `'company'`, argument('"company"', viewed)] as const),
  [`policy.canSome('remove', 'Task')`, `'Task'`, argument('"Task"', '"Company"')],
  [`policy.canSome('veiw', 'Company')`, `'veiw'`, argument('"veiw"', 'ActionName')],
  [
    `(<M extends ModelName>(model: M) => policy.canSome('view', model))`,
    `model)`,
    argument('keyof Models', viewed),
  ],
  [`policy.why('use', 'Report')`, `'Report'`, argument('"Report"', 'keyof Toggles')],
  // Whichever way round a compiler writes the two.
  [
    `policy.why('update', 'Company', 'nme')`,
    `'nme'`,
    /"nme".*(keyof CompanyUpdate \| C|\| keyof CompanyUpdate')/,
  ],
  [`policy.why('update', 'Company', company, 'nme')`, `'nme'`, argument('"nme"', 'keyof CompanyUpdate')],
  [
    `sqlFor({ dialect: 'pg', models: { Company: { table: 'companies' } } })`,
    `dialect`,
    `Type '"pg"' is not assignable to type '"postgres" | "sqlite"'.`,
  ],
  [
    `sqlFor({ dialect: 'sqlite', models: { Compnay: { table: 'a' } } })`,
    `Compnay`,
    /the catalog has no model of this name/,
  ],
  [
    `sqlFor({ dialect: 'sqlite', models: { Company: { table: 'a', columns: { owner_id: 'owner' } } } })`,
    `owner_id`,
    /the model has no property of this name/,
  ],
  [
    `sqlFor({ dialect: 'sqlite', models: { Company: { table: 'a', columns: { owner: { column: 'o', type: 'uuid' } } } } })`,
    `type`,
    `Type '"uuid"' is not assignable to type 'SqliteType'.`,
  ],
];
