import { listPortfoliosFor, placeRole, writeNewRole } from '../library/draft-roles.ts';
import type { Policy, Tenant } from '../model/policy.ts';
import { findSeats, findTenant, findUserType, splitNames } from '../questions/find-by-name.ts';
import { listFirstNames } from '../text/list.ts';
import { answerQuestion } from './answer-question.ts';
import { defineCommand, MisuseError } from './command.ts';
import { checkDraft, draftRole } from './draft-role.ts';
import { refuseTakenName } from './edit-role.ts';
import { writeDraft } from './write-draft.ts';

/** The command `plafond role new`: writes a role with everything that its user type and seats hold, to be cut down. */
export const roleNewCommand = defineCommand({
  positionals: {
    name: { type: 'string', describe: 'the name of the role, as `account-manager`', required: true },
  },
  options: {
    'user-type': { type: 'string', describe: 'the user type that caps it', required: true },
    seats: { type: 'string', describe: 'the seats that raise the cap, joined by commas' },
    portfolio: { type: 'string', describe: 'its portfolios, joined by commas, or `all` for every record' },
    tenant: { type: 'string', describe: 'the only tenant that has it; without, every tenant does' },
    title: { type: 'string', describe: 'what people read in place of the name' },
    'dry-run': { type: 'boolean', describe: 'print the file and write nothing' },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond role new account-manager --user-type Core --portfolio own', 'a role for every tenant'],
    ['plafond role new auditor --user-type View --portfolio full --tenant acme', 'a role of one tenant'],
  ],
  run(args, io) {
    return answerQuestion(args, io, (policy) => {
      const { name, title, policies } = args;
      const tenant = args.tenant === undefined ? undefined : findTenant(policy, args.tenant);
      refuseTakenName(policy, name, tenant?.name);
      const userType = findUserType(policy, args['user-type']);
      const seats = findSeats(policy, args.seats);
      const wish = { name, title, tenant, userType, seats };
      const yaml = writeNewRole(policy, wish, choosePortfolios(policy, tenant, args.portfolio));
      const draft = draftRole(policies, placeRole(policy, wish, yaml));
      return writeDraft(draft, checkDraft(draft, policies, io), args, io, {});
    });
  },
});

/**
 * Returns the portfolios in `--portfolio`, or the only portfolio that the role may name, or none where there are none. Throws
 * `MisuseError` rather than guess.
 */
function choosePortfolios(
  policy: Policy,
  tenant: Tenant | undefined,
  written: string | undefined,
): readonly string[] {
  if (written !== undefined) return splitNames(written);
  const names = listPortfoliosFor(policy, tenant).map(({ name }) => name);
  if (names.length < 2) return names;
  throw new MisuseError(
    `\`--portfolio\` says which records the role reaches: ${listFirstNames(names, 8)}, or \`all\` for every record`,
  );
}
