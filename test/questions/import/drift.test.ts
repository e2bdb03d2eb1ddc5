/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { has } from '../../../compiler/model/bits.ts';
import { capOf } from '../../../compiler/questions/unlock/find-cap.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { ioInMemory, textOf } from '../../support/io.ts';
import { runs } from '../../support/random.ts';
import { compileTexts, effectOf, exportState, readTexts, type State, states } from './observed-states.ts';

const line = ['import', '--from', 'export', '--tenant', 'hooli', '--policies', 'policies'];

const answer = async (io: Parameters<typeof answerLine>[2], ...options: readonly string[]) => {
  const { out, err, exit } = await answerLine([...line, ...options], registry, io);
  return { out: textOf(out), err, exit };
};

interface Cells {
  readonly role: string;
  readonly cells: readonly {
    readonly permission: string;
    readonly asked: { readonly product: boolean; readonly files: boolean };
    readonly effect: { readonly product: boolean; readonly files: boolean };
  }[];
}

describe.each([
  ['policies', ['own']],
  ['examples/catalogs/crm', ['all accounts', 'own leads']],
] as const)('drift of %s', (folder, portfolio) => {
  const texts = readTexts(folder);
  const { policy } = compileTexts(filesInMemory(texts));
  const { catalog } = policy;

  /** The cells of a role in which two states differ, as asked inside the type and in effect. */
  const expected = (files: State, product: State) =>
    files.roles.flatMap((role, at): readonly Cells[] => {
      const other = { ...role, on: product.roles[at]?.on ?? new Set<string>() };
      const cap = capOf(role.userType, role.seats);
      const effects = [effectOf(other, product, catalog), effectOf(role, files, catalog)] as const;
      const cells = catalog.byPermission.flatMap(({ permission, index }) => {
        const [asked, effect] = [
          {
            product: other.on.has(permission) && has(cap, index),
            files: role.on.has(permission) && has(cap, index),
          },
          { product: has(effects[0], index), files: has(effects[1], index) },
        ];
        const isSame = asked.product === asked.files && effect.product === effect.files;
        return isSame ? [] : [{ permission, asked, effect }];
      });
      return cells.length === 0 ? [] : [{ role: role.name, cells }];
    });

  test('S-118: is told cell by cell, as asked and in effect, and there is none right after an import', async () => {
    await fc.assert(
      fc.asyncProperty(
        states(policy),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (files, seeds, isOfTenant) => {
          const { io, disk } = ioInMemory({ ...texts, ...exportState(files, catalog, portfolio) });
          await answer(io);
          expect(await answer(io, '--check', '--quiet')).toMatchObject({ out: '', exit: 0 });
          const names = catalog.byPermission.filter(({ kind }) => kind !== 'capability');
          const flipped = new Set(seeds.map((seed) => names[seed % names.length]?.permission ?? ''));
          const flip = (on: ReadonlySet<string>) =>
            new Set(names.map((one) => one.permission).filter((one) => on.has(one) !== flipped.has(one)));
          const product: State = isOfTenant
            ? { ...files, ceiling: flip(files.ceiling) }
            : { ...files, roles: files.roles.map((role) => ({ ...role, on: flip(role.on) })) };
          Object.assign(disk, exportState(product, catalog, portfolio));
          const { out } = await answer(io, '--check', '--format', 'json');
          const told = JSON.parse(out) as {
            readonly roles: readonly Cells[];
            readonly ceiling: readonly { readonly permission: string }[];
          };
          expect(told.roles.map(({ role, cells }) => ({ role, cells }))).toEqual(expected(files, product));
          expect(told.ceiling.map(({ permission }) => permission)).toEqual(
            isOfTenant ? [...flipped].sort() : [],
          );
        },
      ),
      runs(10),
    );
  });
});
