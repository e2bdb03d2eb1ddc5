import type { Place } from './document.ts';

/** The kinds of steps, each with the words that its text can hold in braces. */
export const stepPlaceholders = {
  'add-property': ['tenant', 'model', 'property', 'type'],
  'remove-property': ['tenant', 'model', 'property'],
  'create-role': ['tenant', 'role', 'userType', 'seats'],
  'duplicate-role': ['tenant', 'role', 'original', 'userType', 'seats'],
  'rename-role': ['tenant', 'role', 'before'],
  'remove-role': ['tenant', 'role'],
  'set-portfolio': ['tenant', 'role', 'portfolio'],
  'switch-on': ['tenant', 'role', 'permission', 'subject', 'property', 'action'],
  'switch-off': ['tenant', 'role', 'permission', 'subject', 'property', 'action'],
  'add-user': ['tenant', 'user', 'userType', 'seats', 'roles', 'active'],
  'remove-users': ['tenant', 'users', 'count'],
  'deactivate-users': ['tenant', 'users', 'count'],
  'activate-users': ['tenant', 'users', 'count'],
  'set-user-type': ['tenant', 'users', 'count', 'userType'],
  'set-seats': ['tenant', 'users', 'count', 'seats'],
  'set-roles': ['tenant', 'users', 'count', 'roles'],
} as const;
/** A kind of a step. */
export type StepKind = keyof typeof stepPlaceholders;

/** The kinds of changes of a tenant, of user types and of seats, each with the words that its text can hold in braces. */
export const requestPlaceholders = {
  'new-tenant': ['tenant'],
  'raise-ceiling': ['tenant', 'permissions', 'because'],
  'lower-ceiling': ['tenant', 'permissions', 'because'],
  'add-package': ['tenant', 'package', 'because'],
  'remove-package': ['tenant', 'package', 'because'],
  'set-generation': ['tenant', 'name', 'before', 'after', 'because'],
  'set-limit': ['tenant', 'name', 'before', 'after', 'because'],
  'raise-user-type': ['tenant', 'name', 'permissions', 'because'],
  'lower-user-type': ['tenant', 'name', 'permissions', 'because'],
  'raise-seat': ['tenant', 'name', 'permissions', 'because'],
  'lower-seat': ['tenant', 'name', 'permissions', 'because'],
} as const;
/** A kind of a change that may be the vendor's to make. */
export type RequestKind = keyof typeof requestPlaceholders;

/** The parts of a verification script, each with the words that its text can hold in braces. */
export const verifyPlaceholders = {
  intro: ['tenant'],
  signIn: ['tenant', 'role', 'userType', 'seats', 'user'],
  open: ['where', 'subject'],
  must: ['permission', 'subject', 'property', 'action', 'where'],
  mustNot: ['permission', 'subject', 'property', 'action', 'where'],
  records: ['role', 'before', 'after'],
  reload: ['tenant', 'role'],
} as const;
/** A part of a verification script. */
export type VerifyPart = keyof typeof verifyPlaceholders;

/** The screens on which steps are done, in the order in which they come. */
export const screens = [
  'fields',
  'roles',
  'portfolio',
  'models',
  'modules',
  'features',
  'users',
  'tenant',
] as const;
/** One of the screens. */
export type Screen = (typeof screens)[number];

/** The things that a product fills in by itself. */
export interface Prefill {
  /** The boxes of a new role: all that its user type and seats can hold, or none. */
  readonly newRole: 'maximum' | 'nothing';
  /** The boxes of a duplicate: those of its original, or none, and then there is no use in one. */
  readonly duplicate: 'original' | 'nothing';
  /** The boxes of properties that a role did not show before: ticked or not. */
  readonly properties: 'on' | 'off';
}

/** The words of a product for what is clicked in it: templates of texts by what they are about. */
export interface Runbook {
  readonly name: string;
  readonly at: Place;
  readonly screens: Readonly<Partial<Record<Screen, string>>>;
  readonly prefill: Prefill;
  /** The names of boxes by action. */
  readonly actions: ReadonlyMap<string, string>;
  readonly steps: Readonly<Partial<Record<StepKind, string>>>;
  /** The texts of requests, and `to`, `intro` and `end` around them. */
  readonly requests: Readonly<Partial<Record<RequestKind | 'to' | 'intro' | 'end', string>>>;
  readonly verify: Readonly<Partial<Record<VerifyPart, string>>>;
}

/** The runbook of a product that says nothing of itself. */
export const neutralPrefill: Prefill = { newRole: 'nothing', duplicate: 'nothing', properties: 'off' };

/** Lists the words in braces of a template. */
export const listPlaceholders = (template: string): readonly string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
