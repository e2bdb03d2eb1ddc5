import { makeVisible } from '../text/make-visible.ts';

/** The words that people write to turn something on or off. As `PLAFOND_CACHE` each would be a folder. */
const switchWord = /^(0|1|on|true|false|yes|no|none|never|disabled?|enabled?)$/i;

/**
 * Finds a variable of the environment whose value means nothing, which nobody would notice otherwise, and says so in a sentence.
 * One that is empty is as if it were not there.
 */
export function findEnvironmentFault({
  PLAFOND_CACHE: cache = '',
  PLAFOND_THREADS: threads = '',
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (switchWord.test(cache))
    return `PLAFOND_CACHE cannot be \`${cache}\`; it is \`off\`, or a folder, as \`./${cache}\``;
  if (threads !== '' && !/^\d+$/.test(threads))
    return `PLAFOND_THREADS cannot be \`${makeVisible(threads.slice(0, 40))}\`; it is a number of threads, 0 for one on each processor`;
  return undefined;
}
