import type { TenantRunbook } from '../../questions/runbook/plan-runbook.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { writeInert } from '../../text/markdown.ts';
import { describeBound, describeCheck, describeSteps, groupByScreen } from './describe-runbook.ts';
import type { RunbookSides } from './json.ts';
import { fillTemplate, type RunbookTexts } from './texts.ts';

/** Prints what is to be done in each tenant as Markdown, with a check box before everything. */
export function printRunbookMarkdown(
  tenants: readonly TenantRunbook[],
  texts: RunbookTexts,
  { base, head, notes = [] }: RunbookSides,
): string {
  const title = `# What to click: from ${writeInert(`\`${base}\``)} to ${writeInert(`\`${head}\``)}\n${notes.map((note) => `\n> ${writeInert(`Note: ${note}`)}\n`).join('')}`;
  if (tenants.length === 0) return `${title}\nNothing: the two hold the same in every tenant.\n`;
  return [title, ...tenants.map((one) => printTenant(one, texts))].join('\n');
}

function printTenant(one: TenantRunbook, texts: RunbookTexts): string {
  const { tenant, stuck, isUsersUnknown } = one;
  const steps = describeSteps(one, texts);
  return [
    `## ${writeInert(`\`${tenant.name}\``)}\n`,
    printRequest(one, true, texts),
    `\n### Steps: ${steps.length === 1 ? '1 switch' : `${steps.length} switches`}\n`,
    steps.length === 0 ? '\nNone.\n' : '',
    ...groupByScreen(steps, texts).map(
      ({ screen, steps: own }) =>
        `\n**${writeInert(screen)}**\n\n${own.map(({ text }) => writeCheckBox(text)).join('')}`,
    ),
    stuck.length > 0
      ? `\n> ${writeInert(`No order of steps leads ${listNames(stuck)} to what the files say without passing a limit on the way. Ask for one more of what they need, for a while.`)}\n`
      : '',
    isUsersUnknown
      ? `\n> ${writeInert('The files did not say before who the users are, so nothing is said here about them.')}\n`
      : '',
    printRequest(one, false, texts),
    printIdle(one),
    printChecks(one, texts),
  ].join('');
}

const writeCheckBox = (text: string): string => `- [ ] ${writeInert(text)}\n`;

/** Prints the request to whoever may change what is not ours to decide: before the steps, or after them. */
function printRequest({ tenant, bounds }: TenantRunbook, isFirst: boolean, texts: RunbookTexts): string {
  const requests = bounds.filter((bound) => bound.isRequest && bound.isFirst === isFirst);
  if (requests.length === 0) return '';
  const around = (kind: 'intro' | 'end') =>
    writeInert(fillTemplate(texts.request(kind), { tenant: `\`${tenant.name}\`` }));
  const lines = requests
    .map((bound) => `> - [ ] ${writeInert(describeBound(bound, tenant, texts))}\n`)
    .join('');
  const when = isFirst ? 'before anything else' : 'after the steps';
  return `\n### Request to ${writeInert(texts.request('to'))}, ${when}\n\n> ${around('intro')}\n>\n${lines}${isFirst ? `>\n> ${around('end')}\n` : ''}`;
}

/** Prints what roles ask for in vain: nothing is clicked for it, until somebody lets it through. */
function printIdle({ idle }: TenantRunbook): string {
  if (idle.length === 0) return '';
  const lines = idle.map(
    ({ role, permissions, because, remedy }) =>
      `- ${writeInert(`\`${role}\` asks for ${listFirstNames(permissions, 6)}: ${because}. To let it through, ${remedy}.`)}\n`,
  );
  return `\n### Asked for, and nothing to click\n\n${lines.join('')}`;
}

function printChecks({ tenant, checks }: TenantRunbook, texts: RunbookTexts): string {
  if (checks.length === 0) return '';
  const [intro, reload] = (['intro', 'reload'] as const).map((part) =>
    writeInert(fillTemplate(texts.verify(part), { tenant: tenant.name, role: 'the role' })),
  );
  const parts = checks.map((check) => {
    const { role, signIn, places } = describeCheck(check, tenant, texts);
    const lines = places.map(
      ({ open, lines: own }) =>
        `- ${writeInert(open)}\n${own
          .map(
            ({ text, notes }) =>
              `  - [ ] ${writeInert(text)}${notes.map((note) => ` ${writeInert(note.trim())}`).join('')}\n`,
          )
          .join('')}`,
    );
    return `\n**${writeInert(`\`${role}\``)}**: ${writeInert(signIn)}\n\n${lines.join('')}- [ ] ${reload}\n`;
  });
  return `\n### Look whether it came out\n\n${intro}\n${parts.join('')}`;
}
