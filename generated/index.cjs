// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '79c875096ec09cf545c3bee5e6cb240f2fcd09e7591d86cce6bd5b88d87de6d9',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
