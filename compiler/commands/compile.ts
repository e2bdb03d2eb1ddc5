import { findingFormats } from '../print/findings/findings.ts';
import { defineCommand } from './command.ts';
import { answerCompilation, unchanged } from './compile/answer-compilation.ts';
import { chooseFolder, refuseFolder } from './compile/choose-folder.ts';
import { isWhole, recallCompilation } from './compile/known-compilation.ts';
import { keepForCache } from './recall-answer.ts';

/**
 * The command `plafond compile`: writes everything that follows from the policies into one folder, whole or not at all,
 * and removes what no longer belongs there. If the folder holds files that plafond did not write or that were edited
 * since, it refuses unless it is forced. With `--check` it writes nothing, names every file that is missing, different or
 * does not belong, and exits 1 if there is one. With `--tenant` it writes what that tenant is given, in which no other
 * tenant leaves a trace, into a folder of its own. If the policies hold an error, or git would hold another text than
 * was written, the diagnostics are printed and the exit is 1.
 */
export const compileCommand = defineCommand({
  positionals: {},
  options: {
    out: {
      type: 'string',
      describe: 'the folder to write; without it, what the settings say, or `generated`',
    },
    tenant: {
      type: 'string',
      describe: 'only what this tenant is given, with no trace of another; needs an --out of its own',
    },
    check: {
      type: 'boolean',
      describe: 'write nothing, and fail if the folder is not what would be written',
    },
    force: {
      type: 'boolean',
      describe: 'delete files in the folder that compile did not write, and overwrite edited ones',
    },
    'no-rules': { type: 'boolean', describe: 'leave out rules/, which services do not need' },
  },
  formats: findingFormats,
  examples: [
    ['plafond compile', 'write the folder generated/'],
    ['plafond compile --tenant acme --out out/acme', 'for a browser, or a deployment of one tenant'],
    ['plafond compile --check', 'is generated/ what the policies say? For a workflow'],
  ],
  async run(args, io) {
    const keptFiles = io.keptFiles ?? keepForCache(args.policies, io);
    const known = keptFiles && recallCompilation(args, keptFiles, io);
    if (known) {
      const place = chooseFolder(args, known, io);
      refuseFolder(args, place, known);
      const { files, bytes } = known;
      if (isWhole(place.folder, known.manifest))
        return answerCompilation(args, place, { files, bytes, ...unchanged }, { ...known, keptFiles }, io);
    }
    const { compileAnew } = await import('./compile/compile-anew.ts');
    return compileAnew(args, keptFiles, io);
  },
});
