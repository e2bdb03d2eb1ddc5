// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), '65a62ed6e5aa6703f698f6f8cbaaafdac3dd294119f02b40578bee78a129de98');
module.exports = { roles, RoleError };
