/** The error of a question that cannot be answered as asked. Its message is one sentence, lower case, no full stop. */
export class QuestionError extends Error {}
