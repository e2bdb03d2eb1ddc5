import { type Draw, pick } from './draw.ts';

/** Names that are ordinary, and names that are legal yet trip a careless reader of YAML or of a JavaScript object. */
const pools = {
  model: 'Company Call Task Issue Comment Project Null A1 Contact True Invoice',
  toggle: 'Outreach Logs Inbox Import Off Mail Board Search',
  action: 'approve merge close assign publish',
  userType: 'Core View Agent App Portal False',
  audience: 'app external',
  seat: 'Service Advisor',
  package: 'Basic Extra Gold',
  role: 'csm viewer admin null desk true base support no b10',
  tenant: 'acme globex',
  portfolio: 'own team every open mine yes wide',
  property: 'owner arr phase region since tags level active extra name blob',
  relation: 'parent company links items reviewer',
  attribute: 'team groups rank score since flag area',
  custom: 'custom.zone custom.size local custom.kinds',
} as const;

/** The same with what the language of any product may hold: section 2, “Names”. */
const loose: Partial<Record<Noun, string>> = {
  model: 'sale_order Company Purchase-Order call Task Issue Comment x1 Null Contact',
  toggle: 'Outreach web-hooks Inbox import_data Off Mail Board Search',
  action: 'approve mark_read close-now assignTo publish',
  userType: 'Core view_only Agent-1 App Portal False',
  audience: 'app external',
  seat: 'Service advisor_2',
  package: 'Basic Extra gold_plan',
  role: 'Sales Manager|viewer|Admin (EU)|null|desk@night|true|base.1|no|R&D|b10',
  tenant: 'acme|Globex Inc.x|1st',
  portfolio: 'own|My Team|every|open/late|mine|yes',
  property: 'owner arr phase Region since tags level active extra _name Value',
  relation: 'parent company links items reviewer',
};

/** The kind of thing that a name is for. */
export type Noun = keyof typeof pools;

/**
 * Hands out names no two of which are equal when case, space, `-` and `_` are left out, in one namespace for models and
 * toggles and one for each other noun.
 */
export class Names {
  readonly #taken = new Set<string>();

  readonly #draw: Draw;
  readonly #isLoose: boolean;

  constructor(draw: Draw, isLoose: boolean) {
    this.#draw = draw;
    this.#isLoose = isLoose;
  }

  /** Returns a new name. Properties and relations of one model share a `scope`. */
  next(noun: Noun, scope: string = noun): string {
    const pool = (this.#isLoose ? loose[noun] : undefined) ?? pools[noun];
    const words = pool.split(pool.includes('|') ? '|' : ' ');
    const word = pick(this.#draw, words);
    let name = word;
    for (let count = 2; this.#taken.has(keyOf(scope, name)); count++)
      name = `${word}${/\d$/.test(word) ? 'x' : ''}${count}`;
    this.#taken.add(keyOf(scope, name));
    return name;
  }
}

const keyOf = (scope: string, name: string): string =>
  `${scope}|${name.toLowerCase().replace(/[\s_-]/g, '')}`;
