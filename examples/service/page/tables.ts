import { type ForcedSubject, subject } from '@casl/ability';
import type { Shown } from './api.ts';

/** A table of the page, and what is shown in it where it may be viewed. */
export interface Table {
  readonly model: 'Company' | 'EndUser' | 'Task';
  readonly title: string;
  readonly path: string;
  readonly columns: readonly Column[];
  /** A record as the ability takes it: a copy, which CASL marks with its model. */
  readonly subjectOf: (record: Shown) => Subject;
}

type Subject = ForcedSubject<'Company'> | ForcedSubject<'EndUser'> | ForcedSubject<'Task'>;

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'money' | 'flag';
}

export const accounts: Table = {
  model: 'Company',
  title: 'Accounts',
  path: '/companies',
  subjectOf: (record) => subject('Company', { ...record }),
  columns: [
    { name: 'name', label: 'Name', kind: 'text' },
    { name: 'phase', label: 'Phase', kind: 'text' },
    { name: 'country', label: 'Country', kind: 'text' },
    { name: 'owner', label: 'Owner', kind: 'text' },
    { name: 'coOwner', label: 'Co-owner', kind: 'text' },
    { name: 'arr', label: 'ARR', kind: 'money' },
    { name: 'renewalArr', label: 'Renewal ARR', kind: 'money' },
  ],
};

export const people: Table = {
  model: 'EndUser',
  title: 'People',
  path: '/people',
  subjectOf: (record) => subject('EndUser', { ...record }),
  columns: [
    { name: 'firstName', label: 'First name', kind: 'text' },
    { name: 'lastName', label: 'Last name', kind: 'text' },
    { name: 'companyId', label: 'Account', kind: 'text' },
    { name: 'position', label: 'Position', kind: 'text' },
    { name: 'email', label: 'Email', kind: 'text' },
    { name: 'phone', label: 'Phone', kind: 'text' },
    { name: 'featured', label: 'Featured', kind: 'flag' },
  ],
};

export const tasks: Table = {
  model: 'Task',
  title: 'Tasks',
  path: '/tasks',
  subjectOf: (record) => subject('Task', { ...record }),
  columns: [
    { name: 'action', label: 'Task', kind: 'text' },
    { name: 'companyId', label: 'Account', kind: 'text' },
    { name: 'status', label: 'Status', kind: 'text' },
    { name: 'ownerId', label: 'Owner', kind: 'text' },
    { name: 'description', label: 'Description', kind: 'text' },
    { name: 'isArchived', label: 'Archived', kind: 'flag' },
  ],
};
