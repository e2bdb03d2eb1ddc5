import { compilePolicy } from '../compile-policy.ts';
import { printPageHtml } from '../print/describe/html.ts';
import { printDescriptionJson } from '../print/describe/json.ts';
import { makeDescriptionPage } from '../print/describe/make-page.ts';
import { printPageMarkdown } from '../print/describe/markdown.ts';
import { describePerson, type PersonDescription } from '../questions/describe/describe-person.ts';
import { findHolder, holderKinds } from '../questions/reach/find-holder.ts';
import { answerQuestion, atOption } from './answer-question.ts';
import { defineCommand } from './command.ts';
import { rolesOption } from './stored-rows.ts';

const formats = ['markdown', 'html', 'json'] as const;

/** The command `plafond describe`: prints a page in plain sentences about what a user or a role can do, for whoever answers for it. */
export const describeCommand = defineCommand({
  positionals: {
    holder: { type: 'string', describe: 'the id of a declared user, or a role', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant, where the name alone does not tell' },
    as: {
      type: 'string',
      describe: 'the sort of name, where a user and a role share one',
      choices: holderKinds,
    },
    ...rolesOption,
    ...atOption,
  },
  formats,
  examples: [
    ['plafond describe csm-1@acme.example', 'what this person can do, on which records, and what is risky'],
    ['plafond describe csm --tenant acme --format html > csm.html', 'the same of a role, as a page'],
  ],
  isRepeatable: ({ at, roles }) => at === undefined && roles === undefined,
  run(args, io) {
    return answerQuestion(
      args,
      io,
      (policy) => {
        const { matrix } = compilePolicy(policy);
        const description = describePerson(matrix, findHolder(matrix, args.holder, args));
        return { out: print(description, args.format), exit: 0 };
      },
      { tenant: args.tenant, listsRoles: true, countsUsers: true },
    );
  },
});

function print(description: PersonDescription, format: (typeof formats)[number]): string {
  switch (format) {
    case 'markdown':
      return printPageMarkdown(makeDescriptionPage(description));
    case 'html':
      return printPageHtml(makeDescriptionPage(description));
    case 'json':
      return printDescriptionJson(description);
  }
}
