/** A word in a pack with its meaning. */
export interface Meaning {
  readonly word: string;
  readonly about: string;
}

/** The words in cells with their meanings. */
export const meanings: readonly Meaning[] = [
  { word: 'read', about: 'risk class: something is shown' },
  { word: 'write', about: 'risk class: something is created or changed' },
  { word: 'destructive', about: 'risk class: data is lost' },
  { word: 'exfiltration', about: 'risk class: records leave in bulk, as by an export' },
  { word: 'escalation', about: 'risk class: who has it can come by rights that they were not given' },
  { word: 'yes', about: 'in a matrix: the role has the permission in effect' },
  { word: 'role', about: 'in a matrix: the role does not grant it' },
  {
    word: 'userType',
    about: 'in a matrix: the role grants it, but its user type and seats do not hold it',
  },
  {
    word: 'tenant',
    about: 'in a matrix: role and cap allow it, but the ceiling of the tenant does not hold it',
  },
  { word: 'requires', about: 'in a matrix: something that it requires is not in effect' },
  {
    word: 'unknown',
    about: 'the tenant declares no users, so nobody can say how many there are; it is not zero',
  },
  { word: '<U+202E>', about: 'a character that would not show, by its code point; texts are on one line' },
];

/** Returns a sentence without the backticks around names, for output that is not Markdown. */
export const removeBackticks = (sentence: string): string => sentence.replaceAll('`', '');
