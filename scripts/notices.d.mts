import type { Metafile } from 'esbuild';

export function noticesOf(
  root: string,
  own: { readonly name: string; readonly version: string; readonly description: string; readonly license: string },
  bundles: ReadonlyMap<string, Metafile>,
): { readonly notices: string; readonly sbom: string };

export function folderOf(path: string): string | undefined;
