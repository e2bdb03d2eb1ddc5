/** Says why the action stops: one sentence for whoever reads the log, lower case, no full stop, no token in it. */
export class Failure extends Error {}
