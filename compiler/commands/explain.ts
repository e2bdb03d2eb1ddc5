import { compilePolicy } from '../compile-policy.ts';
import type { Code } from '../diagnostics/codes.ts';
import { allCodes, describeCode } from '../diagnostics/describe-code.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { printCodeJson, printCodePretty } from '../print/explain/code.ts';
import { printExplainJson } from '../print/explain/json.ts';
import { printExplainHeadline, printExplainPretty } from '../print/explain/pretty.ts';
import { explainRole, explainUser } from '../questions/explain.ts';
import { findCell, findRow, findTenant, findUser } from '../questions/find-by-name.ts';
import { answerQuestion, atOption } from './answer-question.ts';
import { type Answer, defineCommand, type Io, MissingValueError, MisuseError } from './command.ts';
import { needRoleOrUser } from './need-role-or-user.ts';
import { rolesOption } from './stored-rows.ts';

/**
 * The command `plafond explain`: prints why a role or a user may do something, or why not and which edits would allow it;
 * of the code of a finding, its meaning.
 */
export const explainCommand = defineCommand({
  positionals: {
    permission: {
      type: 'string',
      describe: 'as `Company:export` or `Company.arr:update`; or the code of a finding, as `above-cap`',
      required: true,
    },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant, for a permission' },
    role: { type: 'string', describe: 'the role' },
    user: { type: 'string', describe: 'the user, in place of a role' },
    ...rolesOption,
    ...atOption,
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond explain Company:export --tenant acme --role csm', 'may this role export companies?'],
    ['plafond explain Company.arr:view --tenant acme --user csm-1@acme.example', 'by which role?'],
    ['plafond explain above-cap', 'what a finding means, and what to do about it'],
  ],
  policiesElsewhere: ({ permission }) => isCode(String(permission)),
  isRepeatable: ({ at, roles, permission }) =>
    at === undefined && roles === undefined && !isCode(String(permission)),
  run(args, io) {
    const { permission, tenant: tenantName } = args;
    if (isCode(permission)) return explainCode(args, io);
    if (tenantName === undefined && !permission.includes(':')) throw refuseNeither(permission);
    if (tenantName === undefined)
      throw new MissingValueError(
        '`plafond explain` needs `--tenant`: the tenant, for a permission',
        'tenant',
        'explain',
      );
    const { role, user } = needRoleOrUser('explain', args);
    return answerQuestion(
      args,
      io,
      (policy) => {
        const tenant = findTenant(policy, tenantName);
        const cell = findCell(tenant, permission);
        const matrix = compilePolicy(policy).matrix;
        const explanation =
          role === undefined
            ? explainUser(matrix, tenant, findUser(tenant, user), cell)
            : explainRole(matrix, findRow(matrix, tenant, role), cell);
        if (args.format === 'json') return { out: printExplainJson(explanation), exit: 0 };
        const { out: colours } = io.colours;
        const out = args.quiet
          ? `${printExplainHeadline(explanation, colours)}\n`
          : printExplainPretty(explanation, colours);
        return { out, exit: 0 };
      },
      { tenant: tenantName, role, user, listsRoles: false, countsUsers: false },
    );
  },
});

const isCode = (text: string): text is Code => allCodes.includes(text as Code);

/** Returns the error for a text that is neither a permission nor a code, with the nearest code. */
function refuseNeither(text: string): MisuseError {
  const near = nearest(text, allCodes);
  const advice = near === undefined ? 'see `plafond explain --help`' : `did you mean the code \`${near}\`?`;
  return new MisuseError(
    `no finding has the code \`${text}\`, and a permission is written as \`Company:export\`; ${advice}`,
  );
}

/** Prints the meaning of a code, which no tenant and nobody's permissions change. */
function explainCode(
  args: Readonly<Record<'permission' | 'tenant' | 'role' | 'user' | 'at' | 'format', string | undefined>>,
  io: Io,
): Answer {
  const { permission: code, format, ...others } = args;
  const odd = (['tenant', 'role', 'user', 'at'] as const).find((name) => others[name] !== undefined);
  if (odd !== undefined)
    throw new MisuseError(
      `\`${code}\` is the code of a finding, so \`--${odd}\` has no meaning; leave it out`,
    );
  const description = describeCode(code as Code);
  const out = format === 'json' ? printCodeJson(description) : printCodePretty(description, io.colours.out);
  return { out, exit: 0 };
}
