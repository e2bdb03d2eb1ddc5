import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { RunbookDocument } from '../../model/documents.generated.ts';
import {
  listPlaceholders,
  neutralPrefill,
  type Runbook,
  requestPlaceholders,
  stepPlaceholders,
  verifyPlaceholders,
} from '../../model/runbook.ts';
import { listThereAre } from '../../text/list.ts';
import { indexByName } from './index-by-name.ts';

/** Links the runbooks, sorted by name; words in braces that a text cannot hold are reported. */
export function linkRunbooks(
  documents: readonly Parsed[],
  actions: readonly string[],
  report: Report,
): readonly Runbook[] {
  const declared = documents.flatMap((parsed) =>
    parsed.kind === 'Runbook' ? [linkRunbook(parsed, actions, report)] : [],
  );
  return [...indexByName(declared, () => 'runbook', report).values()];
}

function linkRunbook({ document, value }: Parsed, actions: readonly string[], report: Report): Runbook {
  const {
    name,
    screens = {},
    prefill = {},
    steps = {},
    requests = {},
    verify = {},
    ...rest
  } = value as RunbookDocument;
  const check = (
    section: string,
    texts: Readonly<Record<string, string>>,
    known: Readonly<Record<string, readonly string[]>>,
  ) => {
    for (const [key, text] of Object.entries(texts)) {
      const names = known[key] ?? [];
      for (const found of listPlaceholders(text))
        if (!names.includes(found))
          report(
            'unknown-placeholder',
            spanOf(placeIn(document, [section, key])),
            { name: found, of: `\`${section}.${key}\`` },
            didYouMean(found, names) ?? (names.length > 0 ? listThereAre(names, names.length) : undefined),
          );
    }
  };
  check('screens', screens, {});
  check('steps', steps, stepPlaceholders);
  check('requests', requests, { ...requestPlaceholders, to: [], intro: ['tenant'], end: ['tenant'] });
  check('verify', verify, verifyPlaceholders);
  for (const action of Object.keys(rest.actions ?? {}))
    if (action !== 'use' && !actions.includes(action))
      report(
        'unknown-action',
        spanOf(placeIn(document, ['actions', action], 'key')),
        { name: action },
        didYouMean(action, actions),
      );
  return {
    name,
    at: placeIn(document, ['name']),
    screens,
    prefill: { ...neutralPrefill, ...prefill },
    actions: new Map(Object.entries(rest.actions ?? {})),
    steps,
    requests,
    verify,
  };
}
