import { hasBrand } from './has-brand.ts';

/**
 * The reasons for which somebody has no permissions at all: the grant names something that does not exist or does not
 * fit.
 */
export type PermissionsErrorCode =
  | 'malformed'
  | 'unknown-tenant'
  | 'tenant-not-loaded'
  | 'unknown-role'
  | 'unknown-user-type'
  | 'unknown-seat'
  | 'seat-not-combinable'
  | 'role-not-assignable'
  | 'invalid-role'
  | 'no-roles'
  | 'too-large'
  | 'altered';

const brand = Symbol.for('plafond.PermissionsError');

/**
 * The error for a tenant, role, user type or seat that is unknown or does not fit; `code` says which. `instanceof` also
 * accepts an error that another copy of this class made: the package has one copy for ES modules, one for CommonJS, and
 * each entry its own.
 */
export class PermissionsError extends Error {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return hasBrand(error, brand);
  }

  override readonly name = 'PermissionsError';
  readonly code: PermissionsErrorCode;

  get [brand](): true {
    return true;
  }

  constructor(code: PermissionsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Quotes a name for a message, whatever it is: it may have come from anywhere. */
export const quoteName = (name: unknown): string =>
  typeof name === 'string' ? `\`${name.slice(0, 80)}\`` : `of type ${typeof name}`;
