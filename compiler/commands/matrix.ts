import { compilePolicy } from '../compile.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Policy, Tenant } from '../model/policy.ts';
import { printMatrixCsv, printUserMatrixCsv } from '../print/matrix/csv.ts';
import { printMatrixJson, printUserMatrixJson } from '../print/matrix/json.ts';
import { printMatrixMarkdown, printUserMatrixMarkdown } from '../print/matrix/markdown.ts';
import { printMatrixPretty, printUserMatrixPretty } from '../print/matrix/pretty.ts';
import { type UserRow, userRow } from '../questions/matrix.ts';
import { answering, atOption } from './answering.ts';
import { command, type Io, Misuse } from './command.ts';
import { rolesNamed, rowNamed, tenantNamed, userNamed, usersNamed } from './named.ts';

const formats = ['pretty', 'markdown', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

/** Prints the effective permissions of roles, or of one user. */
export const matrix = command({
  positionals: {},
  options: {
    tenant: { type: 'string', describe: 'only this tenant' },
    role: { type: 'string', describe: 'only this role' },
    user: { type: 'string', describe: 'what this user may do: the union of their roles' },
    ...atOption,
  },
  formats,
  examples: [
    ['plafond matrix --tenant acme', 'all roles of a tenant, side by side'],
    ['plafond matrix --tenant acme --role csm', 'one role in full'],
  ],
  run(args, io) {
    if (args.role !== undefined && args.user !== undefined)
      throw new Misuse('a matrix is of a role or of a user; give `--role` or `--user`');
    return answering(args, io, (policy) => {
      const tenant = args.tenant === undefined ? undefined : tenantNamed(policy, args.tenant);
      const whole = compilePolicy(policy).matrix;
      if (args.user === undefined)
        return { out: printed(rowsOf(whole, tenant, args.role), args.format, io), exit: 0 };
      return { out: printedUsers(usersOf(whole, tenant, args.user), policy, args.format, io), exit: 0 };
    });
  },
});

/** The matrix with only the rows asked for. */
function rowsOf(whole: Matrix, tenant: Tenant | undefined, role: string | undefined): Matrix {
  if (role !== undefined && tenant) return { ...whole, rows: [rowNamed(whole, tenant, role)] };
  const named = role === undefined ? undefined : rolesNamed(whole.policy, role);
  const rows = whole.rows.filter(
    (row) => (!tenant || row.tenant === tenant) && (!named || named.includes(row.role)),
  );
  return { ...whole, rows };
}

/** Whom it is about is found at once, so that misuse is known before anything is printed. */
function usersOf(whole: Matrix, tenant: Tenant | undefined, id: string): Iterable<UserRow> {
  const found = tenant ? [[tenant, userNamed(tenant, id)] as const] : usersNamed(whole.policy, id);
  return found.map(([where, user]) => userRow(whole, where, user));
}

function printed(rows: Matrix, format: Format, io: Io): Iterable<string> {
  const { catalog } = rows.policy;
  switch (format) {
    case 'pretty':
      return printMatrixPretty(rows, { colours: io.colours.out, width: io.width });
    case 'markdown':
      return printMatrixMarkdown(rows);
    case 'csv':
      if (new Set(rows.rows.map(({ tenant }) => tenant)).size > 1)
        throw new Misuse('a CSV file holds one tenant; name it with `--tenant`');
      return printMatrixCsv(rows);
    case 'json':
      return printMatrixJson(catalog, rows.rows);
  }
}

function printedUsers(
  rows: Iterable<UserRow>,
  { catalog }: Policy,
  format: Format,
  io: Io,
): Iterable<string> {
  switch (format) {
    case 'pretty':
      return printUserMatrixPretty(catalog, rows, { colours: io.colours.out, width: io.width });
    case 'markdown':
      return printUserMatrixMarkdown(rows);
    case 'csv':
      return printUserMatrixCsv(rows);
    case 'json':
      return printUserMatrixJson(rows);
  }
}
