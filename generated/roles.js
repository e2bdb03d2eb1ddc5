// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, 'ab6bbfca3ac32d11148434d15a13ae6b199c28694409eb71d01d2b48a2bf5308');
