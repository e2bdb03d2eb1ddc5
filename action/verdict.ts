/** What a pull request does to who may do what, in one word. */
export type Verdict = 'escalation' | 'wider' | 'narrower' | 'mixed' | 'no-effect';
