import type { Schema } from '../validators.generated.js';
import { resolveReference } from './schema-place.ts';

/** Each way of writing names: its pattern in the schemas, the same in words, and how others are turned into it. */
const ways: readonly Way[] = [
  {
    pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
    form: 'a letter, then letters, digits, dashes and underscores',
    corrected: (name) => wordsOf(name).map(capitalise).join(''),
  },
  {
    pattern: '^[a-z][A-Za-z0-9_-]*$',
    form: 'a lower-case letter, then letters, digits, dashes and underscores',
    corrected: (name) => {
      const [first = '', ...others] = wordsOf(name);
      return first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalise).join('');
    },
  },
  {
    pattern: "^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$",
    form: "at most 128 letters, digits, spaces and `_ . : @ + ( ) & / ' -`, first a letter or a digit, last a letter, a digit or `)`",
    corrected: (name) =>
      name
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^A-Za-z0-9 _.:@+()&/'-]+/g, '-')
        .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9)]+$/g, ''),
  },
  {
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    form: 'letters, digits and underscores, with no digit first',
    corrected: (name) => {
      const [first = '', ...others] = name.split(/\W+/);
      return first + others.map(capitalise).join('');
    },
  },
  {
    pattern: '^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$',
    form: 'one or more property names, joined by dots',
    corrected: (name) => name.trim().split(/\W+/).join('.'),
  },
  {
    pattern: '^(?=.{1,214}$)(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
    form: 'at most 214 lower-case letters, digits, dashes, dots and underscores, first a letter or a digit, as `permissions` or `@acme/permissions`',
    corrected: (name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[^a-z0-9._@/-]+/g, '-')
        .replace(/^[^a-z0-9@]+/, ''),
  },
  {
    pattern: '^(?=.{1,1024}$)(\\.\\./)+((?!\\.\\.?(/|$))[A-Za-z0-9._@+ -]*[A-Za-z0-9_@+-](/|$))+(?<!/)$',
    form: 'a folder beside or above the policies: `../` once or several times, then names joined by `/`, as `../generated`',
    corrected: (path) => {
      const written = path.trim();
      return /^([/\\~]|[A-Za-z]:)/.test(written) ? '' : suggestFolder(written);
    },
  },
];

/** Returns the path of a folder beside the policies, or above them as far as the written one, without steps to nowhere. */
function suggestFolder(written: string): string {
  const steps = written.split(/[/\\]+/).filter((step) => step !== '' && step !== '.');
  return [...(steps[0] === '..' ? [] : ['..']), ...steps].join('/');
}

interface Way {
  readonly pattern: string;
  readonly form: string;
  readonly corrected: (name: string) => string;
}

/** The fault of a name: it is taken by the language, or not of the form that its schema asks for. */
export type BadName =
  | { readonly code: 'reserved-name' }
  | { readonly code: 'bad-name'; readonly form: string; readonly help: string | undefined };

/** Diagnoses a name that breaks its schema. */
export function diagnoseName(name: string, schema: Schema): BadName {
  if (isReserved(name, schema)) return { code: 'reserved-name' };
  const pattern = schema.pattern ?? '';
  const way = ways.find((known) => known.pattern === pattern);
  if (!way) return { code: 'bad-name', form: `of the form \`${pattern}\``, help: undefined };
  const suggestion = way.corrected(name);
  const isGood = new RegExp(pattern).test(suggestion) && !isReserved(suggestion, schema);
  return { code: 'bad-name', form: way.form, help: isGood ? `did you mean \`${suggestion}\`?` : undefined };
}

function isReserved(name: string, schema: Schema): boolean {
  const reserved = schema.not && resolveReference(schema.not);
  if (reserved?.pattern !== undefined) return new RegExp(reserved.pattern).test(name);
  return reserved?.enum?.includes(name) ?? false;
}

const wordsOf = (name: string) => name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');

const capitalise = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
