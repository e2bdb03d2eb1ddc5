import { explainDiskError } from '../io/disk.ts';
import { Misuse } from './command.ts';

/** Does something with the disk. A disk that says no is not a bug in plafond: it is thrown as `Misuse`. */
export function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(`${what}: ${explainDiskError(error)}`);
  }
}
