import { PermissionsError } from '@planhat/permissions';
import { RoleError } from '@planhat/permissions/roles';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** The reason for which a property, or a record as a whole, is not changed. */
export interface Reason {
  readonly property?: string;
  readonly reason: string;
}

/** An answer that says why the service does not do what it was asked to. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly reasons: readonly Reason[];

  constructor(statusCode: number, message: string, reasons: readonly Reason[] = []) {
    super(message);
    this.statusCode = statusCode;
    this.reasons = reasons;
  }
}

/** The same answer for what does not exist and for what may not be viewed: that it exists is a secret too. */
export const notFound = (title: string): Refusal => new Refusal(404, `There is no such ${title}`);

export const forbidden = (message: string, reasons: readonly Reason[]): Refusal =>
  new Refusal(403, message, reasons);

/** The values that PostgreSQL refuses though they were valid: these are mistakes of whoever asks, and no others are. */
const refusedByDatabase: ReadonlyMap<string, string> = new Map([
  ['23503', 'It refers to something that does not exist'],
  ['22021', 'It holds text that cannot be kept'],
]);

/** Turns what was thrown into an answer that says no more than it has to. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal)
    return reply.code(error.statusCode).send({ message: error.message, reasons: error.reasons });
  // The errors of a role are told to whoever edits it: they see everything that the messages name.
  if (error instanceof RoleError)
    return reply.code(400).send({
      message: error.message,
      reasons: error.findings.map(({ message }): Reason => ({ reason: message })),
    });
  if (error instanceof PermissionsError) {
    // Its message lists which roles, user types and seats there are.
    request.log.error(error);
    return reply.code(403).send({ message: 'Your permissions are not valid', code: error.code, reasons: [] });
  }
  const mistake = refusedByDatabase.get(error.code);
  if (mistake !== undefined) return reply.code(400).send({ message: mistake, reasons: [] });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return reply.code(error.statusCode).send({ message: error.message, reasons: [] });
  request.log.error(error);
  return reply.code(500).send({ message: 'Something went wrong', reasons: [] });
}

/**
 * Returns the part of an error that the log keeps. A database adds its query with the values of it and the row that was
 * in the way: whose phone number was refused is not for the log.
 */
export const logged = ({ name, code, message, stack }: Partial<FastifyError>) => ({
  type: name ?? 'Error',
  message: message ?? '',
  stack: stack ?? '',
  ...(code !== undefined && { code }),
});
