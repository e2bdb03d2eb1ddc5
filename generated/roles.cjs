// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), 'ab6bbfca3ac32d11148434d15a13ae6b199c28694409eb71d01d2b48a2bf5308');
module.exports = { roles, RoleError };
