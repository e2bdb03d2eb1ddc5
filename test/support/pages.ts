import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** A block of a page: its language, the file that it is the text of, and its text. */
export interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  /** Where its text begins and ends in the page. */
  readonly start: number;
  readonly end: number;
  /** True if it stands right below a command, whose output it is. */
  readonly isOutput: boolean;
}

/** A shell, the empty folder in which it starts, and the environment that it has. */
interface Session {
  readonly shell: readonly [program: string, ...options: string[]];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Lists the fenced blocks of a page. */
export function listBlocks(page: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const match of page.matchAll(/^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    const [whole, language = '', file, text = ''] = match;
    const start = match.index + whole.indexOf('\n') + 1;
    const above = blocks.at(-1);
    const isOutput =
      language === 'text' && above?.language === 'sh' && page.slice(above.end, match.index) === '```\n\n';
    blocks.push({ language, file, text, start, end: start + text.length, isOutput });
  }
  return blocks;
}

/**
 * Lists the lines of a page's shell blocks that have a comment. Whoever pastes a block into zsh, which takes no comments by
 * default, would hand its words to the command: a page says them around the block.
 */
export const listShellComments = (page: string): readonly string[] =>
  listBlocks(page).flatMap(({ language, text }) =>
    /^(sh|bash|zsh|shell)$/.test(language) ? text.split('\n').filter((line) => /(^|\s)#/.test(line)) : [],
  );

const endOf = (at: number): string => `--end of block ${at}\n`;

/**
 * Does in one shell what a page says from its beginning to its end, and returns the page with what was really printed: a
 * block of `sh` is run, a block that names a file (as in "```yaml policies/a.yaml") is written there, and a block of `text`
 * right below a command is its output. Throws if a command without output fails.
 */
export async function runPage(page: string, { shell, folder, env }: Session): Promise<string> {
  const blocks = listBlocks(page);
  const script = blocks.flatMap(({ language, file, text }, at) => {
    if (file)
      return `mkdir -p '${path.posix.dirname(file)}'\ncat > '${file}' <<'END-OF-FILE'\n${text}END-OF-FILE\n`;
    if (language !== 'sh') return [];
    const mayFail = blocks[at + 1]?.isOutput;
    return `${mayFail ? text : `set -e\n${text}set +e\n`}printf '%s\\n' '${endOf(at).trimEnd()}'\n`;
  });
  const file = path.join(path.dirname(folder), `${path.basename(folder)}.sh`);
  writeFileSync(file, `exec 2>&1\n${script.join('')}`);
  const [program, ...options] = shell;
  let said = await collect(program, [...options, file], folder, env);
  let filled = '';
  let from = 0;
  for (const [at, { language, text }] of blocks.entries()) {
    if (language !== 'sh') continue;
    const length = said.indexOf(endOf(at));
    if (length === -1) throw new Error(`the page fails at\n${text}\n${said}`);
    const output = said.slice(0, length);
    said = said.slice(length + endOf(at).length);
    const below = blocks[at + 1];
    if (!below?.isOutput) continue;
    filled += page.slice(from, below.start) + output;
    from = below.end;
  }
  return filled + page.slice(from);
}

/** Runs a program and returns what it prints. */
function collect(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject).on('close', () => resolve(said));
  });
}

/** Lists the targets of the links and pictures of a page, without the anchors behind them. */
export const listLinks = (page: string): readonly string[] =>
  [...page.matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link);
