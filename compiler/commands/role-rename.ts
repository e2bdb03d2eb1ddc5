import { compilePolicy } from '../compile-policy.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { sharedOf } from '../model/policy.ts';
import { printPlace } from '../print/print-place.ts';
import { printRoleEditsJson, printRoleEditsPretty } from '../print/role/print-role-edits.ts';
import { findRoleToEdit, moveRoleFile } from '../questions/edit-role/find-role-to-edit.ts';
import { listRoleUses } from '../questions/edit-role/list-role-uses.ts';
import { renameRole } from '../questions/edit-role/rename-role.ts';
import { answerQuestion } from './answer-question.ts';
import { defineCommand, MisuseError } from './command.ts';
import { compileChanged, listHeldByRole, makeChange, refuseTakenName } from './edit-role.ts';

/**
 * The command `plafond role rename`: gives a role another name wherever the policies name it, holders, invariants, waivers
 * and tests included, and writes what it was called, for reviews; everything else of the files stays as it is.
 */
export const roleRenameCommand = defineCommand({
  positionals: {
    old: { type: 'string', describe: 'the name that the role has', required: true },
    new: { type: 'string', describe: 'the name that it gets', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant whose own role is meant' },
    'dry-run': { type: 'boolean', describe: 'only print which files would change' },
  },
  formats: ['pretty', 'json'],
  examples: [['plafond role rename csm customer-success', 'in all files at once']],
  run(args, io) {
    return answerQuestion(args, io, (policy) => {
      const { old, new: to, policies } = args;
      if (old === to) throw new MisuseError(`the role is called \`${to}\` already`);
      const role = findRoleToEdit(policy, old, args.tenant);
      refuseTakenName(policy, to, role.tenant);
      const uses = listRoleUses(policy, role);
      const shared = uses.find(({ isShared }) => isShared);
      if (shared)
        throw new MisuseError(
          `\`${old}\` in ${printPlace(shared.at)} means the roles of several tenants; say there which roles are meant, then rename`,
        );
      const edited = renameRole(uses, old, to, 'userType' in role);
      const { path: own } = role.at.document.source;
      const moved = moveRoleFile(role, to);
      if (moved !== undefined && io.kind(moved) !== 'nothing')
        throw new MisuseError(`\`${moved}\` exists already; nothing is overwritten`);
      const change = {
        written: edited.map((file) =>
          file.path === own && moved !== undefined ? { ...file, path: moved } : file,
        ),
        removed: moved === undefined ? [] : [own],
      };
      const after = compileChanged(change, policies, io);
      const before = listHeldByRole(compilePolicy(policy).matrix, (one) =>
        sharedOf(one) === role ? to : one.name,
      );
      if (before.join() !== listHeldByRole(after, ({ name }) => name).join())
        impossible(`renaming ${old} would change what roles hold`);
      if (!args['dry-run']) makeChange(change, io);
      const edits = {
        role: old,
        to,
        ...(role.title !== undefined && { title: role.title }),
        files: edited,
        ...(moved !== undefined && { moved: { from: own, to: moved } }),
      };
      return {
        out:
          args.format === 'json' ? printRoleEditsJson(edits) : printRoleEditsPretty(edits, args['dry-run']),
        exit: 0,
      };
    });
  },
});
