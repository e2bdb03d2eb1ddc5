// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '72ddec93e0c2f3be22e4df734ba440bdbf61d2c8b852f7405d15bfa3e549b01b');
