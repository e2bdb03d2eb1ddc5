// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { roles } = openRoles(
  createRequire(import.meta.url)('./roles.json'),
  '3baff2b85c9f2effacc377d9107a806ce215d7bad521bac3724c49cb572db5ff',
);
