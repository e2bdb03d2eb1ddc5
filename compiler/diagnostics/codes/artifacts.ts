import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what is wrong with the artifacts. */
export const artifactCodes = {
  'stale-artifact': {
    severity: 'error',
    message: (p: {
      path: string;
      fault:
        | 'is missing'
        | 'is stale: it was compiled from other policies'
        | 'differs from what the policies say'
        | 'follows from no policy';
    }) => `\`${p.path}\` ${p.fault}`,
    why: 'what services load and reviewers read must be what the policies say',
    remedy: 'Run `plafond compile` and commit what it writes.',
  },
  'out-in-policies': {
    severity: 'error',
    message: (p: { out: string }) => `\`out: ${p.out}\` lies in the policies folder`,
    why: 'what compile writes there, the next run would read as policies',
    remedy: 'Name a folder beside the policies, as `out: ../generated`.',
  },
} satisfies Record<string, DiagnosticDefinition>;
