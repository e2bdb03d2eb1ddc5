import { intersection } from '../model/bits.ts';
import type { Policy } from '../model/policy.ts';
import { printRoleYaml } from '../print/role/yaml.ts';
import { maximum } from '../questions/maximum.ts';
import { capOf } from '../questions/unlock/holder.ts';
import { listFirstNames } from '../text/list.ts';
import { answering } from './answering.ts';
import { command, Misuse } from './command.ts';
import { checked, draftOf } from './draft.ts';
import { listed, seatsNamed, tenantNamed, userTypeNamed } from './named.ts';
import { written } from './written.ts';

/** Writes a role that holds all that its user type and seats hold, to be cut down. */
export const roleNew = command({
  positionals: {
    name: { type: 'string', describe: 'the name of the role, as `account-manager`', required: true },
  },
  options: {
    'user-type': { type: 'string', describe: 'the user type that caps it', required: true },
    seats: { type: 'string', describe: 'the seats that raise the cap, joined by commas' },
    portfolio: { type: 'string', describe: 'its portfolios, joined by commas' },
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
    return answering(args, io, (policy) => {
      const { name, title, policies } = args;
      const tenant = args.tenant === undefined ? undefined : tenantNamed(policy, args.tenant);
      const userType = userTypeNamed(policy, args['user-type']);
      const seats = seatsNamed(policy, args.seats);
      const cap = capOf(userType, seats);
      const yaml = printRoleYaml({
        name,
        tenant: tenant?.name,
        title,
        userType: userType.name,
        seats: seats.map((seat) => seat.name),
        portfolio: portfolioOf(policy, args.portfolio),
        grants: maximum(policy.catalog, tenant ? intersection(cap, tenant.ceiling.held) : cap),
      });
      const draft = draftOf(policies, tenant?.name, name, yaml);
      return written(draft, checked(draft, policies, io), args, io, {});
    });
  },
});

/** How far a role reaches is never guessed: only where there is one portfolio does it go without saying. */
function portfolioOf({ portfolios }: Policy, given: string | undefined): readonly string[] {
  if (given !== undefined) return listed(given);
  const [only, more] = portfolios;
  if (only && !more) return [only.name];
  if (!only) throw new Misuse('no portfolio is declared, and a role needs one');
  throw new Misuse(
    `\`--portfolio\` says which records the role reaches: ${listFirstNames(
      portfolios.map(({ name }) => name),
      8,
    )}`,
  );
}
