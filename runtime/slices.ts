/** Work that stops again and again on its way to a result, so that others get their turn. */
export type Sliced<Result> = Generator<void, Result, void>;

/** Lets others have their turn, and resolves when it is this work's turn again. */
export type Pause = () => Promise<void>;

/** Runs work in slices, with a pause after each. */
export async function doInSlices<Result>(work: Sliced<Result>, pause: Pause): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}

/** Runs work without a pause, if it is small or must be there at once. */
export function doAtOnce<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Lets timers, requests and whatever else waits have their turn. */
export const pauseForOthers: Pause = () =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else if (typeof MessageChannel === 'function') {
      // In browsers a timer that follows a timer waits for four milliseconds; a message does not.
      const { port1, port2 } = new MessageChannel();
      const heard = () => {
        port1.close();
        resolve();
      };
      Object.assign(port1, { onmessage: heard });
      port2.postMessage(null);
    } else setTimeout(resolve, 0);
  });
