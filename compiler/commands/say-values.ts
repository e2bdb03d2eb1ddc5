import { listChoices } from '../questions/find-by-name.ts';
import { QuestionError } from '../questions/question-error.ts';
import { type MissingValueError, MisuseError, type WordIo } from './command.ts';
import { listGiven, listNamesFor } from './complete/list-names-for.ts';
import { listPolicyNames } from './complete/list-policy-names.ts';
import { findPolicies } from './find-policies.ts';
import type { ChosenLine } from './parse-arguments.ts';

/**
 * Returns the error of a value that is missing, with the values that it can have, in the words that an unknown one is answered
 * with; as it is if it is no name of policies, or if there are none that can be read.
 */
export function sayValues(error: MissingValueError, line: ChosenLine, io: WordIo): MisuseError {
  const choices = listChoices(listValuesThereAre(error.missing, line, io));
  return choices === '' ? error : new MisuseError(`${error.sentence}${choices}`);
}

function listValuesThereAre(
  missing: string,
  { chosen, command, line }: ChosenLine,
  io: WordIo,
): readonly string[] {
  const given = listGiven({
    positionals: command.positionals,
    places: line.words.slice(chosen.name.split(' ').length),
    options: Object.entries(line.options).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
    ),
  });
  try {
    const names = listPolicyNames(findPolicies(given.get('policies'), io), io);
    const tenant = given.get('tenant');
    if (tenant !== undefined && !names.namesOf('Tenant').includes(tenant)) return [];
    return listNamesFor(chosen.name, missing, given, names) ?? [];
  } catch (error) {
    if (error instanceof QuestionError) return [];
    throw error;
  }
}
