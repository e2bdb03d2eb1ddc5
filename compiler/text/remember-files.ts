import type { Files } from './files.ts';

/** Returns the same files, of which each is read once. */
export function rememberFiles(files: Files): Files {
  const known = new Map<string, ReturnType<Files['read']>>();
  return {
    ...files,
    read(file, limit) {
      const content = known.get(file) ?? files.read(file, limit);
      known.set(file, content);
      return content;
    },
  };
}
