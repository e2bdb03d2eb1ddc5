// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { roles } = openRoles(
  createRequire(import.meta.url)('./roles.json'),
  '11ecf422d8af691b5561c15522ae6423010eb3f865955a7eb55b31917872f38b',
);
