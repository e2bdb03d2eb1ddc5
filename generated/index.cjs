// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  'f682737cbe1f3fdf20b666990754262fd39c680f8f835e5e4e56e38df181efad',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
