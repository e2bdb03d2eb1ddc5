// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  'digest of bundle.json',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
