import { count } from '../../text/count.ts';
import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what only an older revision shows. */
export const historyCodes = {
  'policies-moved': {
    severity: 'info',
    message: (p: { folder: string; base: string; former: string }) =>
      `\`${p.base}\` has no policies in \`${p.folder}\`, and has those of ${p.former}, which are gone since: all of it counts as new`,
    why: 'nothing is compared with what there was, so a change that came with the move is not told',
    remedy:
      'Compare with the folder of before: `git worktree add --detach ../before REVISION`, then `plafond diff --base-dir ../before/FOLDER`. Where nothing else changes, the next comparison is whole again.',
  },
  'role-retyped': {
    severity: 'error',
    message: (p: { role: string; from: string; to: string }) =>
      `role \`${p.role}\` was made for \`${p.from}\` and is now for \`${p.to}\``,
    why: 'a role’s user type and seats never change: its users hold it for what it was',
    remedy: 'Take the change back and clone the role with the user type and seats that are wanted.',
  },
  'role-removed-in-use': {
    severity: 'error',
    message: (p: { role: string; users: string }) =>
      `role \`${p.role}\` is removed or renamed while ${p.users} it`,
    why: 'users who are left with a role that is gone lose everything at once, and nobody decided it',
    remedy: 'Give its users another role first; then remove it.',
  },
  'stored-role-broken': {
    severity: 'warning',
    message: (p: { what: string }) => `a role of the database does not compile any more: ${p.what}`,
    why: 'it gives nothing then: whoever has it loses all of it, in a place where nobody who reviews this looks',
    remedy: 'Keep what the role names, or change the role in the database first.',
  },
  'waiver-added': {
    severity: 'warning',
    message: (p: { holder: string; invariant: string; where: string; until: string }) =>
      `a new waiver lets ${p.holder} break invariant \`${p.invariant}\` in ${p.where} until ${p.until}`,
    why: 'a waiver switches a guard off, so whoever approves it has to see it',
    remedy: 'Approve it only if the reason, the owner and the date hold.',
  },
  'waiver-loosened': {
    severity: 'warning',
    message: (p: { holder: string; invariant: string; change: string }) =>
      `the waiver of invariant \`${p.invariant}\` for ${p.holder} now holds ${p.change}`,
    why: 'a waiver switches a guard off, so whoever approves more of it has to see it',
    remedy: 'Approve it only if the owner agreed to more.',
  },
  'invariant-removed': {
    severity: 'warning',
    message: (p: { invariant: string; because: string }) =>
      `invariant \`${p.invariant}\` is gone, which said \`${p.because}\``,
    why: 'a guard that is taken away protects nothing from the next change on',
    remedy: 'Approve it only if what it guarded no longer needs a guard.',
  },
  'invariant-weakened': {
    severity: 'warning',
    message: (p: { invariant: string; because: string; change: string }) =>
      `invariant \`${p.invariant}\`, which says \`${p.because}\`, is weakened: ${p.change}`,
    why: 'what a guard no longer covers, the next change can break without a word',
    remedy: 'Approve it only if what it no longer covers is meant to be possible.',
  },
  'risk-lowered': {
    severity: 'warning',
    message: (p: { permission: string; from: string; to: string }) =>
      `the risk class of \`${p.permission}\` is lowered from ${p.from} to ${p.to}`,
    why: 'a class decides what reviewers are shown first, so lowering one hides what comes after',
    remedy: 'Approve it only if the permission can do no more harm than its new class says.',
  },
  'attribute-rewrites': {
    severity: 'error',
    message: (p: { attribute: string; files: string }) =>
      `git attribute \`${p.attribute}\` now rewrites ${p.files} between git and the disk`,
    why: 'what a machine compiles and serves is then another text than the one that was reviewed',
    remedy:
      'Take the attribute away from the policies and from what compile writes; `policies/.gitattributes` as `plafond init` writes it keeps it away.',
    securitySeverity: '7.0',
  },
  'attribute-changed': {
    severity: 'warning',
    message: (p: { attribute: string; files: string; change: 'now counts for' | 'no longer counts for' }) =>
      `git attribute \`${p.attribute}\` ${p.change} ${p.files}`,
    why: 'it decides which text a checkout, a commit or an archive holds, and no diff shows that text',
    remedy: 'Approve it only if the files are meant to differ from before wherever they are written.',
  },
  'review-hidden': {
    severity: 'warning',
    message: (p: { attribute: string; files: string }) =>
      `git attribute \`${p.attribute}\` now hides changes of ${p.files} from reviewers`,
    why: 'a change that is folded away or called binary is approved unread',
    remedy: 'Take the attribute away from the policies.',
  },
  'workflow-changed': {
    severity: 'warning',
    message: (p: { file: string; change: 'is another one now' | 'is new' | 'is gone'; instead: string }) =>
      `the workflow \`${p.file}\`, which runs plafond, ${p.change}${p.instead}`,
    why: 'it decides whether a change is judged at all, and what becomes of the verdict',
    remedy: 'Approve it only if changes are still judged as before, by a version that is trusted.',
  },
  'escalation-path-opened': {
    severity: 'warning',
    message: (p: { roles: string; tenants: string; by: string; permissions: number }) =>
      `holders of ${p.roles} in ${p.tenants} can now come by more than their role gives (up to ${count(p.permissions, 'permission')}), by ${p.by}`,
    why: 'who can give roles away, make users or make tokens has whatever those may have',
    remedy:
      'Approve it only if those who hold the role may be trusted with all that it opens; else take the escalating permission away.',
  },
} satisfies Record<string, DiagnosticDefinition>;
