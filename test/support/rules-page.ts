import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Code, subjects } from '../../compiler/diagnostics/codes.ts';
import { describeCode, nameSeverity } from '../../compiler/diagnostics/describe-code.ts';
import { laws } from '../../compiler/lint/rules.ts';

const compiler = path.join(import.meta.dirname, '..', '..', 'compiler');

/** `docs/rules.md`: every diagnostic with what it says, why, and what to do, in the order of the table of codes. */
export function rulesPage(): string {
  const sections = headings().flatMap(({ title, members }) => [
    `## ${title}`,
    ...members.map((code) => section(code)),
  ]);
  return `${[opening, ...sections].join('\n\n')}\n`;
}

const opening = `# Rules

Everything that \`plafond\` can find wrong or worth knowing, by its permanent code. An **error** fails a check, a
**warning** fails it under \`--strict\`, a **note** never does; an invariant says itself which of them breaking it is.
What stands between ‹ › is filled in.

This page is made from the compiler: \`npx vitest run test/docs/rules-page.test.ts -u\` writes it again.`;

function section(code: Code): string {
  const { severity, message, why, remedy } = describeCode(code);
  const law = lawOf(code);
  return [
    `### \`${code}\``,
    `**${nameSeverity(severity)}**: ${escaped(message)}`,
    ...(law === undefined ? [] : [`The law: ${law}`]),
    `Why: ${why}.`,
    `What to do: ${remedy}`,
  ].join('\n\n');
}

/** Returns the promise of a lint rule: the comment above its law. */
function lawOf(code: Code): string | undefined {
  if (!laws.some(([name]) => name === code)) return undefined;
  const text = readFileSync(path.join(compiler, 'lint', `${code}.ts`), 'utf8');
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export function/.exec(text) ?? [];
  return escaped(
    comment
      .replace(/^\s*\*? ?/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** Lists the subjects of the codes, each with its codes. */
const headings = (): readonly { readonly title: string; readonly members: readonly Code[] }[] =>
  subjects.map(([title, sentences]) => ({ title, members: Object.keys(sentences) as Code[] }));

/** Escapes a star, a bar or an angle bracket in a sentence for Markdown; inside backticks they are safe. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((piece) => (piece.startsWith('`') ? piece : piece.replace(/[*_<>|]/g, '\\$&')))
    .join('');
