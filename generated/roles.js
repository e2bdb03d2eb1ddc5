// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '65a62ed6e5aa6703f698f6f8cbaaafdac3dd294119f02b40578bee78a129de98');
