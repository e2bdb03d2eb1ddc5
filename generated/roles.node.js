// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openRoles } from './lib/roles.js';

// Node 20 warns of JSON that is imported, and does not of JSON that is required.
const require = createRequire(import.meta.url);
const own = new Map([
  ["acme", () => require('./roles/tenants/acme.json')],
  ["initech", () => require('./roles/tenants/initech.json')],
]);

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(require('./roles.json'), '0b05a695315d7258cb8e760934da8d49d2198d9f655b3053a38c2bfe8c212248', own);
