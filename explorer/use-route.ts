import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { parseRoute, type Route, writeRoute } from './state/route.ts';

function follow(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** Returns the place that the address names, and the function that goes to another one. */
export function useRoute(): readonly [Route, (change: (now: Route) => Route) => void] {
  const hash = useSyncExternalStore(follow, () => location.hash);
  const route = useMemo(() => parseRoute(hash), [hash]);
  const set = useCallback((change: (now: Route) => Route) => {
    const now = parseRoute(location.hash);
    const next = change(now);
    const written = writeRoute(next);
    if (written === writeRoute(now)) return;
    // A choice inside a view is no step back; another view or another cell is one.
    if (next.view === now.view && next.params.cell === now.params.cell) {
      history.replaceState(null, '', written);
      dispatchEvent(new HashChangeEvent('hashchange'));
    } else location.hash = written;
  }, []);
  return [route, set];
}
