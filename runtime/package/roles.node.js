// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

// Node 20 warns of JSON that is imported, and does not of JSON that is required.
const require = createRequire(import.meta.url);
const own = new Map();

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(require('./roles.json'), 'digest of roles.json', own);
