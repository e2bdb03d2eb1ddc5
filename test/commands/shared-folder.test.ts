import { expect, test } from 'vitest';
import { noteSharedFolder } from '../../compiler/commands/compile/note-shared-folder.ts';
import { ioInMemory } from '../support/io.ts';

/** Notes what compile of `policies/`, which writes `generated/`, says of other files. */
function note(files: Readonly<Record<string, string>>, place = { folder: 'generated', usual: 'generated' }) {
  const { io } = ioInMemory({ 'policies/settings.yaml': 'kind: Settings\n', ...files });
  const folders = () => [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? '')), 'policies'];
  return noteSharedFolder('policies', place, { ...io, folders });
}

test('compile says which policies beside these write the same folder', () => {
  const said =
    'note: shop/settings.yaml has compile write generated/ too, and each replaces what the other wrote; give one of the two an `out` of its own\n';
  expect(note({ 'shop/settings.yaml': 'kind: Settings\n' })).toBe(said);
  expect(
    note({ 'shop/settings.yaml': 'kind: Model\nname: A\n---\nkind: Settings\nout: .././generated\n' }),
  ).toBe(said);
});

test('compile says nothing of policies that write elsewhere, of other files, or where --out names the folder', () => {
  expect(note({ 'shop/settings.yaml': 'kind: Settings\nout: ../generated-shop\n' })).toBe('');
  expect(
    note({
      'shop/settings.yaml': 'theme: dark\n',
      'web/settings.yaml': '[',
      'docs/a.yaml': 'kind: Settings\n',
    }),
  ).toBe('');
  expect(note({ 'shop/settings.yaml': 'kind: Settings\n' }, { folder: 'out', usual: 'generated' })).toBe('');
});
