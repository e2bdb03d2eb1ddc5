// Written by plafond compile. Do not edit: change the policies.
import documents from './roles.json' with { type: 'json' };
import { openRoles } from './lib/roles.js';

export { RoleError } from './lib/roles.js';
export const { roles } = openRoles(documents, '1a672aabc063f9e3616a0989984281df352eec42221341a1a77ad0c323b4e71f');
