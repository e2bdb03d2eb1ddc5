import type { Metafile } from 'esbuild';

export function collectNotices(
  root: string,
  own: { readonly name: string; readonly version: string; readonly description: string; readonly license: string },
  bundles: ReadonlyMap<string, Metafile>,
): { readonly notices: string; readonly sbom: string };

export function findPackageFolder(path: string): string | undefined;
