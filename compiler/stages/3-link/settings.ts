import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Document, type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { SettingsDocument } from '../../model/documents.generated.ts';
import type { Settings } from '../../model/policy.ts';
import type { DrawLayer } from './layers.ts';

/** The folder that compile writes if the settings name none, relative to the policies folder. */
export const usualOut = '../generated';

/** Links the one document of settings, and fills in what it leaves out; a second document is reported. */
export function linkSettings(documents: readonly Parsed[], draw: DrawLayer, report: Report): Settings {
  const [first, ...others] = documents.filter(({ kind }) => kind === 'Settings');
  for (const { document } of others)
    report(
      'declared-twice',
      spanOf(placeIn(document, ['kind'])),
      { what: 'the document', name: 'Settings' },
      'put all settings into one document',
      { related: first && [{ at: spanOf(placeIn(first.document, ['kind'])), note: 'first declared here' }] },
    );
  const written = (first?.value ?? {}) as Omit<SettingsDocument, 'kind'>;
  const {
    package: { name = 'permissions', version = '0.0.0' } = {},
    out = usualOut,
    customRoles = {},
    vendor = [],
    waivers: { warnDays = 30 } = {},
    review: { manager } = {},
  } = written;
  const at = placeIn(first?.document ?? nowhere, ['customRoles']);
  const { plans, allows, perTenant } = customRoles;
  return {
    package: { name, version },
    out,
    customRoles: {
      at,
      ...(plans !== undefined && { plans }),
      ...(allows !== undefined && { allows: draw(allows, placeIn(at.document, [...at.path, 'allows'])) }),
      ...(perTenant !== undefined && { perTenant }),
    },
    vendor,
    waivers: { warnDays },
    review: { ...(manager !== undefined && { manager }) },
  };
}

/** The document of settings that nobody wrote. */
const nowhere: Document = { source: { path: '', text: '' }, index: 0 };
