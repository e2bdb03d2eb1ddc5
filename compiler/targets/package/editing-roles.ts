import { quoteText } from '../../text/typescript.ts';
import type { Example } from './example.ts';

/** Describes how a service lets tenants make roles of their own. */
export function describeRoleEditing(name: string, { tenant, userType, role, permission }: Example): string {
  return `## Roles that tenants make

Roles that are rows of a database, and not files, are edited inside every cap and ceiling by \`${name}/roles\`. It holds the
compiler's own stages, so a page shows the sentences of a pull request; it runs in a browser as it does in a service.

\`\`\`ts
import { RoleError, roles, type RoleDocument } from '${name}/roles';

const editor = roles({ tenant: ${quoteText(tenant)}, stored });        // \`stored\`: the tenant's rows
const boxes = editor.offer({ userType: ${quoteText(userType)} });      // every permission: \`possible\`, or \`because\`
const draft = editor.draft({ name: 'night-desk', userType: ${quoteText(userType)}, portfolio: 'all' });   // all that there is to have
const role = editor.set(draft, '${permission}', false);    // a new document; the smallest edit
const { ok, findings, holds, adds, takes, exceeds } = editor.check(role, { by: policy });
const { role: copy, dropped } = editor.duplicate(${quoteText(role)}, { name: 'day-desk' });
const choices = editor.assignable({ userType: ${quoteText(userType)} });      // roles, each \`assignable\` or with the reason
\`\`\`

\`by\` is the policy of whoever gives the role: \`exceeds\` lists what they do not hold themselves, permission by permission and with
the records of each, and \`ok\` is false then unless you say \`mayExceed: true\`. Products differ in this; nothing else is up to you:
no role holds what its user type, seats, packages and ceiling do not.

\`\`\`ts
async function save(given: unknown) {
  try {
    await database.query('insert into roles (tenant, name, row) values ($1, $2, $3)', [
      ${quoteText(tenant)},
      (given as RoleDocument).name,
      JSON.stringify(editor.compile(given as RoleDocument, { by: policy })),
    ]);
  } catch (error) {
    if (error instanceof RoleError) refuse(error.message, JSON.stringify(error.findings));
  }
}
\`\`\`

A row is given as it is, beside roles of the files or alone:

\`\`\`ts
const fromDatabase = permissions({ tenant: ${quoteText(tenant)}, roles: stored, userType: ${quoteText(userType)}, user: signedIn.user });
\`\`\`

Whatever comes from a page is only looked at: what is no role, or of another tenant, is refused with a \`RoleError\` that says where.
A row says by which bundle it was compiled. By a newer one it is compiled again where \`${name}/roles\` is loaded: it can only
shrink, and gives nothing, as \`why\` says, where the role has errors since. \`editor.renew(row)\` makes the new row, once instead of
at every start, and throws where it has errors. To let it have what the policies allow since, compile its \`role\`.`;
}
