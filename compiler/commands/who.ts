import { compilePolicy } from '../compile-policy.ts';
import { isPattern } from '../model/pattern.ts';
import { printWhoJson } from '../print/who/json.ts';
import { printWhoPretty } from '../print/who/pretty.ts';
import { findTenant, prepareCells } from '../questions/find-by-name.ts';
import { findHolders, findJointHolders, listRows } from '../questions/find-holders.ts';
import { answerQuestion, atOption } from './answer-question.ts';
import { defineCommand } from './command.ts';
import { rolesOption } from './stored-rows.ts';

/** The command `plafond who`: prints which roles hold a permission, or all of several, in which tenants and portfolios, for how many users. */
export const whoCommand = defineCommand({
  positionals: {
    permission: {
      type: 'string',
      describe:
        'a permission, or a pattern as `*:export`, of which any match will do; of several, all must be held',
      required: true,
      repeatable: true,
    },
  },
  options: {
    tenant: { type: 'string', describe: 'only this tenant' },
    users: { type: 'boolean', describe: 'name the users, not only how many there are' },
    all: { type: 'boolean', describe: 'print every permission that a pattern matches, not the first few' },
    ...rolesOption,
    ...atOption,
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond who Company:remove', 'which roles can remove a company'],
    ["plafond who '*:export' --tenant acme", 'which roles can take anything out'],
    ['plafond who AdminAccess:use --users', 'who they are'],
    ['plafond who Timesheet:create Timesheet.status:update', 'which roles can do both'],
  ],
  isRepeatable: ({ at, roles }) => at === undefined && roles === undefined,
  run(args, io) {
    return answerQuestion(
      args,
      io,
      (policy, lacksHolders) => {
        const patterns = [...new Set(args.permission)];
        const cellsIn = patterns.map((pattern) => prepareCells(policy, pattern));
        const tenant = args.tenant === undefined ? undefined : findTenant(policy, args.tenant);
        const { matrix } = compilePolicy(policy);
        const holders = [...findHolders(listRows(matrix, tenant), cellsIn)];
        const together = findJointHolders(matrix, tenant, cellsIn);
        const isMany = patterns.length > 1 || patterns.some(isPattern);
        const detail = { isMany, isNaming: args.users };
        const out =
          args.format === 'json'
            ? printWhoJson(patterns, holders, together, detail)
            : printWhoPretty(
                patterns,
                holders,
                together,
                { ...detail, isAll: args.all, lacksHolders },
                io.colours.out,
              );
        return { out, exit: 0 };
      },
      { tenant: args.tenant, listsRoles: true, countsUsers: true, isList: true },
    );
  },
});
