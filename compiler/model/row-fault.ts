/** The version of the form of stored roles. */
export const storedVersion = 1;

/** A row of a database contradicting the role in it, or of a form that nothing here reads: the key that does, and a sentence. */
export interface RowFault {
  readonly key: 'version' | 'tenant';
  readonly sentence: string;
}

/** Finds what is wrong with a row beside the role in it: a row may leave out what it has twice, and may not say two things. */
export function findRowFault(
  { version, tenant }: { readonly version?: unknown; readonly tenant?: unknown },
  role: { readonly tenant?: unknown },
): RowFault | undefined {
  if (version !== undefined && version !== storedVersion)
    return {
      key: 'version',
      sentence: `its version is ${typeof version === 'number' ? version : `of type ${typeof version}`}, and version ${storedVersion} is read here`,
    };
  if (tenant !== undefined && role.tenant !== undefined && tenant !== role.tenant)
    return { key: 'tenant', sentence: 'the row and its role name two tenants' };
  return undefined;
}
