// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '31aa7749d033dc3af40458e12144512c7c20a0c113176d339c2c39bc63d0926a',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
