import { expect, test } from 'vitest';
import { collect } from '../../compiler/diagnostics/diagnostic.ts';
import { load } from '../../compiler/stages/1-load.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const call = 'kind: Model\nname: Call\nactions: [view]\n';
const deal = 'kind: Model\nname: Deal\nactions: [view]\n';
const texts = {
  'policies/call.yaml': call,
  'policies/deal.yaml': deal,
  'policies/notes.txt': 'none of ours',
};
const bytes = call.length + deal.length;

/** Loads the two files under limits; returns the number of documents and the messages. */
function loadWithin(
  limits: { files: number; bytes: number },
  changed: Readonly<Record<string, string>> = {},
) {
  const { report, diagnostics } = collect();
  const documents = load(filesInMemory({ ...texts, ...changed }), 'policies', report, { limits });
  return [documents.length, ...diagnostics.map(({ code, message, help }) => [code, message, help])];
}

const help =
  'move what is no policy out of `policies`, or split it into folders that are compiled one by one';

test('a folder may hold as many files and bytes as the limits say', () => {
  expect(loadWithin({ files: 2, bytes })).toEqual([2]);
});

test('one file or one byte more is reported once, and nothing of the folder is read', () => {
  const broken = { 'policies/call.yaml': call.replace('name', '????') };
  expect(loadWithin({ files: 1, bytes }, broken)).toEqual([
    0,
    ['policies-too-large', 'the policies hold more than 1 files', help],
  ]);
  expect(loadWithin({ files: 2, bytes: bytes - 1 }, broken)).toEqual([
    0,
    ['policies-too-large', 'the policies hold more than 0.1 MiB', help],
  ]);
});

test('a file that cannot be read counts as a file, and is reported by itself', () => {
  const large = { 'policies/call.yaml': 'a'.repeat(4 * 1024 * 1024 + 1) };
  expect(loadWithin({ files: 2, bytes: deal.length }, large)).toEqual([
    1,
    ['unreadable', 'cannot read it: it has 4.1 MiB and the limit is 4 MiB', 'split the file'],
  ]);
});
