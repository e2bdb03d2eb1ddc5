// Written by plafond compile. Do not edit: change the policies.
import type * as facade from './index.js' with { 'resolution-mode': 'import' };

export type * from './index.js' with { 'resolution-mode': 'import' };
export declare const permissions: typeof facade.permissions;
export declare const isProperty: typeof facade.isProperty;
export declare const columns: typeof facade.columns;
export declare const digest: typeof facade.digest;
export declare const PermissionsError: typeof facade.PermissionsError;
export type PermissionsError = facade.PermissionsError;
