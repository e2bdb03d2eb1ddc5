/** The parts of the language that a random world may use. */
export interface Possible {
  /** Names beyond those of the first version. */
  readonly names: boolean;
  /** `kind: Action`. */
  readonly actions: boolean;
  /** Packages on models, modules and features. */
  readonly packages: boolean;
  /** `kind: Generations`. */
  readonly generations: boolean;
  /** `requires` of a property. */
  readonly propertyRequires: boolean;
  /** `requires: [{ anyOf: [ … ] }]`. */
  readonly anyOf: boolean;
  /** `$ne` and `$nin`. */
  readonly unequal: boolean;
  /** Comparisons of properties of type list. */
  readonly lists: boolean;
  /** Fields at the end of to-one relations. */
  readonly paths: boolean;
  /** Declared relations, and `through` along them. */
  readonly relations: boolean;
  /** Relations to many records. */
  readonly many: boolean;
  /** No root or several, portfolios `on` any model, and roles without a portfolio. */
  readonly roots: boolean;
  /** Portfolios as maps, with filters in lists and `allOf`. */
  readonly maps: boolean;
  /** `includes` and `abstract`. */
  readonly includes: boolean;
  /** Audiences of user types. */
  readonly audiences: boolean;
  /** `kind: Properties`. */
  readonly tenantProperties: boolean;
  /** Portfolios of a tenant. */
  readonly tenantPortfolios: boolean;
  /** `customRoles` of the settings. */
  readonly customRoles: boolean;
  /** Attributes and makers of users. */
  readonly users: boolean;
  /** The newer forms of invariants, all but `portfolios`. */
  readonly demands: boolean;
  /** Invariants narrowed by `portfolios`. */
  readonly demandPortfolios: boolean;
}

/** Every part of the language. */
export const everything: Possible = {
  names: true,
  actions: true,
  packages: true,
  generations: true,
  propertyRequires: true,
  anyOf: true,
  unequal: true,
  lists: true,
  paths: true,
  relations: true,
  roots: true,
  many: true,
  maps: true,
  includes: true,
  audiences: true,
  tenantProperties: true,
  tenantPortfolios: true,
  customRoles: true,
  users: true,
  demands: true,
  demandPortfolios: true,
};

/** The parts that the first version had. */
export const nothingNew = Object.fromEntries(
  Object.keys(everything).map((name) => [name, false]),
) as unknown as Possible;

/** The parts that the compiler takes by now. */
export const landed: Possible = {
  ...nothingNew,
  audiences: true,
  includes: true,
  relations: true,
  actions: true,
  anyOf: true,
  propertyRequires: true,
  customRoles: true,
  demands: true,
  tenantPortfolios: true,
  unequal: true,
  packages: true,
  generations: true,
  names: true,
  users: true,
  demandPortfolios: true,
  lists: true,
  tenantProperties: true,
  roots: true,
  many: true,
  maps: true,
  paths: true,
};
