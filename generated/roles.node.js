// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { roles } = openRoles(
  createRequire(import.meta.url)('./roles.json'),
  'ab6bbfca3ac32d11148434d15a13ae6b199c28694409eb71d01d2b48a2bf5308',
);
