import type { AbstractRole, Role, Seat, UserType } from '../../model/policy.ts';

/** A user of a tenant, by their names. */
export interface PlannedUser {
  readonly tenant: string;
  readonly user: string;
}

/** A step of a plan, before it is made. */
export type PlannedStep =
  /** A role is copied to a smaller user type. */
  | {
      readonly kind: 'clone';
      readonly role: Role;
      readonly name: string;
      /** The only tenant that has the copy. */
      readonly tenant: string | undefined;
      readonly userType: UserType;
      readonly seats: readonly Seat[];
    }
  /** Users are given a role, or a role is taken from them. */
  | { readonly kind: 'give' | 'take'; readonly role: string; readonly users: readonly PlannedUser[] }
  /** Users get another type, and keep some of their seats. */
  | {
      readonly kind: 'type';
      readonly userType: string;
      readonly users: readonly (PlannedUser & { readonly seats: readonly string[] })[];
    }
  /** A role that nobody holds any more is removed. */
  | { readonly kind: 'remove'; readonly role: Role | AbstractRole }
  /** A role is granted on models of a generation what it holds on those that they stand in for, and nothing else. */
  | {
      readonly kind: 'carry';
      readonly role: Role;
      readonly tenant: string;
      readonly models: readonly string[];
      /** All that it holds on the models then. */
      readonly permissions: readonly string[];
      /** The entries that its portfolio gets, by their patterns, each as another one says. */
      readonly entries: readonly (readonly [pattern: string, as: string])[];
    }
  /** The ceiling of a tenant holds no more on the models of a generation than on those that they stand in for. */
  | { readonly kind: 'lower'; readonly tenant: string; readonly permissions: readonly string[] }
  /** A tenant gets another generation of a part of the catalog. */
  | {
      readonly kind: 'generation';
      readonly tenant: string;
      readonly of: string;
      readonly from: readonly string[];
      readonly to: string;
    }
  /** A role speaks no more of models that its tenant does not have. */
  | {
      readonly kind: 'clear';
      readonly role: Role;
      readonly tenant: string;
      readonly models: readonly string[];
    };

/** Permissions that nothing stands in for, or that a role is not given on what does, with the reason. */
export interface UnmappedPermissions {
  readonly role: string;
  readonly permissions: readonly string[];
  readonly because: string;
}

/** The steps of a plan, with what could not be planned. */
export interface PlannedSteps {
  readonly steps: readonly PlannedStep[];
  /** The permissions that a move to another generation does not carry over; absent for other plans. */
  readonly unmapped?: readonly UnmappedPermissions[];
  /** The users who are concerned beside those whom steps name. */
  readonly concerned?: readonly PlannedUser[];
  /** Sentences about what stays as it is, and why. */
  readonly remarks: readonly string[];
}

/** The use of one limit of a tenant. */
export interface CountedLimit {
  readonly tenant: string;
  /** The user type or the seat. */
  readonly name: string;
  /** The number of active users who have it. */
  readonly used: number;
  /** The most there may be; absent if that is unlimited. */
  readonly most?: number;
}

/** A step that was tried, with what came of it. */
export interface TriedStep {
  readonly step: PlannedStep;
  /** The permissions that a copy lost. */
  readonly dropped: readonly string[];
  /** The files that it writes or removes, sorted. */
  readonly files: readonly string[];
  /** The limits of the tenants that the plan concerns, after the step. */
  readonly limits: readonly CountedLimit[];
}

/** The net effect of a plan on one person, from all their roles together. */
export interface PersonEffect extends PlannedUser {
  readonly loses: readonly string[];
  readonly gains: readonly string[];
}

/** A user type or a seat that fewer active users have after a plan. */
export interface FreedPlace {
  readonly tenant: string;
  readonly name: string;
  readonly users: number;
}

/** A plan whose steps were all tried, each on the files that the one before left. */
export interface TriedPlan {
  readonly steps: readonly TriedStep[];
  readonly unmapped?: readonly UnmappedPermissions[];
  readonly remarks: readonly string[];
  /** The limits before the first step. */
  readonly limits: readonly CountedLimit[];
  readonly people: readonly PersonEffect[];
  readonly freed: readonly FreedPlace[];
  /** True if the steps were made on disk. */
  readonly isApplied: boolean;
}
