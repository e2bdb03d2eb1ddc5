// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), '72ddec93e0c2f3be22e4df734ba440bdbf61d2c8b852f7405d15bfa3e549b01b');
module.exports = { roles, RoleError };
