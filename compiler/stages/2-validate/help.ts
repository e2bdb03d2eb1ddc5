import type { Schema } from '../validators.generated.js';
import { isMap, type Meant, resemblanceOf, resolved } from './meant.ts';
import { expected } from './words.ts';

/** What to write instead of a value of the wrong type, where the value itself says what was meant. */
export function helpWithType({ value, choices, around }: Meant): string | undefined {
  if (value === null) return helpWithNothing(choices);
  if (isMap(value)) {
    const alone = around?.choices.find((choice) => resemblanceOf(value, choice) > 0);
    return alone && Array.isArray(around?.value)
      ? `${expected([alone])} stands alone, not in a list`
      : undefined;
  }
  const choiceOf = (type: Schema['type']) => choices.find((choice) => choice.type === type);
  const [list, text] = [choiceOf('array'), choiceOf('string')];
  if (typeof value === 'string') {
    if (list) return helpWithList(value, choices);
    if (choiceOf('boolean')) return truths.get(value.toLowerCase());
    return choiceOf('integer') && /^\d+$/.test(value) ? `write \`${value}\` without quotes` : undefined;
  }
  const isFreeText = text && !text.enum && !text.format && (text.pattern ?? '\\S') === '\\S';
  return isFreeText && typeof value !== 'object' ? 'put quotes around it to make it text' : undefined;
}

/** How to write one name where a list of names may stand: as a list of one. */
export function helpWithList(value: string, choices: readonly Schema[]): string | undefined {
  const ofNames = choices.some(({ items }) => items && resolved(items).type === 'string');
  return ofNames && /^[A-Za-z][\w.-]*(:\w+)?$/.test(value) ? `write \`[${value}]\`` : undefined;
}

function helpWithNothing(choices: readonly Schema[]): string | undefined {
  const nothing = choices.flatMap(formsOfNothing)[0];
  return nothing && `write \`${nothing}\` if none is meant`;
}

function formsOfNothing(schema: Schema): readonly string[] {
  if (schema.enum?.includes('none')) return ['none'];
  if (schema.type === 'array' && !schema.minItems) return ['[]'];
  const isFree = schema.type === 'object' && !schema.required && !schema.minProperties;
  return isFree ? ['{}'] : [];
}

/** What people write for yes and no and YAML 1.2 takes for text. */
const truths: ReadonlyMap<string, string> = new Map([
  ['true', 'write `true` without quotes'],
  ['false', 'write `false` without quotes'],
  ['yes', 'write `true`'],
  ['on', 'write `true`'],
  ['no', 'write `false`'],
  ['off', 'write `false`'],
]);
