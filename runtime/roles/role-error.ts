import { hasBrand } from '../has-brand.ts';
import { PermissionsError } from '../permissions-error.ts';

/** One thing that is wrong with a role or worth knowing, in the words of `plafond check`. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** The reason why plafond minds. */
  readonly why: string;
  /** The thing to do; left out where nothing is known that helps. */
  readonly help?: string;
  /** Where in the role it is: keys of maps and places in lists. */
  readonly path: readonly (string | number)[];
  /** The places that explain it. */
  readonly related: readonly { readonly document: string; readonly note: string }[];
}

const brand = Symbol.for('plafond.RoleError');

/** The error for a value that is no role, or a role with errors: `findings` says which. */
export class RoleError extends PermissionsError {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return hasBrand(error, brand);
  }

  readonly findings: readonly Finding[];

  get [brand](): true {
    return true;
  }

  constructor(message: string, findings: readonly Finding[] = []) {
    super('invalid-role', message);
    this.findings = findings;
  }
}
