import type { Cell } from '../../model/catalog.ts';
import type { ProductRole } from './product-state.ts';

/** One thing to be clicked in a product. Users are set in one go, however many they are. */
export type RunbookStep =
  | {
      readonly kind: 'add-property' | 'remove-property';
      readonly model: string;
      readonly property: string;
      readonly type: string;
    }
  | { readonly kind: 'create-role'; readonly role: ProductRole }
  | { readonly kind: 'duplicate-role'; readonly role: ProductRole; readonly from: string }
  | { readonly kind: 'rename-role'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove-role'; readonly name: string }
  | { readonly kind: 'set-portfolio'; readonly role: ProductRole }
  | { readonly kind: 'switch-on' | 'switch-off'; readonly role: ProductRole; readonly cell: Cell }
  | {
      readonly kind: 'add-user';
      readonly user: string;
      readonly userType: string;
      readonly seats: readonly string[];
      readonly roles: readonly string[];
      readonly active: boolean;
    }
  | {
      readonly kind: 'remove-users' | 'deactivate-users' | 'activate-users';
      readonly users: readonly string[];
    }
  | { readonly kind: 'set-user-type'; readonly users: readonly string[]; readonly userType: string }
  | { readonly kind: 'set-seats'; readonly users: readonly string[]; readonly seats: readonly string[] }
  | { readonly kind: 'set-roles'; readonly users: readonly string[]; readonly roles: readonly string[] };
