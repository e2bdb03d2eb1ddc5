// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const { roles } = openRoles(require('./roles.json'), '1a672aabc063f9e3616a0989984281df352eec42221341a1a77ad0c323b4e71f');
module.exports = { roles, RoleError };
