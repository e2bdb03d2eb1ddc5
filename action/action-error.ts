/** An error that stops the action. Its message is one sentence for the log: lower case, no full stop, no token in it. */
export class ActionError extends Error {}
