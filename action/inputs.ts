import { Failure } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** What the action is told. */
export type Inputs = { readonly [Name in keyof typeof inputs]: Value<(typeof inputs)[Name]> };

type Value<Input> = Input extends { choices: readonly (infer Choice)[] } ? Choice : string;

/** Every input with its default, and the only values it takes where there are such; action.yml says the same. */
export const inputs = {
  mode: { default: 'report', choices: ['report', 'publish', 'both'] },
  policies: { default: 'policies' },
  base: { default: '' },
  'fail-on': { default: 'escalation', choices: ['wider', 'escalation', 'any', 'never'] },
  generated: { default: 'generated' },
  comment: { default: 'changes', choices: ['always', 'changes', 'never'] },
  labels: { default: 'true', choices: ['true', 'false'] },
  'working-directory': { default: '.' },
  workflow: { default: '.github/workflows/plafond.yml' },
  token: { default: '' },
} as const satisfies Readonly<Record<string, Input>>;

interface Input {
  readonly default: string;
  readonly choices?: readonly string[];
}

/** Reads the inputs from where action.yml puts them. Throws `Failure` for a value that an input does not take. */
export function readInputs(env: Surroundings['env']): Inputs {
  const read = Object.entries<Input>(inputs).map(([name, input]) => [name, given(name, input, env)]);
  return Object.fromEntries(read) as Inputs;
}

/** The variable in which action.yml hands over an input: `INPUT_FAIL_ON`. */
export const variableOf = (input: string) => `INPUT_${input.toUpperCase().replaceAll('-', '_')}`;

function given(name: string, { default: byDefault, choices }: Input, env: Surroundings['env']): string {
  const value = env[variableOf(name)]?.trim() || byDefault;
  if (choices !== undefined && !choices.includes(value))
    throw new Failure(`input \`${name}\` takes one of ${choices.join(', ')}, not \`${value}\``);
  return value;
}
