// Written by plafond compile. Do not edit: change the policies.
import type {
  ModelName,
  PermissionsError,
  Policy,
  SeatName,
  TenantName,
  ToggleName,
  UserTypeName,
} from './index.js';

/** Names by a list: `all`, `none`, those in it, or all but those in it. */
export type Selection = 'all' | 'none' | readonly string[] | { readonly except: readonly string[] };

/** The grant of a role on one model: actions, or those with rights on single properties. */
export type ModelGrant =
  | Selection
  | {
      readonly actions?: Selection;
      /** The rights, `view` and `update`, on each property; `*` stands for those without a key of their own. */
      readonly properties?: Readonly<Record<string, Selection>>;
    };

/** A role of a tenant, as the language writes it: a document of `kind: Role`, as JSON. */
export interface RoleDocument {
  readonly kind: 'Role';
  readonly name: string;
  readonly tenant: TenantName;
  readonly title?: string;
  readonly description?: string;
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[];
  /** The records that it reaches: portfolios by name, filters, either by patterns of permissions, or `all`. */
  readonly portfolio?:
    | 'all'
    | readonly PortfolioChoice[]
    | Readonly<Record<string, readonly PortfolioChoice[]>>;
  /** The roles whose grants it has beside its own. */
  readonly includes?: readonly string[];
  readonly clonedFrom?: string;
  readonly grants: {
    readonly models?: { readonly [Model in ModelName | '*']?: Model extends '*' ? Selection : ModelGrant };
    readonly modules?: Selection;
    readonly features?: Selection;
  };
}

/** A portfolio by its name, several in common, or a filter of the role's own. */
export type PortfolioChoice =
  | string
  | { readonly allOf: readonly string[] }
  | { readonly on?: ModelName; readonly filter: object };

/** Whom a role is for, or who is to be given one. */
export interface RoleHolder {
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[] | undefined;
}

/** The danger of a permission in wrong hands. */
export type Risk = 'read' | 'write' | 'destructive' | 'exfiltration' | 'escalation';

/** A permission, and whether a role can have it. */
export interface OfferedPermission {
  /** As written everywhere: `Company:export`, `Company.arr:update`, `AdminAccess:use`. */
  readonly permission: string;
  /** Nobody grants a capability: it follows from what it requires. */
  readonly kind: 'action' | 'property' | 'module' | 'feature' | 'capability';
  /** The name of the model, module, feature or capability. */
  readonly subject: ModelName | ToggleName;
  readonly property?: string;
  readonly action: string;
  readonly risk: Risk;
  /** The name that people read of the model, module, feature or capability; left out where it has no other. */
  readonly title?: string;
  /** The prerequisites that the catalog states: of each list one permission must be held. Left out where there are none. */
  readonly requires?: readonly (readonly string[])[];
  readonly possible: boolean;
  /** The sentence for whoever meets a box that cannot be ticked; left out where it can. */
  readonly because?: string;
}

/** A permission that a role grants, with whether that has an effect. */
export interface GrantedPermission {
  readonly permission: string;
  readonly effective: boolean;
  /** The reason why it has no effect, such as a prerequisite that is not granted; left out where it has one. */
  readonly because?: string;
  /** True if it comes by a role that is included, so that it cannot be taken from this one alone. */
  readonly included: boolean;
}

/** The values among which a role of the tenant can choose, and the limits of users that it has bought. */
export interface RoleChoices {
  /** By audience; in each from the highest rank to the lowest. */
  readonly userTypes: readonly {
    readonly name: UserTypeName;
    readonly audience: string;
    /** The seats that combine with it. */
    readonly seats: readonly SeatName[];
    /** The most active users of it that the tenant has bought; left out where nothing bounds them. */
    readonly limit?: number;
  }[];
  /** The seats that the tenant has bought. */
  readonly seats: readonly { readonly name: SeatName; readonly limit?: number }[];
  readonly portfolios: readonly {
    readonly name: string;
    readonly title?: string;
    /** The model whose records it selects. */
    readonly on: ModelName;
  }[];
}

/** A role of the tenant, as a list of them shows it; of a row that is of no use only the name and the reason are known. */
export type ListedRole =
  | {
      readonly role: string;
      readonly title?: string;
      readonly description?: string;
      readonly userType: UserTypeName;
      readonly seats: readonly SeatName[];
      /** The names of its portfolios; `filter` for a filter of its own. */
      readonly portfolio: readonly string[];
      readonly stored: boolean;
      readonly because?: undefined;
    }
  | { readonly role: string; readonly stored: true; readonly because: string };

/** The draft of a role, before it has grants. */
export interface RoleDraft extends RoleHolder {
  readonly name: string;
  readonly title?: string | undefined;
  /** The records that it reaches; left out, the only portfolio that there is. */
  readonly portfolio?: RoleDocument['portfolio'];
}

/** The values in which a copy differs from its role. */
export interface CopyOptions {
  /** Left out, that of the role with `copy` behind it. */
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly userType?: UserTypeName | undefined;
  readonly seats?: readonly SeatName[] | undefined;
  /** True to let the copy hold what the role asks for and does not hold, where its user type and seats allow it. */
  readonly widen?: boolean | undefined;
}

/** A permission that is lacking, with the reason. */
export interface LackingPermission {
  readonly permission: string;
  readonly because: string;
}

/** A copy of a role, with what it lost. */
export interface RoleCopy {
  readonly role: RoleDocument;
  /** The permissions that the role holds inside its user type and seats and the copy does not. */
  readonly dropped: readonly LackingPermission[];
  /** The permissions that the role asks for and does not hold, and the copy could: it has them only if it was widened. */
  readonly more: readonly string[];
}

/** One thing that is wrong with a role or worth knowing, in the words of `plafond check`. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly why: string;
  /** The thing to do; left out where nothing is known that helps. */
  readonly help?: string;
  /** Where in the role it is: keys of maps and places in lists. */
  readonly path: readonly (string | number)[];
  /** The places that explain it, each with the document of the policies that says it, as `UserType/Core`. */
  readonly related: readonly { readonly document: string; readonly note: string }[];
}

/** A permission that a role gives, with the records on which it works. */
export interface HeldPermission {
  readonly permission: string;
  readonly risk: Risk;
  /** In words: `every record`, or what a record has to be. */
  readonly records: string;
}

/** A permission that works on other records than before. */
export interface MovedPermission extends HeldPermission {
  readonly before: string;
  readonly how: 'widened' | 'narrowed' | 'shifted';
}

/** The options of a check. */
export interface CheckOptions {
  /** The permissions of whoever gives the role: the answer of `permissions` for them. */
  readonly by?: Policy | undefined;
  /** True to let them give more than they hold; what exceeds it is listed all the same. */
  readonly mayExceed?: boolean | undefined;
  /** The role as it was stored; left out, it is looked for by its name among the `stored` ones of the editor. */
  readonly before?: RoleDocument | StoredRole | undefined;
}

/** The answer of a check, to be shown before the role is stored. */
export interface RoleCheck {
  /** True if the role can be stored: it has no errors, and does not exceed its giver unless that is let through. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** The permissions that it holds in effect; empty if it has errors. */
  readonly holds: readonly HeldPermission[];
  /** The permissions that the stored role does not hold; all where there is none. */
  readonly adds: readonly HeldPermission[];
  readonly takes: readonly HeldPermission[];
  readonly moves: readonly MovedPermission[];
  /** By which permissions its holders can obtain more, and the roles that hold more; left out where by none. */
  readonly escalation?: { readonly by: readonly string[]; readonly reaches: readonly string[] };
  /** The permissions that whoever gives it does not hold, or not on as many records; empty if nobody was named. */
  readonly exceeds: readonly LackingPermission[];
}

/** A role as the row of a database holds it: plain JSON, of use by the bundle of its digest alone. */
export interface StoredRole {
  readonly version: 1;
  /** The digest of the bundle by which it was compiled. */
  readonly digest: string;
  readonly tenant: TenantName;
  readonly role: RoleDocument;
  readonly grants: readonly [catalog: string, own?: string];
  readonly scopes: readonly (readonly [cells: readonly [catalog: string, own?: string], reach: unknown])[];
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The cells that it held in effect when it was compiled. */
  readonly effective: readonly [catalog: string, own?: string];
  /** The names of these, by model, module, feature and capability. */
  readonly names: Readonly<
    Record<
      string,
      {
        readonly actions: readonly string[];
        readonly view?: readonly string[];
        readonly update?: readonly string[];
      }
    >
  >;
}

/** A role, and whether somebody can be given it. */
export interface AssignableRole {
  readonly role: string;
  readonly assignable: boolean;
  /** The reason why not; left out where they can. */
  readonly because?: string;
  /** True if it comes from the database. */
  readonly stored: boolean;
}

/** The options with which an editor is opened. */
export interface EditorOptions {
  readonly tenant: TenantName;
  /** The roles that the database holds for the tenant: names are unique among them, and their number may be bounded. */
  readonly stored?: readonly (RoleDocument | StoredRole)[] | undefined;
  /** The day, as `2027-03-31`, by which waivers of invariants are read; without it none holds. */
  readonly today?: string | undefined;
}

/**
 * The roles of one tenant, as its administrators edit them. Whatever is given comes from outside: what is no role, or names
 * what there is not, is refused with a `RoleError` or another `PermissionsError`, and nothing else is ever thrown.
 */
export interface RoleEditor {
  readonly tenant: TenantName;
  /** The user types, seats and portfolios that there are to choose among. */
  readonly choices: RoleChoices;
  /** Lists the roles of the tenant, those of the files and the stored ones, by name. */
  list(): readonly ListedRole[];
  /** Lists every permission, with whether a role for a user type and seats can have it and, if not, why. */
  offer(holder: RoleHolder): readonly OfferedPermission[];
  /** Lists the permissions that a role grants, the boxes that are ticked, each with whether it has an effect. */
  granted(role: RoleDocument): readonly GrantedPermission[];
  /** Returns a role with all that its user type and seats can have, to be cut down. */
  draft(draft: RoleDraft): RoleDocument;
  /** Copies a role, or one of the files or the database by its name, for another user type or other seats if wanted. */
  duplicate(role: string | RoleDocument, options?: CopyOptions): RoleCopy;
  /** Returns a role with one permission more or less, in the smallest edit. */
  set(role: RoleDocument, permission: string, isOn: boolean): RoleDocument;
  /** Says what is wrong with a role, what it holds, and what that changes. */
  check(role: RoleDocument, options?: CheckOptions): RoleCheck;
  /** Compiles a role for its row. Throws a `RoleError` where `check` would not call it `ok`. */
  compile(role: RoleDocument, options?: CheckOptions): StoredRole;
  /**
   * Compiles a stored role by this bundle: it holds nothing then that it did not hold before. Throws a `RoleError` where it has
   * errors now. To let it have what the policies allow since, compile its `role`.
   */
  renew(stored: StoredRole): StoredRole;
  /** Lists the roles of the tenant, with whether somebody can be given each and, if not, why. */
  assignable(person: RoleHolder): readonly AssignableRole[];
}

/** Opens the editor of a tenant's roles. Throws a `PermissionsError` for a tenant that there is not. */
export declare function roles(options: EditorOptions): RoleEditor;

/** The error of an editor where a role is none or has errors: `findings` says which. */
export declare class RoleError extends PermissionsError {
  private constructor();
  readonly findings: readonly Finding[];
}
