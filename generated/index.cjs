// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '8268f9171133a7f891a6d2663282d314a7d6f78e9a190c1a239757b99f4ec7e0',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
