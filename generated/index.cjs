// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '0eb7dcc8eddd0ace713159634d56b5b8053c6f9a0b883fda9b62a6ffaa76e2e6',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
