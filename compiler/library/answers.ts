/**
 * The texts, or the bytes, of policy files by their paths; of a file that could not be read the reason, in words that complete
 * “cannot read it: …”.
 */
export type PolicyFiles = Readonly<Record<string, string | Uint8Array | { readonly unreadable: string }>>;

/** The options of `compile`. */
export interface CompileOptions {
  /** The policies folder, if the paths of the files begin with it. */
  readonly folder?: string | undefined;
  /**
   * The roles that a database holds beside those of the files: its rows, or the text of them as JSON or JSON lines. A row is what an
   * editor of roles compiles, or a role itself; it counts by its role alone.
   */
  readonly stored?: readonly unknown[] | string | Uint8Array | undefined;
  /** Policies that were compiled before. A file whose bytes are the same `Uint8Array` as there is not read again. */
  readonly before?: Policies | undefined;
}

/** Policies that were compiled, of which questions are asked. */
export interface Policies {
  /** Everything that is wrong, sorted by place; the audit of `check` is not in it. */
  readonly findings: readonly PolicyFinding[];
  /**
   * The number of errors. If files have errors, a question on which they may bear is not answered. A stored role with
   * errors is left out of every answer.
   */
  readonly errors: number;
  /** The number of warnings. */
  readonly warnings: number;
}

/** The gravity of a finding. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** One thing that is wrong; lines and columns count from 1, columns in UTF-16 code units. */
export interface PolicyFinding {
  /** The permanent name, which `explainCode` explains. */
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The advice, if there is any. */
  readonly help?: string;
  /** The edits that the advice describes; absent where more than one text could be right. */
  readonly fix?: readonly PolicyEdit[];
  readonly related: readonly (AnswerPlace & { readonly message: string })[];
}

/** A text that takes the place of a piece of a policy file; the piece is empty where something is added. */
export interface PolicyEdit {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A place in a policy file. */
export interface AnswerPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The answer of `check`. */
export interface CheckAnswer {
  readonly version: 1;
  readonly findings: readonly PolicyFinding[];
  readonly errors: number;
  readonly warnings: number;
}

/** The answer of `explainCode`: the meaning of a finding, wherever it is found. */
export interface CodeAnswer {
  readonly version: 1;
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
}

/** The question of `explain`: about a role or about a user. */
export type ExplainQuestion = {
  readonly permission: string;
  readonly tenant: string;
} & (
  | { readonly role: string; readonly user?: undefined }
  | { readonly user: string; readonly role?: undefined }
);

/** The answer of `explain`. */
export interface ExplainAnswer {
  readonly version: 1;
  readonly permission: string;
  readonly tenant: string;
  readonly role: string | null;
  readonly user?: string;
  readonly effective: boolean;
  readonly decidedBy: AnswerLayer | null;
  readonly trail: readonly {
    readonly layer: AnswerLayer;
    readonly holds: boolean;
    readonly at: AnswerPlace;
    readonly because: string;
  }[];
  readonly portfolio: readonly string[];
  readonly unlock: readonly {
    readonly layer: AnswerLayer;
    readonly at: AnswerPlace;
    readonly edit: string;
  }[];
  readonly where?: readonly string[];
  readonly notes?: readonly string[];
}

/** The layers that decide on a permission, in their order. */
export type AnswerLayer = 'role' | 'userType' | 'tenant' | 'requires';

/** The question of `who`: who holds all of some permissions, or of each pattern one at least. */
export interface WhoQuestion {
  readonly permissions: readonly string[];
  readonly tenant?: string;
  /** If true, the answer names the users. */
  readonly users?: boolean;
}

/** The answer of `who`. */
export interface WhoAnswer {
  readonly version: 1;
  readonly permission: string;
  readonly holders: readonly {
    readonly tenant: string;
    readonly role: string;
    readonly portfolio: readonly string[];
    /** Null if the tenant declares no users: unknown is not zero. */
    readonly users: number | null;
    /** The users by name, if they were asked for. */
    readonly names?: readonly string[] | null;
    readonly permissions?: readonly string[];
  }[];
  /** Users who hold it by several roles together, and by none of these alone. */
  readonly together: readonly {
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly portfolio: readonly string[];
    readonly users: number;
    readonly names?: readonly string[];
    readonly permissions?: readonly string[];
  }[];
}

/** The question of `matrix`: of all rows, or of those of a tenant, a role or a user. */
export interface MatrixQuestion {
  readonly tenant?: string;
  readonly role?: string;
  readonly user?: string;
}

/** The answer of `matrix`. */
export interface MatrixAnswer {
  readonly version: 1;
  readonly rows: readonly MatrixRow[];
}

/** The permissions of a role, or of a user, in a tenant. */
export interface MatrixRow {
  readonly tenant: string;
  readonly role?: string;
  readonly user?: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly portfolio: readonly string[];
  /** The permissions of a role; of a user, each with the roles that give it. */
  readonly granted: readonly (
    | string
    | {
        readonly permission: string;
        readonly portfolio: readonly string[];
        readonly roles: readonly string[];
      }
  )[];
  readonly reach?: Readonly<Record<string, readonly string[]>>;
}

/** The question of `assign`; with `userType` or `seats` as if the user had these. */
export interface AssignQuestion {
  readonly user: string;
  readonly tenant: string;
  readonly userType?: string;
  readonly seats?: readonly string[];
}

/** The answer of `assign`. */
export interface AssignAnswer {
  readonly version: 1;
  readonly tenant: string;
  readonly user: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly active: boolean;
  readonly supposed?: boolean;
  readonly roles: readonly {
    readonly role: string;
    readonly userType: string;
    readonly seats: readonly string[];
    readonly offered: boolean;
    readonly assignable: boolean;
    readonly held: boolean;
    readonly reason: string | null;
  }[];
}

/** The question of `reach`: which of some records a user, or a role as if somebody had it alone, reaches. */
export type ReachQuestion = {
  readonly tenant: string;
  /** The action; `view` if it is left out. */
  readonly action?: string;
  /** The model of the records; may be left out where portfolios select one alone. */
  readonly model?: string;
  /** The records, as CSV or JSON. */
  readonly records: string;
  /** The attributes of whoever has the role as text, by name; they count before those that a user has in the policies. */
  readonly attributes?: Readonly<Record<string, string>>;
} & (
  | { readonly role: string; readonly user?: undefined }
  | { readonly user: string; readonly role?: undefined }
);

/** The answer of `reach`: what services would decide about each record, and by what. */
export interface ReachAnswer {
  readonly version: 1;
  readonly tenant: string;
  readonly user?: string;
  readonly role?: string;
  readonly permission: string;
  readonly total: number;
  readonly reached: number;
  readonly records: readonly {
    readonly line: number;
    readonly record: string;
    readonly reached: boolean;
    readonly by: readonly { readonly role: string; readonly portfolio: string; readonly because: string }[];
    /** The reason why it is not reached; absent if it is. */
    readonly because?: string;
  }[];
}

/** The question of `edit`: which edit of the files is wanted. */
export type EditQuestion =
  | {
      /** One permission more or less in the role's own file. */
      readonly edit: 'permission';
      readonly role: string;
      /** The tenant whose own role is meant, if several have one of the name. */
      readonly tenant?: string;
      readonly permission: string;
      readonly on: boolean;
    }
  | {
      /** One of the edits that `explain` proposes for a role. */
      readonly edit: 'unlock';
      readonly role: string;
      readonly tenant: string;
      readonly permission: string;
      /** The place in the list `unlock`, from 0. */
      readonly step: number;
    }
  | NewRoleEdit
  | CopyEdit
  | {
      /** Another name wherever the policies name the role. */
      readonly edit: 'rename-role';
      readonly role: string;
      readonly tenant?: string;
      readonly name: string;
    }
  | UserEdit;

/** The wish for a user to have another user type, other seats or other roles; what is absent stays. */
export interface UserEdit {
  readonly edit: 'user';
  readonly tenant: string;
  /** The id of the user. */
  readonly user: string;
  readonly userType?: string;
  /** All that they have then. Absent: those they have that combine with the user type. */
  readonly seats?: readonly string[];
  /** All that they have then, by name. A role that they cannot be given is refused, and so is one that no longer fits. */
  readonly roles?: readonly string[];
}

/** The wish for a role that holds all that its user type and seats do. */
export interface NewRoleEdit {
  readonly edit: 'new-role';
  readonly name: string;
  readonly title?: string;
  /** The only tenant that has it; absent for a role of every tenant. */
  readonly tenant?: string;
  readonly userType: string;
  readonly seats?: readonly string[];
  readonly portfolio: readonly string[];
}

/** The wish for a copy of a role, with another user type or other seats if they are named. */
export interface CopyEdit {
  readonly edit: 'copy-role';
  readonly role: string;
  /** The tenant whose own role is copied, if several have one of the name. */
  readonly fromTenant?: string;
  readonly name: string;
  readonly title?: string;
  /** The only tenant that has the copy; absent for the tenant of the role, if it has one. */
  readonly tenant?: string;
  readonly userType?: string;
  readonly seats?: readonly string[];
  /** True to let the copy hold what the role asks for and does not hold. */
  readonly widen?: boolean;
}

/** A file with the text that it has after an edit. */
export interface EditedText {
  readonly path: string;
  /** Null if the file is there no more. */
  readonly text: string | null;
}

/** The answer of `edit`. Nothing is written: whoever asked compiles the texts, looks at the difference, and writes them. */
export interface EditAnswer {
  readonly version: 1;
  readonly files: readonly EditedText[];
  /** The permissions inside its user type and seats that a copy does not have; absent if the copy does not compile. */
  readonly dropped?: readonly string[];
  /** The permissions that only a widened copy has. */
  readonly more?: readonly string[];
}

/** The answer of `diff`; it has more keys, which `plafond diff --format json` prints too. */
export interface DiffAnswer {
  readonly version: 1;
  readonly base: string;
  readonly head: string;
  readonly direction: 'wider' | 'narrower' | 'both' | 'none';
  readonly changes: readonly {
    readonly kind: 'gained' | 'lost' | 'widened' | 'narrowed' | 'shifted';
    readonly tenant: string;
    readonly role: string;
    readonly permission: string;
    readonly risk: string;
    readonly users: number | null;
    readonly [more: string]: unknown;
  }[];
  readonly [more: string]: unknown;
}

/** A file that `plafond compile` writes. */
export interface PackageFile {
  /** The path in the folder that is written. */
  readonly path: string;
  readonly content: string;
}
