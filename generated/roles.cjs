// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), '11ecf422d8af691b5561c15522ae6423010eb3f865955a7eb55b31917872f38b');
module.exports = { roles, RoleError };
