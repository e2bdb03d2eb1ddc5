import type { Matrix } from '../../model/matrix.ts';

/** The README of the written package. */
export function readme({ policy }: Matrix): string {
  return `# ${policy.settings.package.name}\n`;
}
