// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), '3baff2b85c9f2effacc377d9107a806ce215d7bad521bac3724c49cb572db5ff');
module.exports = { roles, RoleError };
