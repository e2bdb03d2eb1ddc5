// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { roles } = openRoles(
  createRequire(import.meta.url)('./roles.json'),
  '72ddec93e0c2f3be22e4df734ba440bdbf61d2c8b852f7405d15bfa3e549b01b',
);
