import type { Cell } from '../../model/catalog.ts';
import type { MovedCounts, NetEffect } from '../../model/change.ts';
import type { ControlState } from '../../model/control.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import type { Commit } from '../../text/commit.ts';

/** A revision of the policies that is looked back at: a commit, the work tree, or the time before the first commit. */
export interface PastRevision {
  /** The commit; absent for the work tree and for the time before the first commit. */
  readonly commit?: Commit;
  /** The matrix; absent if the revision does not compile. */
  readonly matrix?: Matrix;
  /** Returns the matrix under the names that things have in a later policy, so that what was only renamed is compared with itself. */
  readonly nameAs: (later: Policy) => Matrix;
  /** True for a commit after the beginning of the period, and for the work tree. */
  readonly isInPeriod: boolean;
}

/** The origin of something that is there today. */
export interface PastOrigin {
  /** The commit that brought it; absent if the work tree did, or if it was there at the end of what was read. */
  readonly commit?: Commit;
  /** True if it was there in the oldest revision that was read, so that nobody can say here since when. */
  readonly isEarlier: boolean;
  /** The number of commits just before that do not compile: one of them may have brought it. */
  readonly unread: number;
}

/** The origin of a permission of a user, with what brought it in words. */
export interface RightOrigin extends PastOrigin {
  readonly by: string;
}

/** Returns the origin of a permission that a user, or a role, of a tenant has today; undefined if it is not known. */
export type FindRightOrigin = (tenant: string, holder: string, cell: Cell) => RightOrigin | undefined;

/** The ways in which a commit can be about a user; `affected`: what the policies say of the user is as it was. */
export type UserEventKind = 'added' | 'removed' | 'activated' | 'deactivated' | 'edited' | 'affected';

/** A user for whom a commit changed something. */
export interface UserEvent {
  /** Absent if the work tree made it. */
  readonly commit?: Commit;
  readonly unread: number;
  readonly tenant: string;
  readonly user: string;
  readonly kind: UserEventKind;
  /** The roles that the user was given and that were taken. */
  readonly given: readonly string[];
  readonly taken: readonly string[];
  /** The other statements on the user that changed, in words. */
  readonly statements: readonly string[];
  readonly effect: NetEffect;
  /** The permissions of class escalation or exfiltration that were lost, or that reach fewer records now. */
  readonly graveLost: readonly string[];
}

/** The ways in which a control can change. */
export type ControlEventKind = 'introduced' | 'removed' | 'weakened' | 'edited' | 'waiver' | 'result';

/** A change of an invariant, of its waivers, or of whether it or a rule is kept. */
export interface ControlEvent {
  /** Absent if no commit made it: the work tree did, or a waiver ended on the day. */
  readonly commit?: Commit;
  readonly unread: number;
  /** The day from which it holds. */
  readonly day: string;
  readonly control: string;
  /** True for a rule of plafond. */
  readonly isRule?: true;
  readonly kind: ControlEventKind;
  readonly details: string;
}

/** The results of a control of today over the period. */
export interface ControlPast {
  /** Absent for a rule, which comes with plafond. */
  readonly introduced?: PastOrigin;
  /** The result at the beginning of the period; absent if it was not there. */
  readonly atStart?: ControlState;
  /** The worst result in the period, since it was introduced. */
  readonly worst: ControlState;
}

/** The ways in which a commit can be about a role; `affected`: what the policies say of the role itself is as it was. */
export type RoleEventKind = 'added' | 'removed' | 'edited' | 'affected';

/** A role for which a commit changed something. */
export interface RoleEvent {
  /** Absent if the work tree made it. */
  readonly commit?: Commit;
  readonly unread: number;
  readonly role: string;
  /** The only tenant that has the role; absent for one that all have. */
  readonly owner?: string;
  readonly kind: RoleEventKind;
  /** The tenants in which something changed, sorted. */
  readonly tenants: readonly string[];
  /** The permissions that changed in each way, in whatever tenants. */
  readonly moved: MovedCounts;
  /** The permissions of class escalation or exfiltration that were gained or reach other records, and those that were lost or reach fewer. */
  readonly graveGained: readonly string[];
  readonly graveLost: readonly string[];
}

/** The past of policies, read along first parents. */
export interface Past {
  /** Finds since when a user has a permission. */
  readonly originOf: FindRightOrigin;
  /** Finds since when a role has a permission. */
  readonly originOfRole: FindRightOrigin;
  /** The changes for roles in the period, newest first. */
  readonly roles: readonly RoleEvent[];
  /** The changes for users in the period, newest first. */
  readonly users: readonly UserEvent[];
  /** The changes of controls in the period, newest first. */
  readonly controls: readonly ControlEvent[];
  /** The invariants of today, by name. */
  readonly controlPasts: ReadonlyMap<string, ControlPast>;
  /** The rules, by name; empty if only invariants were judged. */
  readonly rulePasts: ReadonlyMap<string, ControlPast>;
  /** The number of commits of the period that were read, and of those that do not compile. */
  readonly read: number;
  readonly unread: number;
}

/** Two neighbours among the revisions that compile, and the commits between them that do not. */
export interface PastStep {
  readonly older: ReadRevision;
  readonly newer: ReadRevision;
  readonly unread: number;
}

/** A revision that compiles. */
export type ReadRevision = PastRevision & { readonly matrix: Matrix };
