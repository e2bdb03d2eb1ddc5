import { useEffect, useState } from 'react';
import type { ExplorerData, PolicyTree } from './state/data.ts';
import { fetchTree, followFiles } from './state/server.ts';

/** Returns the policy files as they are; a page that is served follows what changes in the folder. */
export function useTree(data: ExplorerData): PolicyTree {
  const [tree, setTree] = useState(data.tree);
  const { mode, token } = data;
  useEffect(() => {
    if (mode !== 'served' || token === undefined) return undefined;
    let isOver = false;
    const renew = async () => {
      const renewed = await fetchTree(token);
      if (renewed && !isOver) setTree(renewed);
    };
    const stop = followFiles(token, renew);
    void renew();
    return () => {
      isOver = true;
      stop();
    };
  }, [mode, token]);
  return tree;
}
