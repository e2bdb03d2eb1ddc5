// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '3baff2b85c9f2effacc377d9107a806ce215d7bad521bac3724c49cb572db5ff');
