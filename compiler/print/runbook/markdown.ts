import type { TenantRunbook } from '../../questions/runbook/plan-runbook.ts';
import { listNames } from '../../text/list.ts';
import { inert } from '../../text/markdown.ts';
import { describeBound, describeCheck, describeSteps, groupByScreen } from './describe-runbook.ts';
import { fillTemplate, type RunbookTexts } from './texts.ts';

/** Prints what is to be done in each tenant as Markdown, with a check box before everything. */
export function printRunbookMarkdown(
  tenants: readonly TenantRunbook[],
  texts: RunbookTexts,
  { base, head }: { readonly base: string; readonly head: string },
): string {
  const title = `# What to click: from ${inert(`\`${base}\``)} to ${inert(`\`${head}\``)}\n`;
  if (tenants.length === 0) return `${title}\nNothing: the two hold the same in every tenant.\n`;
  return [title, ...tenants.map((one) => printTenant(one, texts))].join('\n');
}

function printTenant(one: TenantRunbook, texts: RunbookTexts): string {
  const { tenant, stuck, isUsersUnknown } = one;
  const steps = describeSteps(one, texts);
  return [
    `## ${inert(`\`${tenant.name}\``)}\n`,
    printRequest(one, true, texts),
    `\n### Steps: ${steps.length === 1 ? '1 switch' : `${steps.length} switches`}\n`,
    steps.length === 0 ? '\nNone.\n' : '',
    ...groupByScreen(steps, texts).map(
      ({ screen, steps: own }) => `\n**${inert(screen)}**\n\n${own.map(({ text }) => tick(text)).join('')}`,
    ),
    stuck.length > 0
      ? `\n> ${inert(`No order of steps leads ${listNames(stuck)} to what the files say without passing a limit on the way. Ask for one more of what they need, for a while.`)}\n`
      : '',
    isUsersUnknown
      ? `\n> ${inert('The files did not say before who the users are, so nothing is said here about them.')}\n`
      : '',
    printRequest(one, false, texts),
    printChecks(one, texts),
  ].join('');
}

const tick = (text: string): string => `- [ ] ${inert(text)}\n`;

/** Prints the request to whoever may change what is not ours to decide: before the steps, or after them. */
function printRequest({ tenant, bounds }: TenantRunbook, isFirst: boolean, texts: RunbookTexts): string {
  const asked = bounds.filter((bound) => bound.isRequest && bound.isFirst === isFirst);
  if (asked.length === 0) return '';
  const around = (kind: 'intro' | 'end') =>
    inert(fillTemplate(texts.request(kind), { tenant: `\`${tenant.name}\`` }));
  const lines = asked.map((bound) => `> - [ ] ${inert(describeBound(bound, tenant, texts))}\n`).join('');
  const when = isFirst ? 'before anything else' : 'after the steps';
  return `\n### Request to ${inert(texts.request('to'))}, ${when}\n\n> ${around('intro')}\n>\n${lines}${isFirst ? `>\n> ${around('end')}\n` : ''}`;
}

function printChecks({ tenant, checks }: TenantRunbook, texts: RunbookTexts): string {
  if (checks.length === 0) return '';
  const [intro, reload] = (['intro', 'reload'] as const).map((part) =>
    inert(fillTemplate(texts.verify(part), { tenant: tenant.name, role: 'the role' })),
  );
  const parts = checks.map((check) => {
    const { role, signIn, places } = describeCheck(check, tenant, texts);
    const lines = places.map(
      ({ open, lines: own }) =>
        `- ${inert(open)}\n${own
          .map(
            ({ text, notes }) =>
              `  - [ ] ${inert(text)}${notes.map((note) => ` ${inert(note.trim())}`).join('')}\n`,
          )
          .join('')}`,
    );
    return `\n**${inert(`\`${role}\``)}**: ${inert(signIn)}\n\n${lines.join('')}- [ ] ${reload}\n`;
  });
  return `\n### Look whether it came out\n\n${intro}\n${parts.join('')}`;
}
