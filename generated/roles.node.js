// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { roles } = openRoles(
  createRequire(import.meta.url)('./roles.json'),
  '65a62ed6e5aa6703f698f6f8cbaaafdac3dd294119f02b40578bee78a129de98',
);
