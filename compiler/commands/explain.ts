import { compilePolicy } from '../compile.ts';
import { printExplainJson } from '../print/explain/json.ts';
import { printExplainHeadline, printExplainPretty } from '../print/explain/pretty.ts';
import { explainRole, explainUser } from '../questions/explain.ts';
import { answerQuestion, atOption } from './answer-question.ts';
import { defineCommand, MisuseError } from './command.ts';
import { findCell, findRow, findTenant, findUser } from './find-by-name.ts';

/** The command `plafond explain`: prints why a role or a user may do something, or why not and which edits would allow it. */
export const explainCommand = defineCommand({
  positionals: {
    permission: { type: 'string', describe: 'as `Company:export` or `Company.arr:update`', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant', required: true },
    role: { type: 'string', describe: 'the role' },
    user: { type: 'string', describe: 'the user, in place of a role' },
    ...atOption,
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond explain Company:export --tenant acme --role csm', 'may this role export companies?'],
    ['plafond explain Company.arr:view --tenant acme --user csm-1@acme.example', 'by which role?'],
  ],
  run(args, io) {
    const { role, user } = args;
    if ((role === undefined) === (user === undefined))
      throw new MisuseError(
        '`plafond explain` needs either `--role` or `--user`; see `plafond explain --help`',
      );
    return answerQuestion(args, io, (policy) => {
      const tenant = findTenant(policy, args.tenant);
      const cell = findCell(tenant, args.permission);
      const matrix = compilePolicy(policy).matrix;
      const explanation =
        role === undefined
          ? explainUser(matrix, tenant, findUser(tenant, user ?? ''), cell)
          : explainRole(matrix, findRow(matrix, tenant, role), cell);
      if (args.format === 'json') return { out: printExplainJson(explanation), exit: 0 };
      const { out: colours } = io.colours;
      const out = args.quiet
        ? `${printExplainHeadline(explanation, colours)}\n`
        : printExplainPretty(explanation, colours);
      return { out, exit: 0 };
    });
  },
});
