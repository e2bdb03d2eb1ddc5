import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

test('what compile would write into the policies folder is a finding of check, where the settings say it', async () => {
  const settings = (out: string) => ioInMemory({ 'policies/s.yaml': `kind: Settings\nout: ${out}\n` }).io;
  const check = async (out: string) => {
    const said = await answerLine(['check', '--format', 'json'], registry, settings(out));
    return { exit: said.exit, findings: JSON.parse(textOf(said.out)).findings };
  };
  const { exit, findings } = await check('../policies/generated');
  expect(exit).toBe(1);
  expect(findings).toMatchObject([{ code: 'out-in-policies', path: 'policies/s.yaml', line: 2, column: 6 }]);
  expect(await check('../generated')).toEqual({ exit: 0, findings: [] });
});
