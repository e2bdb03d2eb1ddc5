// Written by plafond compile. Do not edit: change the policies.
const { openRoles, RoleError } = require('./lib/roles.cjs');

const own = new Map([
  ["acme", () => require('./roles/tenants/acme.json')],
  ["initech", () => require('./roles/tenants/initech.json')],
]);
const { roles } = openRoles(require('./roles.json'), '0b05a695315d7258cb8e760934da8d49d2198d9f655b3053a38c2bfe8c212248', own);
module.exports = { roles, RoleError };
