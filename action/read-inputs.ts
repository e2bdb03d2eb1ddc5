import { failOnChoices } from '../compiler/questions/diff/check-gates.ts';
import { ActionError } from './action-error.ts';
import type { Surroundings } from './surroundings.ts';

/** The values of all inputs of the action. */
export type Inputs = {
  readonly [Name in keyof typeof inputDefinitions]: Value<(typeof inputDefinitions)[Name]>;
};

type Value<Input> = Input extends { many: true }
  ? string
  : Input extends { choices: readonly (infer Choice)[] }
    ? Choice
    : string;

/** Every input with its default and, if only some values are allowed, those values; action.yml says the same. */
export const inputDefinitions = {
  mode: { default: 'report', choices: ['report', 'publish', 'both', 'approvals'] },
  policies: { default: 'policies' },
  base: { default: '' },
  'fail-on': { default: 'escalation', choices: [...failOnChoices, 'never'], many: true },
  generated: { default: '' },
  comment: { default: 'changes', choices: ['always', 'changes', 'never'] },
  labels: { default: 'true', choices: ['true', 'false'] },
  'working-directory': { default: '.' },
  workflow: { default: '.github/workflows/plafond.yml' },
  token: { default: '' },
} as const satisfies Readonly<Record<string, InputDefinition>>;

interface InputDefinition {
  readonly default: string;
  readonly choices?: readonly string[];
  /** True if the value may be several, with commas or line breaks between them; `never` stands alone. */
  readonly many?: true;
}

/** Reads the inputs from the variables that action.yml sets. Throws an `ActionError` for a value that is not allowed. */
export function readInputs(env: Surroundings['env']): Inputs {
  const read = Object.entries<InputDefinition>(inputDefinitions).map(([name, input]) => [
    name,
    readInput(name, input, env),
  ]);
  return Object.fromEntries(read) as Inputs;
}

/** Returns the name of the variable in which action.yml passes an input, such as `INPUT_FAIL_ON`. */
export const variableOf = (input: string) => `INPUT_${input.toUpperCase().replaceAll('-', '_')}`;

function readInput(
  name: string,
  { default: byDefault, choices, many }: InputDefinition,
  env: Surroundings['env'],
): string {
  const value = env[variableOf(name)]?.trim() || byDefault;
  const parts = many
    ? value
        .split(/[,\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : [value];
  const other = choices && parts.find((part) => !choices.includes(part));
  if (choices !== undefined && (other !== undefined || parts.length === 0))
    throw new ActionError(
      `input \`${name}\` cannot be \`${other ?? value}\`; it is one of ${choices.join(', ')}`,
    );
  if (parts.length > 1 && parts.includes('never'))
    throw new ActionError(`input \`${name}\` cannot be \`${value}\`; \`never\` stands alone`);
  return parts.join();
}
