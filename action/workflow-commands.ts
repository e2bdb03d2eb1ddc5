import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { makeVisible } from '../compiler/text/make-visible.ts';

/** Writes a workflow command on a line of its own. Escapes its message and properties, so that they cannot start another. */
export function writeCommand(
  name: 'error' | 'warning' | 'notice',
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const text = message.split('\n').map(makeVisible).join('\n');
  return `::${name}${written.length > 0 ? ` ${written.join(',')}` : ''}::${escapeData(text)}\n`;
}

/** Writes a text that the action did not make for the log, with workflow commands turned off while it is printed. */
export function quoteForLog(text: string): string {
  if (text.trim() === '') return '';
  const token = randomUUID();
  const lines = text.trimEnd().split('\n').map(makeVisible);
  return `::stop-commands::${token}\n${lines.join('\n')}\n::${token}::\n`;
}

/** Appends an output of the step to the file that GitHub names for outputs. Does nothing if GitHub names no file. */
export function setOutput(file: string | undefined, name: string, value: string): void {
  if (file === undefined || file === '') return;
  const mark = randomUUID();
  appendFileSync(file, `${name}<<${mark}\n${value}\n${mark}\n`);
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) =>
  escapeData(makeVisible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
