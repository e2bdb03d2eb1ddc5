import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { QuestionError } from '../../questions/question-error.ts';
import { importModule } from './import-module.ts';

/**
 * Loads a package that plafond does not bring along: the one beside plafond, else the one of the folder in which the
 * command was started. Throws `QuestionError` with what to do if there is none.
 */
export async function loadPackage(name: string, folder: string, wantedBy: string): Promise<unknown> {
  const found = [import.meta.url, path.join(folder, 'package.json')].flatMap((from) =>
    resolveFrom(from, name),
  );
  const [first] = found;
  if (first === undefined)
    throw new QuestionError(
      `${wantedBy} is written by the package \`${name}\`, which is not installed; run \`npm i -D ${name}\``,
    );
  try {
    return await importModule(pathToFileURL(first).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new QuestionError(
      `${wantedBy} is written by the package \`${name}\`, which cannot be loaded: ${reason}; run \`npm i -D ${name}\` again`,
    );
  }
}

function resolveFrom(from: string, name: string): readonly string[] {
  try {
    return [createRequire(from).resolve(name)];
  } catch {
    return [];
  }
}
