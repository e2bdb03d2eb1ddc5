// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '11ecf422d8af691b5561c15522ae6423010eb3f865955a7eb55b31917872f38b');
