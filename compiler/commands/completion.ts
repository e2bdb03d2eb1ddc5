import { printCompletionScript, type Shell, shells } from '../print/completion-scripts.ts';
import { defineCommand, MisuseError } from './command.ts';

/** The command `plafond completion`: prints a script for a shell, by which it completes commands, options and names. */
export const completionCommand = defineCommand({
  positionals: {
    shell: { type: 'string', describe: 'the shell', choices: shells, required: true },
  },
  options: {},
  formats: ['pretty'],
  examples: [
    ['plafond completion bash >> ~/.bashrc', 'for bash'],
    ['plafond completion zsh >> ~/.zshrc', 'for zsh, after compinit'],
    ['plafond completion fish > ~/.config/fish/completions/plafond.fish', 'for fish'],
  ],
  withoutPolicies: true,
  run({ shell }) {
    const known = shells.find((one): one is Shell => one === shell);
    if (!known) throw new MisuseError(`no shell \`${shell}\``);
    return { out: printCompletionScript(known), exit: 0 };
  },
});
