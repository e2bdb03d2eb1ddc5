import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { SettingsDocument } from '../../model/documents.generated.ts';
import type { Settings } from '../../model/policy.ts';

/** Links the one document of settings, and fills in what it leaves out; a second document is reported. */
export function linkSettings(documents: readonly Parsed[], report: Report): Settings {
  const [first, ...others] = documents.filter(({ kind }) => kind === 'Settings');
  for (const { document } of others)
    report(
      'declared-twice',
      spanOf(placeIn(document, ['kind'])),
      { what: 'the document', name: 'Settings' },
      'put all settings into one document',
      { related: first && [{ at: spanOf(placeIn(first.document, ['kind'])), note: 'first declared here' }] },
    );
  const { package: { name = 'permissions', version = '0.0.0' } = {} } = (first?.value ?? {}) as Written;
  return { package: { name, version } };
}

type Written = Pick<SettingsDocument, 'package'>;
