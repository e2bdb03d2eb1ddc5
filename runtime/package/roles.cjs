// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const own = new Map();
const { roles } = openRoles(require('./roles.json'), 'digest of roles.json', own);
module.exports = { roles, RoleError };
