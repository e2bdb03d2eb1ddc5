// Written by plafond compile. Do not edit: change the policies.
import type * as editing from './roles.js' with { 'resolution-mode': 'import' };

export type * from './roles.js' with { 'resolution-mode': 'import' };
export declare const roles: typeof editing.roles;
export declare const RoleError: typeof editing.RoleError;
export type RoleError = editing.RoleError;
