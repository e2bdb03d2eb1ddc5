import path from 'node:path';
import { watch } from 'chokidar';

/** A watch over a folder that goes on until it is ended. */
export interface FolderWatch {
  end(): Promise<void>;
}

/** The time, in milliseconds, for which a folder is left alone before a change counts as done. */
const rest = 60;

/**
 * Calls a function whenever something below a folder was changed, once for what changes together. Where the system refuses
 * to watch that many folders they are looked at every second.
 */
export async function watchFolder(folder: string, changed: () => void): Promise<FolderWatch> {
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, rest);
  };
  const watchBy = async (usePolling: boolean) => {
    const watcher = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (file) => path.basename(file) === '.git',
      usePolling,
      interval: 1000,
    });
    watcher.on('all', note);
    const isReady = await new Promise<boolean>((resolve) => {
      watcher.once('ready', () => resolve(true));
      watcher.once('error', () => resolve(usePolling));
    });
    // Later errors are of single files, as one that is gone before it is looked at.
    watcher.on('error', note);
    return { watcher, isReady };
  };
  let { watcher, isReady } = await watchBy(false);
  if (!isReady) {
    await watcher.close();
    ({ watcher, isReady } = await watchBy(true));
  }
  return {
    async end() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
