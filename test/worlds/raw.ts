/**
 * A random world before it is made valid: plain draws that know nothing of each other. Where one thing must refer to
 * another it holds a number, which `build` takes modulo the number of such things; so every draw builds a valid world
 * and shrinking never has to regenerate anything.
 */
import fc, { type Arbitrary } from 'fast-check';

/** The size of a world: about fifty cells, or up to about two thousand. */
export type Size = 'small' | 'medium';

/** A choice among names not yet known: bit i says whether name i is in the list. */
export interface RawSelection {
  readonly form: 'none' | 'all' | 'list' | 'except';
  readonly bits: number;
  readonly reversed: boolean;
}

/** The part of a layer about one model not yet known. */
export interface RawModelGrant {
  readonly model: number;
  readonly form: 'selection' | 'empty' | 'actions' | 'properties' | 'both';
  readonly actions: RawSelection;
  readonly star: RawSelection | undefined;
  readonly properties: readonly { readonly property: number; readonly rights: RawSelection }[];
}

/** A layer over a catalog not yet known. */
export interface RawGrants {
  readonly silent: boolean;
  readonly star: RawSelection | undefined;
  readonly models: readonly RawModelGrant[];
  readonly modules: RawSelection | undefined;
  readonly features: RawSelection | undefined;
}

/** One prerequisite: under which action's key (zero is `*`), and which of the earlier cells. */
export interface RawRequirement {
  readonly key: number;
  readonly cell: number;
}

/** A model, module, feature or capability. */
export interface RawSubject {
  readonly kind: 'Model' | 'Module' | 'Feature' | 'Capability';
  readonly name: number;
  readonly actions: number;
  readonly through: boolean;
  readonly trimmings: number;
  readonly properties: readonly RawProperty[];
  readonly requires: readonly RawRequirement[];
}

/** A property of a model. */
export interface RawProperty {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
}

/** A condition over fields not yet known. */
export type RawCondition =
  | { readonly form: 'field'; readonly comparisons: readonly RawComparison[] }
  | { readonly form: '$and' | '$or' | 'fields'; readonly parts: readonly RawCondition[] };

/** One comparison of one field. */
export interface RawComparison {
  readonly field: number;
  readonly operator: number;
  readonly operands: readonly number[];
  readonly user: boolean;
}

/** A portfolio, or what a role has instead of names. */
export interface RawPortfolio {
  readonly name: number;
  readonly all: boolean;
  readonly condition: RawCondition;
}

/** A role, shared or a tenant's own. */
export interface RawRole {
  readonly name: number;
  readonly userType: number;
  readonly seats: number;
  readonly portfolios: number;
  readonly filter: RawCondition | undefined;
  readonly clonedFrom: number | undefined;
  readonly grants: RawGrants;
}

/** A user. */
export interface RawUser {
  readonly userType: number;
  readonly seats: number;
  readonly roles: number;
  readonly active: boolean | undefined;
}

/** A tenant with its own roles and users. */
export interface RawTenant {
  readonly name: number;
  readonly enterprise: boolean;
  readonly packages: number;
  readonly limits: number;
  readonly spare: number;
  readonly ceiling: RawGrants;
  readonly roles: readonly RawRole[];
  readonly users: readonly RawUser[];
}

/** Values for one record and one signed-in user, taken in turn. */
export interface RawSample {
  readonly record: readonly number[];
  readonly user: readonly number[];
}

/** All the draws of one world. */
export interface RawWorld {
  readonly principal: readonly RawProperty[];
  readonly self: RawSubject;
  readonly selfAt: number;
  readonly subjects: readonly RawSubject[];
  readonly portfolios: readonly RawPortfolio[];
  readonly userTypes: readonly { readonly name: number; readonly gap: number; readonly allows: RawGrants }[];
  readonly seats: readonly {
    readonly name: number;
    readonly package: number;
    readonly combinesWith: number;
    readonly adds: RawGrants;
  }[];
  readonly roles: readonly RawRole[];
  readonly tenants: readonly RawTenant[];
  readonly samples: readonly RawSample[];
}

const bits = (): Arbitrary<number> => fc.integer({ min: 0, max: 0xffff });
const index = (): Arbitrary<number> => fc.nat({ max: 9999 });
/** Absent once in so many times. */
const maybe = <Value>(value: Arbitrary<Value>, absentOnceIn = 2): Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: absentOnceIn });
/** Absent but once in so many times. */
const seldom = <Value>(value: Arbitrary<Value>, presentOnceIn = 4): Arbitrary<Value | undefined> =>
  fc.oneof({ weight: presentOnceIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Draws lists up to a length, every length as likely as another. */
function list<Value>(value: Arbitrary<Value>, maxLength: number, minLength = 0): Arbitrary<Value[]> {
  return fc.array(value, { minLength, maxLength, size: 'max' });
}

function selection(): Arbitrary<RawSelection> {
  return fc.record({
    form: fc.constantFrom('none', 'all', 'all', 'list', 'list', 'except'),
    bits: fc.oneof(bits(), fc.constant(0xffff), fc.constant(0)),
    reversed: fc.boolean(),
  });
}

function modelGrant(): Arbitrary<RawModelGrant> {
  return fc.record({
    model: index(),
    form: fc.constantFrom('selection', 'empty', 'actions', 'properties', 'both', 'both'),
    actions: selection(),
    star: maybe(selection()),
    properties: list(fc.record({ property: index(), rights: selection() }), 4),
  });
}

function grants(models: number): Arbitrary<RawGrants> {
  return fc.record({
    silent: fc.constantFrom(false, false, false, false, false, false, false, true),
    star: maybe(selection()),
    models: list(modelGrant(), models),
    modules: maybe(selection(), 4),
    features: maybe(selection(), 4),
  });
}

/** All but a few models, or too little would be effective to tell right from wrong. */
function generous(models: number): Arbitrary<RawGrants> {
  const all = fc.constant<RawSelection>({ form: 'all', bits: 0, reversed: false });
  return fc.record({
    silent: fc.constant(false),
    star: all,
    models: list(modelGrant(), models),
    modules: all,
    features: all,
  });
}

/** A user type's or a tenant's. */
function ceiling(models: number): Arbitrary<RawGrants> {
  return fc.oneof({ weight: 1, arbitrary: grants(models) }, { weight: 2, arbitrary: generous(3) });
}

function property(): Arbitrary<RawProperty> {
  return fc.record({ name: index(), type: index(), flags: bits() });
}

function subject(kind: Arbitrary<RawSubject['kind']>, properties: number): Arbitrary<RawSubject> {
  return fc.record({
    kind,
    name: index(),
    actions: bits(),
    through: fc.boolean(),
    trimmings: bits(),
    properties: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: list(property(), properties) },
    ),
    requires: fc.oneof(fc.constant([]), fc.constant([]), list(fc.record({ key: index(), cell: index() }), 3)),
  });
}

function comparison(): Arbitrary<RawComparison> {
  return fc.record({
    field: index(),
    operator: index(),
    operands: list(index(), 3, 1),
    user: fc.constantFrom(false, true, true),
  });
}

function condition(): Arbitrary<RawCondition> {
  return fc.letrec<{ condition: RawCondition; field: RawCondition; group: RawCondition }>((tie) => ({
    condition: fc.oneof({ depthSize: 'small', maxDepth: 3 }, tie('field'), tie('group')),
    field: fc.record({ form: fc.constant('field' as const), comparisons: list(comparison(), 2, 1) }),
    group: fc.record({
      form: fc.constantFrom('$and' as const, '$or' as const, 'fields' as const),
      parts: list(tie('condition'), 3, 1),
    }),
  })).condition;
}

function role(models: number): Arbitrary<RawRole> {
  return fc.record({
    name: index(),
    userType: index(),
    seats: fc.oneof(fc.constant(0), bits()),
    portfolios: bits(),
    filter: seldom(condition()),
    clonedFrom: seldom(index()),
    grants: fc.oneof(grants(models), generous(models)),
  });
}

function tenant(models: number): Arbitrary<RawTenant> {
  return fc.record({
    name: index(),
    enterprise: fc.boolean(),
    packages: fc.oneof(bits(), fc.constant(0xffff)),
    limits: bits(),
    spare: fc.nat({ max: 3 }),
    ceiling: ceiling(models),
    roles: list(role(models), 2),
    users: list(
      fc.record({ userType: index(), seats: bits(), roles: bits(), active: seldom(fc.boolean(), 3) }),
      4,
    ),
  });
}

/** The draws of a world of the given size. */
export function rawWorld(size: Size): Arbitrary<RawWorld> {
  const [subjects, properties, models, roles] = size === 'small' ? [16, 6, 4, 4] : [160, 32, 16, 8];
  const kind = fc.constantFrom<RawSubject['kind'][]>(
    'Model',
    'Model',
    'Model',
    'Module',
    'Feature',
    'Feature',
    'Capability',
  );
  return fc.record({
    principal: list(property(), 6),
    self: subject(fc.constant('Model'), properties),
    selfAt: index(),
    subjects: list(subject(kind, properties), subjects),
    portfolios: list(
      fc.record({ name: index(), all: fc.constantFrom(true, false, false, false), condition: condition() }),
      4,
      1,
    ),
    userTypes: list(fc.record({ name: index(), gap: fc.nat({ max: 3 }), allows: ceiling(models) }), 3, 1),
    seats: list(
      fc.record({ name: index(), package: index(), combinesWith: bits(), adds: grants(models) }),
      2,
    ),
    roles: list(role(models), roles),
    tenants: list(tenant(models), 3, 1),
    samples: list(fc.record({ record: list(index(), 12, 1), user: list(index(), 6, 1) }), 4, 1),
  });
}
