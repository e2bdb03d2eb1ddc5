// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '186099aa282ae9efc030f6f2234bb8fa1678c1a27517055c86c0f228f413e2fb',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
