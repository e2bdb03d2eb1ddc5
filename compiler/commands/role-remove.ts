import { valueIn } from '../model/document.ts';
import { printPlace } from '../print/print-place.ts';
import { printRoleEditsJson, printRoleEditsPretty } from '../print/role/print-role-edits.ts';
import { findRoleToEdit } from '../questions/edit-role/find-role-to-edit.ts';
import { listRoleUses, type RoleUse } from '../questions/edit-role/list-role-uses.ts';
import { listObstacles, removeRole } from '../questions/edit-role/remove-role.ts';
import { readUserId } from '../questions/edit-role/rename-role.ts';
import { listFirst } from '../text/list.ts';
import { answerQuestion } from './answer-question.ts';
import { defineCommand, MisuseError } from './command.ts';
import { compileChanged, makeChange } from './edit-role.ts';

/** The most places that a refusal names. */
const mostNamed = 5;

/**
 * The command `plafond role remove`: deletes a role and takes it from its holders, whom it names, and says that
 * reviews refuse that as one change. It refuses while roles include it, or
 * invariants, waivers or tests name it: what they are to say then is for people to write.
 */
export const roleRemoveCommand = defineCommand({
  positionals: {
    name: { type: 'string', describe: 'the role', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant whose own role is meant' },
    'dry-run': { type: 'boolean', describe: 'only print who would lose it and which files would change' },
  },
  formats: ['pretty', 'json'],
  examples: [['plafond role remove csm --dry-run', 'who would lose it?']],
  run(args, io) {
    return answerQuestion(args, io, (policy) => {
      const { name, policies } = args;
      const role = findRoleToEdit(policy, name, args.tenant);
      const uses = listRoleUses(policy, role);
      refuseObstacles(name, listObstacles(uses));
      const { files, removed } = removeRole(role, uses);
      const change = { written: files, removed };
      compileChanged(change, policies, io);
      if (!args['dry-run']) makeChange(change, io);
      const holders = uses
        .filter(({ kind }) => kind === 'holder')
        .map((use) => ({ tenant: tenantOf(use), user: readUserId(use) }));
      const edits = { role: name, files, removed, holders };
      return {
        out:
          args.format === 'json' ? printRoleEditsJson(edits) : printRoleEditsPretty(edits, args['dry-run']),
        exit: 0,
      };
    });
  },
});

function tenantOf({ at }: RoleUse): string {
  const { tenant } = valueIn({ ...at, path: [] }) as { readonly tenant?: unknown };
  return typeof tenant === 'string' ? tenant : '';
}

function refuseObstacles(name: string, obstacles: readonly RoleUse[]): void {
  if (obstacles.length === 0) return;
  const places = obstacles.map(({ kind, at }) => `${words[kind]} ${printPlace(at)}`);
  throw new MisuseError(
    `role \`${name}\` is named elsewhere; take it out there first: ${listFirst(places, mostNamed)}`,
  );
}

const words: Readonly<Record<RoleUse['kind'], string>> = {
  declaration: 'the role in',
  inclusion: 'a role includes it in',
  origin: 'a role was cloned from it in',
  holder: 'a user holds it in',
  invariant: 'an invariant selects it in',
  waiver: 'a waiver is for it in',
  test: 'a test asks as it in',
  mapping: 'a mapping names it in',
};
