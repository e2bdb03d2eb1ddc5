import type { Severity } from '../diagnostics/codes.ts';
import type { Cell, Risk } from './catalog.ts';
import type { Document, Place } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Demand, Waiver } from './invariant.ts';
import type { LayerName, Matrix, Row } from './matrix.ts';
import type { Pair, Side } from './pair.ts';

/** The ways in which one permission of a role in a tenant can change; the last three are of one that both sides hold. */
export const changeKinds = ['gained', 'lost', 'widened', 'narrowed', 'shifted'] as const;
/** One of these ways. */
export type ChangeKind = (typeof changeKinds)[number];

/** A place in a document of one of the two sides. */
export interface SidePlace {
  readonly side: Side;
  readonly place: Place;
}

/** The part of a policy that caused a change: one of the layers, the catalog itself or a portfolio. */
export type CauseLayer = LayerName | 'catalog' | 'portfolio';

/** The one line, in a document that really changed, without which there would be no change. */
export interface Cause {
  /** The first layer that refused on the side on which the permission is not held. */
  readonly layer: CauseLayer;
  readonly at: SidePlace;
  /** The place where the same document says otherwise on the other side; absent if it is not there. */
  readonly other?: SidePlace;
  /** The prerequisites through which the cause works, the nearest first; empty unless the layer is `requires`. */
  readonly through: readonly string[];
}

/** A permission of a role in a tenant that the two sides decide differently. */
export interface Change {
  readonly kind: ChangeKind;
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
  readonly cell: Cell;
  /** The row that holds the permission: of the head, or of the base if the permission is lost. */
  readonly row: Row;
  /** The row of the base, if both sides hold the permission. */
  readonly before?: Row;
  /** The worse of the risk classes on the two sides, so that a change cannot hide itself by lowering one. */
  readonly risk: Risk;
  /**
   * True if the permission is gained although the role granted it before, in a tenant that was there: something else no
   * longer stands in the way.
   */
  readonly woken: boolean;
  /**
   * True if the permission is lost although the role still grants it, in a tenant that is still there: something else now
   * stands in the way.
   */
  readonly asleep: boolean;
  readonly because: Cause;
  /** True if the document that causes it is the vendor's to decide. */
  readonly vendor: boolean;
  /** The number of active users who hold the role there; null if the tenant does not say who its users are. */
  readonly users: number | null;
}

/** The direction of a difference: it lets people do more, less, some of both, or neither. */
export type Direction = 'wider' | 'narrower' | 'both' | 'none';

/** The verdicts on a difference, from which label, exit status and headline follow. */
export const verdicts = ['escalation', 'wider', 'narrower', 'mixed', 'no-effect'] as const;
/** One of the verdicts. */
export type Verdict = (typeof verdicts)[number];

/** Something that only one of the two sides declares. */
export interface Presence {
  readonly kind:
    | 'tenant'
    | 'role'
    | 'user type'
    | 'seat'
    | 'model'
    | 'property'
    | 'action'
    | 'module'
    | 'feature'
    | 'capability';
  readonly name: string;
  /** The tenant that has it alone, if it is a role of one tenant. */
  readonly tenant?: string;
  readonly at: SidePlace;
}

/** A document as it is on one side, with its value. */
export interface DocumentVersion {
  readonly document: Document;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A document, known by kind, name and tenant, that is not the same on both sides or is on one side only. */
export interface ChangedDocument extends Partial<Pair<DocumentVersion>> {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly tenant?: string;
}

/** The number of permissions that changed in each way. */
export type MovedCounts = Readonly<Record<ChangeKind, number>>;

/** A changed document with the changes that it caused. */
export interface Edit {
  readonly document: ChangedDocument;
  /** True if the document is the vendor's to decide. */
  readonly vendor: boolean;
  /** The place to look at: in the head, or in the base if the document is gone. */
  readonly at: SidePlace;
  readonly moved: MovedCounts;
  /** The fields that changed some permission; `name` stands for the whole document. */
  readonly fields: ReadonlySet<string>;
  readonly idle: readonly IdleEdit[];
  /** The permissions that users gain or lose by it through several roles together, and by no role alone; absent if there are none. */
  readonly together?: readonly string[];
}

/** The effects that a changed statement can have on how much a policy guards. */
export const effects = ['loosens', 'tightens', 'neutral'] as const;

/** The effect of a changed statement on how much a policy guards; one that is not known counts as `loosens`. */
export type Effect = (typeof effects)[number];

/** A statement of a document that is not the same on both sides, whether or not it changed a permission. */
export interface Alteration {
  readonly document: ChangedDocument;
  /** True if the document is the vendor's to decide. */
  readonly vendor: boolean;
  /** The path of the statement, such as `properties.arr.sensitive`; a user stands in it by their id. */
  readonly field: string;
  /** The statement on either side, as YAML on one line; absent if there is none, or if it is too long for a line. */
  readonly from?: string;
  readonly to?: string;
  readonly effect: Effect;
  /** The place to look at: in the head, or in the base if the document is gone. */
  readonly at: SidePlace;
}

/** An edit, or a part of one, that changed no effective permission. */
export interface IdleEdit {
  readonly at: SidePlace;
  /** The field that is about no permission; `name` stands for the whole document. */
  readonly field?: string;
  /** The permissions that it is meant to allow or refuse; empty if it is about none. */
  readonly permissions: readonly string[];
  readonly verdict: 'allows' | 'refuses' | 'says';
  /** The reason why nothing changed: a sentence without its full stop, with names in backticks. */
  readonly because: string;
  /** The place of what stands in the way. */
  readonly by?: SidePlace;
}

/** A user who has other roles in the head than in the base. */
export interface Reassignment {
  readonly tenant: string;
  readonly user: string;
  readonly given: readonly string[];
  readonly taken: readonly string[];
  readonly at: SidePlace;
}

/** The net effect of a difference on somebody: the permissions that change for them, sorted, by the way in which they do. */
export interface NetEffect extends Readonly<Record<ChangeKind, readonly string[]>> {
  /** The worst class of what is gained, or reaches other records now; absent if nothing is. */
  readonly risk?: Risk;
  /** The permissions of class escalation or exfiltration among what is gained, or reaches other records now. */
  readonly grave: readonly string[];
}

/** A declared user for whom something changes, by the union of their roles before and after. */
export interface PersonChange {
  readonly tenant: string;
  readonly user: string;
  /** Users with the same roles before, and the same after, share it. */
  readonly effect: NetEffect;
  /** The roles that they hold on either side. */
  readonly roles: readonly string[];
  /** The permissions that they gain or lose although no role of theirs does, nor do they get other roles. */
  readonly together: readonly string[];
  /** The lines that cause it: those that move their roles, and the user's own where their roles are other ones. */
  readonly causes: readonly SidePlace[];
  readonly at: SidePlace;
}

/** A user type or a seat that active users of a tenant are given or lose, or whose limit there changes. */
export interface LimitChange {
  readonly tenant: string;
  readonly kind: 'user type' | 'seat';
  readonly name: string;
  /** The number of active users who have it; absent if the side does not declare the users. */
  readonly used: Partial<Pair<number>>;
  /** The number of users who may have it; absent if there is no limit. */
  readonly limit: Partial<Pair<number>>;
  /** The users who have it on one side alone, sorted. */
  readonly given: readonly string[];
  readonly taken: readonly string[];
  /** True if the document that says it, of the tenant or of its users, is the vendor's to decide. */
  readonly vendor: boolean;
}

/** An invariant that more, or fewer, roles and users break than before. */
export interface InvariantChange {
  readonly invariant: string;
  readonly severity: Severity;
  /**
   * `broken`: nothing permits it. `waived`: a waiver does. `mended`: it is broken no more. `unguarded`: it is gone or demands
   * less, and as it was it would be broken now.
   */
  readonly change: 'broken' | 'waived' | 'mended' | 'unguarded';
  /** The demand, and the reason that its author gave. */
  readonly demand: Demand;
  readonly because: string;
  /** Whoever breaks it, or does so no more, each with the tenants; sorted. */
  readonly breaches: readonly { readonly who: string; readonly tenants: readonly string[] }[];
  /** The permissions that show it, sorted: held, or if they are demanded lacking. Absent if it is about a whole tenant, or mended. */
  readonly permissions?: readonly string[];
  /** True if the invariant demands less than before, so that what is `mended` may be broken as it was. */
  readonly demandsLess?: true;
  /** The place of the invariant in the head; of one that is gone, in the base. */
  readonly at: SidePlace;
}

/** A waiver that is not the same on both sides. */
export interface WaiverChange {
  readonly waiver: Waiver;
  /** The waiver as it was; absent if it is new. */
  readonly was?: Waiver;
  readonly change: 'added' | 'removed' | 'changed';
  /** The effect on how much the policies guard; `neutral` also for a waiver that came with its invariant. */
  readonly effect: Effect;
  /** The tenants that break its invariant in the head under it; of a waiver that is gone, those that do so without it. */
  readonly tenants: readonly string[];
  /** The permissions by which they do, sorted. */
  readonly permissions: readonly string[];
  readonly at: SidePlace;
}

/** Changes of invariants and waivers before it is judged how much they still guard. */
export interface ComparedGuards {
  readonly invariants: readonly Omit<InvariantChange, 'demandsLess'>[];
  readonly waivers: readonly Omit<WaiverChange, 'effect'>[];
}

/** The effect of a difference on the guards of the policies, beside the findings on them. */
export interface GuardChanges {
  readonly invariants: readonly InvariantChange[];
  readonly waivers: readonly WaiverChange[];
}

/** The kinds of things that can change places. */
export const swappableKinds = ['role', 'user type', 'seat', 'tenant', 'portfolio', 'property'] as const;

/**
 * Things of one kind that say now what others of them said before: each says what the next one said, and the last what the first
 * did. Of roles that is what they hold in effect, of tenants their ceilings.
 */
export interface Swap {
  readonly kind: (typeof swappableKinds)[number];
  readonly names: readonly string[];
  /** The model of properties. */
  readonly model?: string;
  /** Of roles: true if they hold it on the same records too. */
  readonly isOnSameRecords?: boolean;
  /** The place of each of them in the head. */
  readonly at: readonly SidePlace[];
}

/** Roles on both sides that include another role only in the head, or only in the base. */
export interface InclusionChange {
  readonly change: 'added' | 'removed';
  /** The role that they include. */
  readonly included: string;
  /** The roles that do; one that only a tenant has with its tenant. */
  readonly roles: readonly { readonly name: string; readonly tenant?: string }[];
  /** The place of each of them. */
  readonly at: readonly SidePlace[];
}

/** The difference between two policies: all that changes in effect, and the edits that it comes from. */
export interface Difference extends Pair<Matrix> {
  readonly direction: Direction;
  /** Sorted by tenant, role, permission and kind. */
  readonly changes: readonly Change[];
  readonly added: readonly Presence[];
  readonly removed: readonly Presence[];
  /** Every changed document, sorted by kind, name and tenant. */
  readonly edits: readonly Edit[];
  /** The changed statements that no change of a permission shows, in the order of the edits. */
  readonly alterations: readonly Alteration[];
  readonly reassigned: readonly Reassignment[];
  /** Sorted by tenant and user. */
  readonly people: readonly PersonChange[];
  /** Sorted by tenant; user types first, from the highest. */
  readonly limits: readonly LimitChange[];
  /** Everything that changed places, roles first. */
  readonly swapped: readonly Swap[];
  readonly inclusions: readonly InclusionChange[];
}
