// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '0a0e593f2e832d8f76640b5fcf9b659b976d60b1f59b6364281d80f12cd46752',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
