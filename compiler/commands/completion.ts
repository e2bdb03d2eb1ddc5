import { printCompletionScript, type Shell, shells } from '../print/completion-scripts.ts';
import { defineCommand, MisuseError } from './command.ts';

/** The command `plafond completion`: prints a script for a shell, by which it completes commands, options and names. */
export const completionCommand = defineCommand({
  positionals: {
    shell: { type: 'string', describe: 'the shell', choices: shells, required: true },
  },
  options: {},
  formats: ['pretty', 'json'],
  examples: [
    ['plafond completion bash >> ~/.bashrc', 'for bash'],
    ['plafond completion zsh >> ~/.zshrc', 'for zsh, after compinit'],
    ['plafond completion fish > ~/.config/fish/completions/plafond.fish', 'for fish'],
  ],
  withoutPolicies: true,
  run({ shell, format }) {
    const known = shells.find((one): one is Shell => one === shell);
    if (!known) throw new MisuseError(`no shell \`${shell}\``);
    const script = printCompletionScript(known);
    const out =
      format === 'json' ? `${JSON.stringify({ version: 1, shell: known, script }, null, 2)}\n` : script;
    return { out, exit: 0 };
  },
});
