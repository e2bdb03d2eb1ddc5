import { useCallback, useMemo, useReducer, useRef } from 'react';
import { type Explorer, ExplorerContext } from './context.ts';
import { Frame } from './Frame.tsx';
import type { ExplorerData } from './state/data.ts';
import { changeRoute, writeRoute } from './state/route.ts';
import { changeTray, collectChanges, emptyTray, listOvertaken } from './state/tray.ts';
import { changeWorld, fileText, openWorld, type World } from './state/world.ts';
import { useRoute } from './use-route.ts';
import { useTree } from './use-tree.ts';

/** The whole page: its data, the place that its address names, and the edits that wait in the tray. */
export function App({ data, today }: { readonly data: ExplorerData; readonly today: string }) {
  const current = useTree(data);
  const before = useRef<World>(undefined);
  const tree = useMemo(() => {
    const opened = openWorld(current, data.stored, before.current);
    before.current = opened;
    return opened;
  }, [current, data.stored]);
  const base = useMemo(
    () => (data.base ? openWorld(data.base, undefined, tree) : undefined),
    [data.base, tree],
  );
  const [tray, act] = useReducer(changeTray, emptyTray);
  const changes = useMemo(() => collectChanges(tray, (path) => fileText(tree, path)), [tray, tree]);
  const draft = useMemo(() => changeWorld(tree, changes), [tree, changes]);
  const overtaken = useMemo(
    () => listOvertaken(tray, changes, (path) => fileText(tree, path)),
    [tray, changes, tree],
  );
  const addEdit = useCallback<Explorer['addEdit']>(
    ({ title, files }) => {
      const started = new Map([...files.keys()].map((path) => [path, fileText(tree, path) ?? null]));
      act({ kind: 'edit', edit: { title, files, started } });
    },
    [tree],
  );
  const [route, setRoute] = useRoute();
  const go = useCallback<Explorer['go']>(
    (params, view) => setRoute((now) => changeRoute(now, params, view)),
    [setRoute],
  );
  const explorer = useMemo<Explorer>(
    () => ({
      ...{ data, today, tree, draft, tray, changes, overtaken, act, addEdit, route, go },
      ...(base && { base }),
      linkTo: (params, view) => writeRoute(changeRoute(route, params, view)),
    }),
    [data, today, tree, draft, base, tray, changes, overtaken, addEdit, route, go],
  );
  return (
    <ExplorerContext value={explorer}>
      <Frame />
    </ExplorerContext>
  );
}
