/** Names that are ordinary, and names that are legal yet trip a careless reader of YAML or of a JavaScript object. */
const pools = {
  subject: `Company Call Task TimeEntry Null Comment True Object Contact Constructor A1 A10 Aa Project Email Survey X
    Invoice Off Timesheet`,
  userType: 'Core View Productivity False',
  seat: 'Service Advisor',
  package: 'ServiceDelivery Outreach',
  role: 'csm viewer null manager constructor true b1 b10 to-string no support value-of',
  tenant: 'acme globex false initech',
  portfolio: 'own extended-groups everything yes',
  property:
    '_id hasOwnProperty name null true toString arr yes length owner Title on phase region startDate a1 tags',
  /** Of these none is on every object's prototype. */
  field: 'owner arr phase region startDate tags level managers coOwner score _key active health name Title',
};

/** The kind of thing that a name is for. */
export type Noun = keyof typeof pools;

/**
 * Hands out names that follow the patterns of section 2, no two of them equal or different only in case, `-` and `_`: the one wished
 * for, modulo the names there are for the noun, or the next like it.
 */
export type Names = (noun: Noun, wish: number) => string;

/** A fresh hand. */
export function names(): Names {
  const taken = new Set<string>(['all', 'manage', 'any']);
  return (noun, wish) => {
    const pool = pools[noun].split(/\s+/);
    const word = pool[wish % pool.length] ?? '';
    let name = word;
    for (let count = 2; taken.has(lookOf(name)); count += 1)
      name = `${word}${/\d$/.test(word) ? 'x' : ''}${count}`;
    taken.add(lookOf(name));
    return name;
  };
}

const lookOf = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');
