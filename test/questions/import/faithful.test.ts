/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { ioInMemory } from '../../support/io.ts';
import { runs } from '../../support/random.ts';
import { compileTexts, exportState, listDifferences, readTexts, states } from './observed-states.ts';

const catalogs = [
  ['policies', ['own']],
  ['examples/catalogs/crm', ['all accounts', 'own leads']],
  ['examples/catalogs/tracker', ['everything']],
] as const;

describe.each(catalogs)('what is imported for %s', (folder, portfolio) => {
  const texts = readTexts(folder);
  const { policy } = compileTexts(filesInMemory(texts));

  test('has exactly the observed effect, and importing twice changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(states(policy), async (state) => {
        const exported = exportState(state, policy.catalog, portfolio);
        const { io, disk } = ioInMemory({ ...texts, ...exported });
        const line = ['import', '--from', 'export', '--tenant', 'hooli', '--policies', 'policies'];
        const first = await answerLine(line, registry, io);
        expect(first.err ?? '').not.toContain('error[');
        expect(first.exit).toBe(0);
        expect(listDifferences(compileTexts(io.files('policies')), 'hooli', state)).toEqual([]);
        const written = { ...disk };
        const second = await answerLine(line, registry, io);
        expect(second.out).toContain('nothing to write');
        expect(disk).toEqual(written);
      }),
      runs(12),
    );
  });
});
