// Written by plafond compile. Do not edit: change the policies.
import own0 from './roles/tenants/acme.json' with { type: 'json' };
import own1 from './roles/tenants/initech.json' with { type: 'json' };
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

const own = new Map([
  ["acme", () => own0],
  ["initech", () => own1],
]);

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '0b05a695315d7258cb8e760934da8d49d2198d9f655b3053a38c2bfe8c212248', own);
