import { explainDiskError } from '../io/disk.ts';
import { MisuseError } from './command.ts';

/** Runs an operation on the disk. Throws what the disk refuses as `MisuseError`, since it is no bug in plafond. */
export function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new MisuseError(`${what}: ${explainDiskError(error)}`);
  }
}
