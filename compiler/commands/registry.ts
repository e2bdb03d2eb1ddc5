import type { Command } from './command.ts';

/** The name and the summary of a command, and how it is loaded: only to run it or to print its help. */
export interface RegisteredCommand {
  /** One word, or two for a command of a group. */
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** The summaries of the groups of commands, by the first word of their names. */
export const commandGroups: Readonly<Record<string, string>> = {
  role: 'write role files',
  plan: 'plan changes of people in the only safe order',
};

/** Every command, in the order in which help lists them. */
export const registry: readonly RegisteredCommand[] = [
  {
    name: 'check',
    summary: 'is anything wrong? Every error and warning in one sorted list',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    name: 'compile',
    summary: 'write generated/: rules, bundle, types, matrices and schemas',
    load: async () => (await import('./compile.ts')).compileCommand,
  },
  {
    name: 'test',
    summary: 'run the tests among the policies: do they decide as expected?',
    load: async () => (await import('./test.ts')).testCommand,
  },
  {
    name: 'schema',
    summary: 'write the schemas for editors, with all declared names, even while there are errors',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'matrix',
    summary: 'who may do what: the effective permissions of roles or of a user',
    load: async () => (await import('./matrix.ts')).matrixCommand,
  },
  {
    name: 'explain',
    summary: 'why a role or a user may do something, or what would allow it',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'who',
    summary: 'which roles can do something, where, and for how many users',
    load: async () => (await import('./who.ts')).whoCommand,
  },
  {
    name: 'assign',
    summary: 'which roles a user can be given, and why not the others',
    load: async () => (await import('./assign.ts')).assignCommand,
  },
  {
    name: 'diff',
    summary: 'what changes in effect between two revisions: who gains and loses what, because of which line',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'explore',
    summary: 'look at the policies and edit them in the browser, or write that page as one offline file',
    load: async () => (await import('./explore.ts')).exploreCommand,
  },
  {
    name: 'role new',
    summary: 'write a role that holds all that its user type and seats hold, to be cut down',
    load: async () => (await import('./role-new.ts')).roleNewCommand,
  },
  {
    name: 'role clone',
    summary: 'write a copy of a role, and list what another user type or seats cost it',
    load: async () => (await import('./role-clone.ts')).roleCloneCommand,
  },
  {
    name: 'role rename',
    summary: 'give a role another name, in every file that names it',
    load: async () => (await import('./role-rename.ts')).roleRenameCommand,
  },
  {
    name: 'role remove',
    summary: 'delete a role and take it from its holders, who are listed',
    load: async () => (await import('./role-remove.ts')).roleRemoveCommand,
  },
  {
    name: 'import',
    summary: 'write what the product exports as policies, or say where the two drift apart',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'plan downgrade',
    summary: 'how the holders of a role come to a smaller user type, and what each of them loses',
    load: async () => (await import('./plan-downgrade.ts')).planDowngradeCommand,
  },
  {
    name: 'plan retire',
    summary: 'how a role goes and another takes its place',
    load: async () => (await import('./plan-retire.ts')).planRetireCommand,
  },
  {
    name: 'plan move',
    summary: 'how users come to another user type',
    load: async () => (await import('./plan-move.ts')).planMoveCommand,
  },
  {
    name: 'plan generation',
    summary: 'how the roles of a tenant come to models that stand in for others, and what does not map',
    load: async () => (await import('./plan-generation.ts')).planGenerationCommand,
  },
  {
    name: 'init',
    summary: 'write a small policies folder to start from',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'since',
    summary: 'which commit gave a role or a user a permission or took it, and through which line',
    load: async () => (await import('./since.ts')).sinceCommand,
  },
  {
    name: 'audit',
    summary: 'an evidence pack for auditors: who holds what and why, with hashes to verify',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  {
    name: 'export',
    summary: 'write who holds what in all tenants as tables for SQL: Parquet, DuckDB, SQLite or CSV',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'bundle',
    summary: 'write what services load as one signed file',
    load: async () => (await import('./bundle.ts')).bundleCommand,
  },
  {
    name: 'verify',
    summary: 'would services take this signed bundle, and is it what the policies say?',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'reach',
    summary: 'which records of a file a user or a role reaches, by what, and why not the others',
    load: async () => (await import('./reach.ts')).reachCommand,
  },
  {
    name: 'describe',
    summary: 'what a user or a role can do, in plain sentences: for whoever answers for them',
    load: async () => (await import('./describe.ts')).describeCommand,
  },
  {
    name: 'runbook',
    summary: 'what to click in the product for a change, whom to ask, and how to look whether it came out',
    load: async () => (await import('./runbook.ts')).runbookCommand,
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands, options and names in bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
];
