import { BrokenPoliciesError, QuestionError } from '../../compiler/library.ts';

/** The reason for which a question has no answer, as a sentence. */
export interface Refused {
  readonly refused: string;
}

/** Asks a question of the library; of one that has no answer, returns the sentence that says why. */
export function askLibrary<Answer extends object>(ask: () => Answer): Answer | Refused {
  try {
    return ask();
  } catch (error) {
    if (error instanceof QuestionError || error instanceof BrokenPoliciesError)
      return { refused: error.message };
    throw error;
  }
}
