import { capName } from '../../model/policy.ts';
import type { ImportPlan } from '../../questions/import/plan-import.ts';
import type { TypeChoice, TypeProposal } from '../../questions/import/propose-types.ts';
import type { SettledRole } from '../../questions/import/settle-roles.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { writeInert, writeShortSpan } from '../../text/markdown.ts';
import { formatTable } from '../../text/table.ts';
import { describePermissions } from '../describe-permissions.ts';

/** The facts about an import, made or only planned, that are printed. */
export interface ImportSummary {
  readonly tenant: string | undefined;
  readonly isDry: boolean;
  readonly plan: ImportPlan;
  /** The paths of the files, sorted. */
  readonly files: readonly string[];
  readonly roles: readonly SettledRole[];
  readonly proposals: readonly TypeProposal[];
}

/** The most permissions that are named of those that a type would drop. */
const mostNamed = 4;

/** Prints an import for people: the files, then what is proposed for roles without a type. */
export function printImportPretty(summary: ImportSummary, colours: Colours): string {
  const { isDry, files, plan, proposals } = summary;
  const verb = isDry ? 'would write' : 'wrote';
  const rows = proposals.flatMap(listProposalRows);
  return [
    ...files.map((file) => `${verb} ${makeVisible(file)}\n`),
    `${describeImport(summary)}\n`,
    ...(rows.length === 0
      ? []
      : [
          `\n${colours.bold(`${count(proposals.length, 'role')} without a user type: what would be enough, and what a smaller one would drop`)}\n`,
          formatTable(rows.map((row) => row.map(makeVisible))),
        ]),
    ...(plan.unchanged.length === 0
      ? []
      : [`\nunchanged: ${listFirst(plan.unchanged.map(makeVisible), 8)}\n`]),
  ].join('');
}

/** Describes in one line what was imported. */
function describeImport({ plan, tenant, files }: ImportSummary): string {
  const parts = [
    ...(plan.tenant ? ['the tenant'] : []),
    ...(plan.roles.length > 0 ? [count(plan.roles.length, 'role')] : []),
    ...(plan.users ? [count(plan.users.length, 'user')] : []),
  ];
  const of = tenant === undefined ? 'every tenant' : `tenant ${makeVisible(tenant)}`;
  return files.length === 0
    ? `nothing to write: the policies say what the product has of ${of}`
    : `${parts.join(', ')} of ${of}`;
}

function listProposalRows({ role, fits, smaller }: TypeProposal): readonly (readonly string[])[] {
  const enough = fits ? `fits ${capName(fits)}` : 'fits no user type';
  return [
    [`  ${role}`, enough, ''],
    ...smaller.map((one) => ['', `  ${capName(one)}`, `drops ${describePermissions(one.drops, mostNamed)}`]),
  ];
}

/** Prints an import as JSON. */
export function printImportJson(summary: ImportSummary): string {
  const { tenant = null, isDry, plan, files, roles, proposals } = summary;
  const proposed = new Map(proposals.map((proposal) => [proposal.role, proposal]));
  const shape: Json = {
    version: 1,
    tenant,
    dryRun: isDry,
    files,
    unchanged: plan.unchanged,
    users: plan.users?.length ?? 0,
    roles: roles.map((role) => {
      const proposal = proposed.get(role.name);
      return {
        role: role.name,
        userType: role.userType.name,
        seats: role.seats.map(({ name }) => name),
        legacy: role.isLegacy,
        ...(proposal && {
          fits: proposal.fits ? shapeChoice(proposal.fits) : null,
          smaller: proposal.smaller.map((one) => ({ ...shapeChoice(one), drops: one.drops })),
        }),
      };
    }),
  };
  return `${makeVisibleJson(writeIndentedJson(shape, 3))}\n`;
}

const shapeChoice = ({ userType, seats }: TypeChoice) => ({
  userType: userType.name,
  seats: seats.map(({ name }) => name),
});

/** Prints an import as Markdown. */
export function printImportMarkdown(summary: ImportSummary): string {
  const { files, isDry, proposals } = summary;
  const rows = proposals.flatMap(({ role, fits, smaller }) => [
    `| ${writeShortSpan(role)} | ${fits ? writeInert(capName(fits)) : 'none'} | ${smaller.map((one) => `${writeInert(capName(one))}: ${one.drops.length}`).join('; ')} |`,
  ]);
  return [
    `## Import\n\n${writeInert(describeImport(summary))}.\n`,
    ...(files.length === 0
      ? []
      : [
          `\n${isDry ? 'Would write' : 'Wrote'}:\n\n${files.map((file) => `- ${writeShortSpan(file)}\n`).join('')}`,
        ]),
    ...(rows.length === 0
      ? []
      : [`\n| Role without a user type | Fits | A smaller one drops |\n|---|---|---|\n${rows.join('\n')}\n`]),
  ].join('');
}
