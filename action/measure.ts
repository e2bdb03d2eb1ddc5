import path from 'node:path';
import type { FindingsJson } from '../compiler/model/finding-json.ts';
import type { DiffJson, DiffReport } from '../compiler/questions/diff/report.ts';
import { ActionError } from './action-error.ts';
import type { Clone } from './git.ts';
import type { Product } from './name-product.ts';
import type { Inputs } from './read-inputs.ts';
import { type PlafondAnswer, runPlafond } from './run-plafond.ts';
import type { Surroundings } from './surroundings.ts';
import { quoteForLog } from './workflow-commands.ts';

/** The answers of plafond about a commit and its changes. */
export interface Measurement {
  readonly check: FindingsJson;
  readonly sarif: string;
  /** The findings of `compile --check`; undefined if it was not run. */
  readonly generated: FindingsJson | undefined;
  /** Undefined without a base, and if one of the two sides does not compile; `broken` holds the reasons then. */
  readonly diff: DiffReport | undefined;
  readonly broken: FindingsJson | undefined;
  /** The reasons for which the change is refused, a sentence each: the gate, or errors that only the comparison shows. */
  readonly refusals: readonly string[];
}

/** Runs the commands of plafond on a commit of the clone that is checked out, and compares it with the base. */
export async function measure(
  surroundings: Surroundings,
  inputs: Inputs,
  { root, prefix }: Clone,
  { folder }: Product,
  head: string,
  base: string | undefined,
): Promise<Measurement> {
  const ask = async (...args: readonly string[]) => {
    const said = await runPlafond(surroundings, root, [...args, '--policies', folder, '--quiet']);
    surroundings.log(quoteForLog(said.err));
    return said;
  };
  const check = parseAnswer<FindingsJson>(await ask('check', '--format', 'json'));
  const sarif = (await ask('check', '--format', 'sarif')).out;
  const generated =
    inputs.generated === 'none' || check.errors > 0
      ? undefined
      : parseAnswer<FindingsJson>(
          await ask('compile', '--check', ...nameFolder('--out', prefix, inputs), '--format', 'json'),
        );
  const nothing = { check, sarif, generated, diff: undefined, broken: undefined, refusals: [] };
  if (base === undefined) return nothing;
  const gate = inputs['fail-on'] === 'never' ? [] : ['--fail-on', inputs['fail-on']];
  // With `generated: none` too, compiled folders that are committed must not be changed by hand: plafond finds them by
  // their manifests, and the folder of the settings also without one.
  const said = await ask(
    ...['diff', base, head, '--format', 'json', ...gate],
    ...nameFolder('--generated', prefix, inputs),
  );
  const answer = parseAnswer<DiffJson | FindingsJson>(said);
  if ('findings' in answer) return { ...nothing, broken: answer };
  // The single cells and users are left out: their groups say the same in less room.
  const { changes, people, ...diff } = answer;
  return { ...nothing, diff, refusals: said.exit === 1 ? readRefusals(said) : [] };
}

/** Returns the option that names the folder that compile writes; without a name, plafond takes that of the settings. */
function nameFolder(option: string, prefix: string, { generated }: Inputs): readonly string[] {
  const isNamed = generated !== '' && generated !== 'none';
  return isNamed ? [option, path.posix.normalize(`${prefix}${generated}`)] : [];
}

/** Returns the lines in which the command line says why it exits with 1. */
function readRefusals({ err }: PlafondAnswer): readonly string[] {
  const said = err.split('\n').flatMap((line) => /^plafond: (.+)$/.exec(line)?.[1] ?? []);
  return said.length > 0 ? said : ['the gate refuses the change'];
}

function parseAnswer<T>({ out }: PlafondAnswer): T {
  try {
    return JSON.parse(out) as T;
  } catch {
    throw new ActionError('plafond did not answer with JSON');
  }
}
