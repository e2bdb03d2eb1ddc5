import path from 'node:path';
import type { Report as Difference, DiffJson } from '../compiler/print/diff/report.ts';
import type { FindingsJson } from '../compiler/print/findings/json.ts';
import { quoted } from './commands.ts';
import { Failure } from './failure.ts';
import type { Clone } from './git.ts';
import { type Inputs, inputs as inputsByDefault } from './inputs.ts';
import { plafond, type Said } from './plafond.ts';
import type { Surroundings } from './surroundings.ts';

/** All that plafond says of a commit and of what it changes. */
export interface Measured {
  readonly check: FindingsJson;
  readonly sarif: string;
  /** What `compile --check` finds; nothing where it was not asked. */
  readonly generated: FindingsJson | undefined;
  /** Nothing without a base, or where one of the two sides does not compile: then `broken` says why. */
  readonly diff: Difference | undefined;
  readonly broken: FindingsJson | undefined;
  /** Why the change itself is refused, a sentence each: the gate, or errors that only history shows. */
  readonly refusals: readonly string[];
}

/** Asks plafond for everything: `head` and `base` are commits of the clone, and `head` is checked out. */
export async function measure(
  surroundings: Surroundings,
  inputs: Inputs,
  { root, prefix }: Clone,
  head: string,
  base: string | undefined,
): Promise<Measured> {
  const policies = path.posix.normalize(`${prefix}${inputs.policies}`);
  const ask = async (...args: readonly string[]) => {
    const said = await plafond(surroundings, root, [...args, '--policies', policies, '--quiet']);
    surroundings.log(quoted(said.err));
    return said;
  };
  const check = parsed<FindingsJson>(await ask('check', '--format', 'json'));
  const sarif = (await ask('check', '--format', 'sarif')).out;
  const generated =
    inputs.generated === 'none' || check.errors > 0
      ? undefined
      : parsed<FindingsJson>(
          await ask('compile', '--check', '--out', `${prefix}${inputs.generated}`, '--format', 'json'),
        );
  const nothing = { check, sarif, generated, diff: undefined, broken: undefined, refusals: [] };
  if (base === undefined) return nothing;
  const gate = inputs['fail-on'] === 'never' ? [] : ['--fail-on', inputs['fail-on']];
  // Where nothing is said to be committed, what is committed all the same is looked at.
  const folder = inputs.generated === 'none' ? inputsByDefault.generated.default : inputs.generated;
  const said = await ask(
    ...['diff', base, head, '--format', 'json', ...gate],
    ...['--generated', path.posix.normalize(`${prefix}${folder}`)],
  );
  const answer = parsed<DiffJson | FindingsJson>(said);
  if ('findings' in answer) return { ...nothing, broken: answer };
  // The single cells stay here: the groups tell the same, and grow with what is distinct.
  const { changes, ...diff } = answer;
  return { ...nothing, diff, refusals: said.exit === 1 ? refusalsIn(said) : [] };
}

/** The lines on which the command line says why it exits with 1. */
function refusalsIn({ err }: Said): readonly string[] {
  const said = err.split('\n').flatMap((line) => /^plafond: (.+)$/.exec(line)?.[1] ?? []);
  return said.length > 0 ? said : ['the gate says no'];
}

function parsed<T>({ out }: Said): T {
  try {
    return JSON.parse(out) as T;
  } catch {
    throw new Failure('plafond did not answer with JSON');
  }
}
