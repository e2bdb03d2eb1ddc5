// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '98c033952a8db188023f74879cd9d5e51646c8dfb7b85daeec52ab27258d40b9',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
