import { readFileSync } from 'node:fs';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';

/** Reads the page of the explorer as it was built. Throws `MisuseError` if this plafond was built without it. */
export function readTemplate({ explorerPage }: Io): string {
  if (explorerPage === undefined)
    throw new MisuseError(
      'the page of the explorer is not a part of this plafond; build it with `npm run build`',
    );
  return attempt('cannot read the page of the explorer', () => readFileSync(explorerPage, 'utf8'));
}
