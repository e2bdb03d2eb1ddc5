/** The error of a thread that ended before its work was done. */
export class EndedThreadError extends Error {}
