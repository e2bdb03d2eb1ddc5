import { compilePolicy } from '../compile-policy.ts';
import type { Matrix } from '../model/matrix.ts';
import { printMatrixCsv, printUserMatrixCsv } from '../print/matrix/csv.ts';
import { printMatrixJson, printUserMatrixJson } from '../print/matrix/json.ts';
import { printMatrixMarkdown, printUserMatrixMarkdown } from '../print/matrix/markdown.ts';
import { printMatrixPretty, printUserMatrixPretty } from '../print/matrix/pretty.ts';
import type { UserRow } from '../questions/combine-roles.ts';
import { findTenant, listChoices } from '../questions/find-by-name.ts';
import { selectRows, selectUserRows } from '../questions/select-rows.ts';
import { answerQuestion, atOption } from './answer-question.ts';
import { defineCommand, type Io, MisuseError } from './command.ts';
import { refuseRoleAndUser } from './need-role-or-user.ts';
import { rolesOption } from './stored-rows.ts';

const formats = ['pretty', 'markdown', 'csv', 'json'] as const;
type MatrixFormat = (typeof formats)[number];

/** The command `plafond matrix`: prints the effective permissions of roles, or of one user. */
export const matrixCommand = defineCommand({
  positionals: {},
  options: {
    tenant: { type: 'string', describe: 'only this tenant' },
    role: { type: 'string', describe: 'only this role' },
    user: { type: 'string', describe: 'what this user may do: the union of their roles' },
    properties: {
      type: 'boolean',
      describe: 'list every property with its rights; the other formats than `pretty` have them all',
    },
    ...rolesOption,
    ...atOption,
  },
  formats,
  examples: [
    ['plafond matrix --tenant acme', 'all roles of a tenant, side by side'],
    ['plafond matrix --tenant acme --role csm', 'one role in full'],
  ],
  isRepeatable: ({ at, roles }) => at === undefined && roles === undefined,
  run(args, io) {
    refuseRoleAndUser(args);
    return answerQuestion(
      args,
      io,
      (policy) => {
        const tenant = args.tenant === undefined ? undefined : findTenant(policy, args.tenant);
        const whole = compilePolicy(policy).matrix;
        if (args.user === undefined)
          return { out: printRows(selectRows(whole, tenant, args.role), args, io), exit: 0 };
        return {
          out: printUserRows(selectUserRows(whole, tenant, args.user), args, io),
          exit: 0,
        };
      },
      {
        tenant: args.tenant,
        role: args.role,
        user: args.user,
        listsRoles: args.role === undefined && args.user === undefined,
        countsUsers: false,
        isList: true,
      },
    );
  },
});

interface PrintArguments {
  readonly format: MatrixFormat;
  readonly properties: boolean;
}

function printRows(rows: Matrix, { format, properties }: PrintArguments, io: Io): Iterable<string> {
  switch (format) {
    case 'pretty':
      return printMatrixPretty(rows, {
        colours: io.colours.out,
        width: io.width,
        withProperties: properties,
      });
    case 'markdown':
      return printMatrixMarkdown(rows);
    case 'csv':
      refuseSeveralTenants(rows);
      return printMatrixCsv(rows);
    case 'json':
      return printMatrixJson(rows.rows);
  }
}

function refuseSeveralTenants({ rows }: Matrix): void {
  const tenants = new Set(rows.map(({ tenant }) => tenant.name));
  if (tenants.size > 1)
    throw new MisuseError(
      `a CSV file holds one tenant; name it with \`--tenant\`${listChoices([...tenants])}`,
    );
}

function printUserRows(
  rows: Iterable<UserRow>,
  { format, properties }: PrintArguments,
  io: Io,
): Iterable<string> {
  switch (format) {
    case 'pretty':
      return printUserMatrixPretty(rows, {
        colours: io.colours.out,
        width: io.width,
        withProperties: properties,
      });
    case 'markdown':
      return printUserMatrixMarkdown(rows);
    case 'csv':
      return printUserMatrixCsv(rows);
    case 'json':
      return printUserMatrixJson(rows);
  }
}
