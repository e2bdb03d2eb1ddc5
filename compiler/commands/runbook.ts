import type { Policy } from '../model/policy.ts';
import { neutralPrefill, type Runbook } from '../model/runbook.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printRunbookJson } from '../print/runbook/json.ts';
import { printRunbookMarkdown } from '../print/runbook/markdown.ts';
import { makeTexts } from '../print/runbook/texts.ts';
import { findTenant, refuseName } from '../questions/find-by-name.ts';
import { planRunbook } from '../questions/runbook/plan-runbook.ts';
import { listNames } from '../text/list.ts';
import { makeVisible } from '../text/make-visible.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { type CompiledSide, compileBase, compileSide } from './diff/compile-side.ts';
import { findMovedPolicies } from './diff/find-moved-policies.ts';
import { findBaseCommit, readRange } from './diff/read-range.ts';

/** The command `plafond runbook`: prints what to click in the product to bring it from one revision to another, and how to look whether it came out. */
export const runbookCommand = defineCommand({
  positionals: {
    base: { type: 'string', describe: 'the revision that the product is at, or BASE..HEAD', required: true },
    head: { type: 'string', describe: 'the one that it shall be at; without it, the working tree' },
  },
  options: {
    tenant: { type: 'string', describe: 'only this tenant' },
    words: {
      type: 'string',
      describe: 'the document of kind `Runbook` with the texts, if there are several',
    },
  },
  formats: ['markdown', 'json'],
  examples: [
    ['plafond runbook main', 'what to click for what the working tree changes'],
    ['plafond runbook v1.2.0 v1.3.0 --tenant acme', 'and from one release to the next, in one tenant'],
  ],
  policiesElsewhere: true,
  async run(args, io): Promise<Answer> {
    const { policies, format } = args;
    const range = readRange(args.base, args.head);
    const from = await findBaseCommit(range, policies, io);
    const to =
      range.head === undefined ? { folder: policies, name: 'working tree' } : { revision: range.head };
    const base = await compileBase(from, policies, io, undefined);
    const head = await compileSide(to, policies, io);
    if (!base.matrix || !head.matrix) return printBroken([base, head], format, io);
    const { policy } = head.matrix;
    const tenants = args.tenant === undefined ? policy.tenants : [findTenant(policy, args.tenant)];
    const runbook = chooseRunbook(policy, args.words);
    const planned = planRunbook(
      { base: base.matrix, head: head.matrix },
      tenants,
      runbook?.prefill ?? neutralPrefill,
    );
    const texts = makeTexts(runbook);
    const moved = base.isAbsent
      ? await findMovedPolicies({ policies, base: from, head: range.head }, policy, io)
      : [];
    const notes = moved.map(({ message }) => message);
    const names = { base: base.name, head: head.name, notes };
    const out =
      format === 'json'
        ? printRunbookJson(planned, texts, names)
        : printRunbookMarkdown(planned, texts, names);
    return { out, err: from.note === '' ? '' : `note: ${makeVisible(from.note)}\n`, exit: 0 };
  },
});

/** Chooses whose words are used: those of the one document there is, or of the one that is named. */
function chooseRunbook({ runbooks }: Policy, name: string | undefined): Runbook | undefined {
  const names = runbooks.map((one) => one.name);
  if (name !== undefined) {
    const found = runbooks.find((one) => one.name === name);
    if (!found) throw refuseName(`runbook \`${name}\``, name, names);
    return found;
  }
  if (runbooks.length > 1)
    throw new MisuseError(
      `there are runbooks ${listNames(names)}; say with \`--words\` whose words are used`,
    );
  return runbooks[0];
}

/** Prints the diagnostics of sides that do not compile, since then there is nothing to plan. */
function printBroken(sides: readonly CompiledSide[], format: 'markdown' | 'json', io: Io): Answer {
  const diagnostics = sides.filter(({ matrix }) => !matrix).flatMap((side) => side.diagnostics);
  const { version } = io;
  if (format === 'json')
    return { out: printFindings(diagnostics, { format, colours: io.colours.out, version }), exit: 1 };
  const err = printFindings(diagnostics, { format: 'pretty', colours: io.colours.err, version });
  return { out: '', err, exit: 1 };
}
