import { addArticle } from '../../text/count.ts';
import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what is wrong with the catalog and the conditions on it. */
export const catalogCodes = {
  'unknown-permission': {
    severity: 'error',
    message: (p: { permission: string; reason: string }) =>
      `no such permission \`${p.permission}\`: ${p.reason}`,
    why: 'a permission is one cell of the matrix: `Model:action`, `Model.property:right` or `Name:use`',
    remedy: 'Correct the permission; the catalog lists them all.',
  },
  'action-lacks-prerequisite': {
    severity: 'error',
    message: (p: { permission: string; needed: string; model: string }) =>
      `\`${p.permission}\` requires \`${p.needed}\`, which model \`${p.model}\` does not support`,
    why: 'an action that requires what cannot be permitted can never take effect',
    remedy: 'Let the model support what its action requires, or take the action away from it.',
  },
  'alias-is-a-name': {
    severity: 'error',
    message: (p: { alias: string; model: string; what: string }) =>
      `alias \`${p.alias}\` of model \`${p.model}\` is the name of ${p.what}`,
    why: 'whoever writes it means one of the two, and would be told the other',
    remedy: 'Take the alias away, or rename one of the two.',
  },
  'not-in-generation': {
    severity: 'error',
    message: (p: { model: string; generation?: string }) =>
      p.generation === undefined
        ? `model \`${p.model}\` belongs to no generation before this one`
        : `model \`${p.model}\` does not belong to generation \`${p.generation}\``,
    why: 'what became of a model is said of models of the generation before, and leads to models of this one',
    remedy: 'Add the model to the generation, or take the line away.',
  },
  'requires-own-property': {
    severity: 'error',
    message: (p: { model: string; permission: string }) =>
      `model \`${p.model}\` requires \`${p.permission}\`, a right on a property of its own`,
    why: 'the rights on the properties of a model hang on its actions already',
    remedy: 'Take the prerequisite away, or let the property itself require something.',
  },
  'prerequisite-cycle': {
    severity: 'error',
    message: (p: { cycle: string }) => `prerequisites run in a circle: ${p.cycle}`,
    why: 'none of them could ever come first',
    remedy: 'Take one of the prerequisites in the circle away.',
  },
  'path-ends-elsewhere': {
    severity: 'error',
    message: (p: { path: string; model: string }) =>
      `the path \`${p.path}\` ends at \`${p.model}\`, which does not have \`portfolio: self\``,
    why: 'a portfolio selects records of a model with `portfolio: self`; whatever belongs to one leads to it',
    remedy: 'Let the path go on to a model with `portfolio: self`.',
  },
  'path-through-many': {
    severity: 'error',
    message: (p: { name: string; model: string }) =>
      `\`${p.name}\` of model \`${p.model}\` leads to many records, and a condition compares a field of one`,
    why: 'of many records some may meet a comparison and others not, so it would not be said which one counts',
    remedy: 'Follow relations to one record, or reach the many by a portfolio on their model.',
  },
  'relation-equals-property': {
    severity: 'error',
    message: (p: { name: string; property: string; model: string }) =>
      `model \`${p.model}\` has both a relation \`${p.name}\` and a property \`${p.property}\``,
    why: 'a condition could mean either: what a record holds under one name is a value or another record',
    remedy: 'Rename the relation or the property.',
  },
  'model-takes-no-properties': {
    severity: 'error',
    message: (p: { model: string; tenant: string }) =>
      `model \`${p.model}\` has no \`properties\` to which tenant \`${p.tenant}\` could add its own`,
    why: 'with a first property a model becomes a closed world, and the catalog decides that for every tenant',
    remedy: 'Write `properties: {}` in the model, or take the document away.',
  },
  'property-inside-property': {
    severity: 'error',
    message: (p: { name: string; other: string; model: string }) =>
      `property \`${p.name}\` of model \`${p.model}\` lies inside or around its property \`${p.other}\``,
    why: 'one switch would be about a part of what the other is about',
    remedy: 'Rename one of the two; only below an `object` of the catalog a tenant may have properties.',
  },
  'filter-outside-list': {
    severity: 'error',
    message: () => 'a filter stands in a list, beside whatever else the role reaches',
    why: 'a role may join a filter with portfolios, and reach other records with each permission',
    remedy: 'Put the filter into a list: `portfolio: [{ filter: … }]`.',
  },
  'filter-on-unknown-model': {
    severity: 'error',
    message: (p: { roots: string }) => `this filter does not say which model it is on: ${p.roots}`,
    why: 'a filter selects records of one model; which one goes without saying where one alone has `portfolio: self`',
    remedy: 'Write the model beside the filter: `{ filter: …, on: Company }`.',
  },
  'portfolio-pattern': {
    severity: 'error',
    message: (p: { pattern: string }) => `\`${p.pattern}\` is no pattern of a portfolio`,
    why: 'a portfolio is told for actions on models, by `Model:action`, `Model:*`, `*:action` or `*`',
    remedy: 'Write one of the four forms: `Company:view`, `Company:*`, `*:view` or `*`.',
  },
  'portfolio-matches-nothing': {
    severity: 'error',
    message: (p: { pattern: string }) => `no permission on records matches \`${p.pattern}\``,
    why: 'an entry that matches nothing limits nothing, and whoever wrote it believes that it does',
    remedy: 'Correct the pattern, or take the entry away.',
  },
  'portfolio-applies-nowhere': {
    severity: 'error',
    message: (p: { label: string; pattern: string; on: string }) =>
      `\`${p.label}\` selects records of ${p.on}, and nothing that \`${p.pattern}\` matches leads there`,
    why: 'a portfolio limits the model that it is on, and those whose `through` passes it or ends at it',
    remedy: 'Use a portfolio on the model, or on one that its path passes or ends at.',
  },
  'portfolio-missing': {
    severity: 'error',
    message: (p: { role: string; permissions: string }) =>
      `role \`${p.role}\` holds ${p.permissions}, and no portfolio says on which records`,
    why: 'nobody reaches every record by a silent default',
    remedy: 'Say which records: name a portfolio that is on the model or on one that its path leads to.',
  },
  'reach-too-large': {
    severity: 'error',
    message: (p: { role: string; permission: string; limit: number }) =>
      `role \`${p.role}\` reaches records by \`${p.permission}\` in more than ${p.limit} ways`,
    why: 'each way becomes a rule, and what must hold together is multiplied out',
    remedy:
      'Say it in fewer alternatives: `$in` for values of one property, or fewer portfolios in the entry.',
  },
  'unknown-attribute': {
    severity: 'error',
    message: (p: { name: string }) => `unknown user attribute \`${p.name}\``,
    why: 'only what the Principal declares is known of the signed-in user',
    remedy: 'Declare the attribute in the Principal, or use one that is there.',
  },
  'unsupported-operator': {
    severity: 'error',
    message: (p: { operator: string; reason: string }) => `operator \`${p.operator}\` ${p.reason}`,
    why: 'a condition must select the same records in JavaScript and in every database',
    remedy: 'Say it with the operators that are supported, as alternatives under `$or` for one.',
  },
  'wrong-operand': {
    severity: 'error',
    message: (p: { property: string; type: string; found: string }) =>
      `\`${p.property}\` is ${addArticle(p.type)} and cannot be compared with ${p.found}`,
    why: 'values of different types never match, so the condition would select nothing',
    remedy: 'Compare with a value of the type of the property.',
  },
  'condition-never-holds': {
    severity: 'warning',
    message: (p: { reason: string }) => `this condition can never hold: ${p.reason}`,
    why: 'a portfolio that reaches no record is a mistake',
    remedy: 'Correct the comparison that contradicts, or take the alternative away.',
  },
  'condition-too-large': {
    severity: 'error',
    message: (p: { limit: number }) =>
      `this condition has more than ${p.limit} alternatives when spelled out`,
    why: 'each alternative becomes one rule for every model',
    remedy: 'Use `$in` in place of alternatives, or split the portfolio.',
  },
} satisfies Record<string, DiagnosticDefinition>;
