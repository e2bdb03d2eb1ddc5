// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '927689d0fe90941f40338323937e754c71782c1c82b9c08f3142f38ce4e63054',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
