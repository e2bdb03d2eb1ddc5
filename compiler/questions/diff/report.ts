import type { Risk } from '../../model/catalog.ts';
import type {
  CauseLayer,
  ChangeKind,
  Direction,
  Effect,
  IdleEdit,
  InclusionChange,
  InvariantChange,
  LimitChange,
  MovedCounts,
  NetEffect,
  Presence,
  Swap,
  Verdict,
  WaiverChange,
} from '../../model/change.ts';
import type { FindingJson, PlaceJson } from '../../model/finding-json.ts';
import type { Pair, Side } from '../../model/pair.ts';
import type { RoleReassignment } from './group-reassignments.ts';

/** The output of `diff --format json`, which is a contract. Everything after `changes` says the same in groups. */
export interface DiffJson extends DiffReport {
  readonly changes: readonly ChangeJson[];
  readonly people: readonly PersonJson[];
}

/** The net effect on one declared user, from the union of their roles before and after. */
export interface PersonJson extends Readonly<Record<ChangeKind, readonly string[]>> {
  readonly tenant: string;
  readonly user: string;
}

/** One cell that the two sides decide differently. */
export interface ChangeJson {
  readonly kind: ChangeKind;
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
  readonly risk: Risk;
  readonly woken: boolean;
  readonly asleep: boolean;
  readonly because: CauseJson;
  /** True if what causes it is the vendor's to decide. */
  readonly vendor?: true;
  readonly users: number | null;
  /** For changes of reach: the names of the portfolios before and after. */
  readonly portfolio?: { readonly base: readonly string[]; readonly head: readonly string[] };
}

/** A place and the side that it is on. */
export interface SidePlaceJson extends PlaceJson {
  readonly side: Side;
}

/** The line that causes a change. */
export interface CauseJson {
  readonly layer: CauseLayer;
  readonly at: SidePlaceJson;
  /** The place where the other side says otherwise; absent if it says nothing. */
  readonly other?: SidePlaceJson;
  /** The prerequisites through which it works; absent where there are none. */
  readonly through?: readonly string[];
}

/**
 * A whole difference as plain data, without its single cells: all that a comment, a terminal or a test report
 * shows is drawn from this, so that it can be drawn elsewhere and later.
 */
export interface DiffReport {
  readonly version: 1;
  readonly base: string;
  readonly head: string;
  readonly direction: Direction;
  /** One word for all of it, from which label, headline and exit status follow. */
  readonly verdict: Verdict;
  /** The sums that heading, gates and annotations show. */
  readonly summary: SummaryJson;
  /** The number of cells that changed in each way: each permission of each role in each tenant. */
  readonly counts: MovedCounts;
  /** Active users who hold a role of which something changed, each once, where users are declared. */
  readonly users: number;
  /** Those of them who keep their roles and can do the same as before by all of them together; absent if none. */
  readonly unmoved?: number;
  /** Tenants with changes that declare no users: who is there is unknown. */
  readonly unknown: number;
  readonly groups: readonly GroupJson[];
  readonly roles: readonly RoleJson[];
  readonly edits: readonly EditJson[];
  readonly reassigned: readonly ReassignedJson[];
  /** The net effect on declared users; those of whom all of it is the same stand together. */
  readonly netEffects: readonly NetEffectJson[];
  readonly limits: readonly LimitJson[];
  readonly added: readonly PresenceJson[];
  readonly removed: readonly PresenceJson[];
  /** Every changed statement that no change of a permission tells. */
  readonly alterations: readonly AlterationJson[];
  /** The invariants that more, or fewer, roles and users break than before. */
  readonly invariants: readonly InvariantJson[];
  /** The waivers that are new, gone or other ones. */
  readonly waivers: readonly WaiverJson[];
  /** The faults that only a comparison shows, as `check --against` reports them. */
  readonly faults: readonly FindingJson[];
  /** Everything that has another name now and is compared with what had the former one, as the head says. */
  readonly renames: readonly RenameJson[];
  /** Everything that is new and equal in effect to something that is gone, with the line to write if it is the same under another name. */
  readonly suggestedRenames: readonly (RenameJson & { readonly write: string })[];
  /** Everything that changed places; absent if nothing did. */
  readonly swapped?: readonly SwappedJson[];
  /** The roles that include another role now, or no more; absent if none does. */
  readonly inclusions?: readonly InclusionJson[];
  /** Files that compile writes, which were changed and are not what the policies compile to. */
  readonly handmade: readonly HandmadeJson[];
}

/** A finding on a generated file, with `stale` if it was compiled from other policies, and not changed by hand. */
export interface HandmadeJson extends FindingJson {
  readonly stale?: true;
}

/** The sums of a difference. */
export interface SummaryJson {
  /** By the way in which permissions change; a way in which none does is absent. */
  readonly changes: readonly KindSummaryJson[];
  /** The errors that only a comparison shows. */
  readonly errors: number;
  /** The ways that are open now to more than a role gives. */
  readonly paths: number;
  /** The ways in which guards are weaker. */
  readonly guards: number;
  /** The invariants that are broken now with no waiver. */
  readonly broken: number;
  /** The roles that users are given, and those that are taken from them, each counted in each tenant. */
  readonly given: number;
  readonly taken: number;
  /** The users whom something concerns although no role changes by itself. */
  readonly concerned: number;
  /** The number of changed statements that are shown one by one, and of those among them that loosen something. */
  readonly statements: number;
  readonly loosened: number;
  /** The documents that changed and are the vendor's to decide. */
  readonly vendor: number;
  /** The generated files that were changed and are not what the policies compile to. */
  readonly handmade: number;
}

/** The sums of what changes in one way; each permission, role and tenant counts once. */
export interface KindSummaryJson extends ExtentJson {
  /** The permissions of class escalation or exfiltration that are gained or reach other records. */
  readonly grave: number;
  readonly woken: number;
  readonly asleep: number;
}

/** A role, portfolio, model or property that has another name now. */
export interface RenameJson {
  readonly kind: 'role' | 'portfolio' | 'model' | 'property';
  readonly from: string;
  readonly to: string;
  /** The model of a property, by the name that it had. */
  readonly model?: string;
  /** The only tenant that it is renamed in; absent if that is every tenant. */
  readonly tenant?: string;
  /** The place of the new name. */
  readonly at: SidePlaceJson;
}

/** Things that say now what others of them said before: each says what the next one said, and the last what the first did. */
export interface SwappedJson extends Omit<Swap, 'at'> {
  /** The place of each of them in the head. */
  readonly at: readonly SidePlaceJson[];
}

/** Roles that include another role now, or no more. */
export interface InclusionJson extends Omit<InclusionChange, 'at'> {
  /** The place of each of them in the head. */
  readonly at: readonly SidePlaceJson[];
}

/** An invariant that more, or fewer, roles and users break than before. */
export interface InvariantJson extends Omit<InvariantChange, 'at'> {
  readonly at: SidePlaceJson;
}

/** A waiver that is new, gone or another one. */
export interface WaiverJson {
  readonly change: WaiverChange['change'];
  readonly effect: WaiverChange['effect'];
  readonly invariant: string;
  /** Words for whom it lets break the invariant: a role or a user. */
  readonly holder: string;
  readonly owner: string;
  /** The reason that its author gave. */
  readonly reason: string;
  /** The last day on either side; a side without the waiver is absent. */
  readonly until: Partial<Pair<string>>;
  /** The only tenant on either side; a side where it is every tenant, or without the waiver, is absent. */
  readonly tenant: Partial<Pair<string>>;
  /** The tenants that break the invariant in the head under it; of a waiver that is gone, those that do so without it. */
  readonly breaks: readonly string[];
  /** The permissions by which they do, sorted. */
  readonly permissions: readonly string[];
  readonly at: SidePlaceJson;
}

/** A statement of a document that is another one now. */
export interface AlterationJson {
  readonly kind: string;
  /** The name of the document. */
  readonly name: string;
  readonly tenant?: string;
  /** The path of the statement; `name` where it is the whole document. */
  readonly field: string;
  /** As YAML on one line; absent where it says nothing, or too much for a line. */
  readonly from?: string;
  readonly to?: string;
  /** The effect of the change on how much the policy guards; `neutral` if the statement is for people to read. */
  readonly effect: Effect;
  /** True if the document is the vendor's to decide. */
  readonly vendor?: true;
  readonly at: SidePlaceJson;
}

/** Changes that are one to a reader. */
export interface GroupJson {
  readonly kind: ChangeKind;
  readonly woken: boolean;
  readonly asleep: boolean;
  readonly risk: Risk;
  readonly roles: readonly NamedJson[];
  /** The user types with seats of these roles, each once: `Core + Service`. */
  readonly holders: readonly string[];
  readonly tenants: readonly string[];
  /** Of a change of reach, everything that moves in one of the tenants. */
  readonly can: readonly AbilityJson[];
  /** The records that are reached now; for a loss, the records that were reached. */
  readonly records?: RecordsJson;
  /** For changes of reach: which records were reached. */
  readonly before?: RecordsJson;
  /**
   * For changes of reach if the model states its properties on one side alone: its other columns become reachable
   * (`opened`) or are reachable no more (`closed`).
   */
  readonly columns?: 'opened' | 'closed';
  readonly because: ReasonJson;
  /** True if what causes it is the vendor's to decide. */
  readonly vendor?: true;
  /** The line by which the role grants what woke up, and granted it before; what is new in the catalog; or still grants what fell asleep. */
  readonly granted?: PlaceJson;
  readonly users: number;
  readonly unknown: number;
  /** The number of cells in the group, and how many of them are of class escalation or exfiltration. */
  readonly size: number;
  readonly grave: number;
}

export interface NamedJson {
  readonly name: string;
  readonly title?: string;
}

/** A permission with what it lets people do. */
export interface AbilityJson {
  readonly permission: string;
  readonly verb: string;
  /** The thing that the verb is about, in words of the catalog's author. */
  readonly what: string;
  /** Its class where the group it stands in has another. */
  readonly risk?: Risk;
  /** Of class escalation or exfiltration. */
  readonly grave?: true;
  /** A property that the catalog calls sensitive. */
  readonly sensitive?: true;
  /** The places in the product where the permission is met, and notes on it: words of the catalog's author. */
  readonly notes?: readonly string[];
}

/** A description of records in our words; `condition` quotes the policies. */
export interface RecordsJson {
  readonly words: string;
  readonly condition?: string;
}

/** The cause of a group. */
export interface ReasonJson extends CauseJson {
  /** The effect of the line, in our words, with names in backticks. */
  readonly words: string;
  /** The number of further lines that do the same, each for its own tenant or role. */
  readonly more: number;
  /** The first of these; absent where there are none. */
  readonly also?: readonly SidePlaceJson[];
}

/** A role of which something changed. The numbers count its permissions, each once in whatever tenants. */
export interface RoleJson extends NamedJson {
  readonly tenant?: string;
  readonly holders: string;
  readonly tenants: number;
  readonly moved: MovedCounts;
  readonly woken: number;
  readonly asleep: number;
  readonly users: number;
  readonly unknown: number;
}

/** A changed document with what it did. */
export interface EditJson {
  readonly kind: string;
  readonly name: string;
  readonly tenant?: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** True if the document is the vendor's to decide. */
  readonly vendor?: true;
  readonly at: SidePlaceJson;
  readonly moved: MovedCounts;
  readonly idle: readonly IdleJson[];
  /** The permissions that users gain or lose by it through several roles together; absent if there are none. */
  readonly together?: readonly string[];
  /** The extent of the changes, each permission, role and tenant counted once; absent if nothing changed. */
  readonly extents?: readonly ExtentJson[];
  /** The tenants that refuse what others let the role gain; absent if none does. */
  readonly refused?: readonly RefusedJson[];
}

/** The number of permissions that changed in one way, and of their roles and tenants. */
export interface ExtentJson {
  readonly kind: ChangeKind;
  readonly permissions: number;
  readonly roles: number;
  readonly tenants: number;
}

/** The permissions that a role asks for and that the ceiling of one tenant refuses. */
export interface RefusedJson {
  readonly tenant: string;
  readonly permissions: readonly string[];
  /** The line of the ceiling that refuses. */
  readonly by: SidePlaceJson;
}

/** A part of an edit that changed nothing. */
export interface IdleJson {
  readonly at: SidePlaceJson;
  /** The field that is about no permission; `name` where it is the whole document. */
  readonly field?: string;
  readonly permissions: readonly string[];
  readonly verdict: IdleEdit['verdict'];
  readonly because: string;
  readonly by?: SidePlaceJson;
}

/** A role of a tenant that is given to users, or taken from them. */
export interface ReassignedJson extends Omit<RoleReassignment, 'vendor' | 'at'> {
  /** True if the lists of users are the vendor's to decide. */
  readonly vendor?: true;
  readonly at: SidePlaceJson;
}

/** Declared users on whom the net effect is the same. */
export interface NetEffectJson extends NetEffect {
  readonly holders: readonly HoldersJson[];
  /** The first of the lines that cause it. */
  readonly because: readonly SidePlaceJson[];
  /** The place of one of the users. */
  readonly at: SidePlaceJson;
}

/** Users of one tenant. */
export interface HoldersJson {
  readonly tenant: string;
  readonly users: readonly string[];
}

/** A user type or a seat that users are given or lose, or whose limit changes. */
export interface LimitJson {
  readonly tenant: string;
  readonly kind: LimitChange['kind'];
  readonly name: string;
  /** Active users who have it; a side that does not declare its users is absent. */
  readonly used: Partial<Pair<number>>;
  /** The number of users who may have it; a side without a limit is absent. */
  readonly limit: Partial<Pair<number>>;
  readonly given: readonly string[];
  readonly taken: readonly string[];
  /** True if the document that says it is the vendor's to decide. */
  readonly vendor?: true;
}

/** Something that only one side declares. */
export interface PresenceJson {
  readonly kind: Presence['kind'];
  readonly name: string;
  readonly tenant?: string;
  readonly at: SidePlaceJson;
}
