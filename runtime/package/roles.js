// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

const own = new Map();

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, 'digest of roles.json', own);
