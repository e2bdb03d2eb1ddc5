import { type Git, GitError, openGit } from '../io/git.ts';
import { type Io, Misuse } from './command.ts';

/** Asks the repository that a command was started in. What git refuses, also later, is thrown as `Misuse`. */
export async function asking<T>(io: Io, ask: (git: Git) => T | Promise<T>): Promise<T> {
  try {
    return await ask(openGit(io.folder));
  } catch (error) {
    throw error instanceof GitError ? new Misuse(error.message) : error;
  }
}
