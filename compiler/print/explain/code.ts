import { type CodeDescription, nameSeverity } from '../../diagnostics/describe-code.ts';
import type { Colours } from '../../text/colours.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { colourOf } from '../findings/pretty.ts';

/** Prints the meaning of a diagnostic for people. */
export function printCodePretty(
  { code, severity, message, why, remedy }: CodeDescription,
  colours: Colours,
): string {
  const { bold, dim } = colours;
  const colour = colourOf(severity, colours);
  return [
    `${bold(colour(`${nameSeverity(severity)}[${code}]`))}: ${bold(message)}\n\n`,
    `${dim('why:')} ${why}\n`,
    `${dim('what to do:')} ${remedy}\n`,
  ].join('');
}

/** Prints the meaning of a diagnostic for `explain CODE --format json`: a contract. */
export function printCodeJson({ code, severity, message, why, remedy }: CodeDescription): string {
  const shape = { version: 1, code, severity, message, why, remedy } satisfies Json;
  return `${writeIndentedJson(shape, 2)}\n`;
}
