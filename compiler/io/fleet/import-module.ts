/** Imports a module by its URL. The build leaves this file by itself: the script of all commands cannot import. */
export const importModule = (url: string): Promise<unknown> => import(url);
