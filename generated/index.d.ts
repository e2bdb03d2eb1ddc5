// Written by plafond compile. Do not edit: change the policies.
import type { ForcedSubject, MongoAbility } from '@casl/ability';
import type { Where } from './lib/where.js';

export type { Alternative, Comparison, Filter, Where } from './lib/where.js';

/** Names of the properties of Asset that can be viewed; not a record. */
export interface AssetView {
  _currency: 1;
  _id: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  custom: 1;
  externalId: 1;
  followers: 1;
  installDate: 1;
  name: 1;
  ownerId: 1;
  ownerName: 1;
  serialNumber: 1;
  sourceId: 1;
  status: 1;
  updatedAt: 1;
  value: 1;
}

/** Names of the properties of Asset that can be updated; not a record. */
export interface AssetUpdate {
  _currency: 1;
  companyId: 1;
  createdAt: 1;
  custom: 1;
  externalId: 1;
  followers: 1;
  installDate: 1;
  name: 1;
  ownerId: 1;
  serialNumber: 1;
  sourceId: 1;
  status: 1;
  updatedAt: 1;
  value: 1;
}

/** Names of the properties of Campaign that can be viewed; not a record. */
export interface CampaignView {
  _id: 1;
  campaignPurpose: 1;
  companyId: 1;
  companyName: 1;
  custom: 1;
  externalId: 1;
  name: 1;
  sourceId: 1;
}

/** Names of the properties of Campaign that can be updated; not a record. */
export interface CampaignUpdate {
  campaignPurpose: 1;
  companyId: 1;
  custom: 1;
  externalId: 1;
  name: 1;
  sourceId: 1;
}

/** Names of the properties of Churn that can be viewed; not a record. */
export interface ChurnView {
  _id: 1;
  arr: 1;
  churnDate: 1;
  comment: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  currency: 1;
  custom: 1;
  description: 1;
  externalId: 1;
  onlyDowngrade: 1;
  products: 1;
  reasons: 1;
  snoozed: 1;
  sourceId: 1;
  updatedAt: 1;
  value: 1;
}

/** Names of the properties of Churn that can be updated; not a record. */
export interface ChurnUpdate {
  arr: 1;
  churnDate: 1;
  comment: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  currency: 1;
  custom: 1;
  description: 1;
  externalId: 1;
  onlyDowngrade: 1;
  products: 1;
  reasons: 1;
  snoozed: 1;
  sourceId: 1;
  updatedAt: 1;
  value: 1;
}

/** Names of the properties of Company that can be viewed; not a record. */
export interface CompanyView {
  _id: 1;
  address: 1;
  arr: 1;
  city: 1;
  coOwner: 1;
  country: 1;
  createDate: 1;
  createdAt: 1;
  csmScore: 1;
  csmScoreLog: 1;
  custom: 1;
  customerFrom: 1;
  customerTo: 1;
  description: 1;
  domains: 1;
  externalId: 1;
  h: 1;
  hDiff: 1;
  hDiffDate: 1;
  hProfile: 1;
  headId: 1;
  lastActive: 1;
  lastActiveTime: 1;
  lastActivities: 1;
  lastRenewal: 1;
  lastTouch: 1;
  lastTouchByType: 1;
  lastTouchTime: 1;
  lastTouchType: 1;
  lastUpdated: 1;
  licenses: 1;
  mr: 1;
  mrTotal: 1;
  mrr: 1;
  mrrTotal: 1;
  name: 1;
  nextTouch: 1;
  nextTouchDate: 1;
  nrr30: 1;
  nrrTotal: 1;
  orgArrTotal: 1;
  orgLevel: 1;
  orgPath: 1;
  orgUnits: 1;
  owner: 1;
  phase: 1;
  phaseSince: 1;
  products: 1;
  renewalArr: 1;
  renewalDate: 1;
  renewalDaysFromNow: 1;
  renewalMrr: 1;
  sourceId: 1;
  status: 1;
  sunits: 1;
  tags: 1;
  updatedAt: 1;
  usage: 1;
  web: 1;
  zip: 1;
  [own: `custom.${string}`]: 1;
}

/** Names of the properties of Company that can be updated; not a record. */
export interface CompanyUpdate {
  address: 1;
  arr: 1;
  city: 1;
  coOwner: 1;
  country: 1;
  createDate: 1;
  createdAt: 1;
  csmScore: 1;
  csmScoreLog: 1;
  custom: 1;
  customerFrom: 1;
  customerTo: 1;
  description: 1;
  externalId: 1;
  hDiff: 1;
  hDiffDate: 1;
  hProfile: 1;
  headId: 1;
  lastActive: 1;
  lastActiveTime: 1;
  lastActivities: 1;
  lastRenewal: 1;
  lastTouch: 1;
  lastTouchByType: 1;
  lastTouchTime: 1;
  lastTouchType: 1;
  lastUpdated: 1;
  licenses: 1;
  mr: 1;
  mrTotal: 1;
  mrr: 1;
  mrrTotal: 1;
  name: 1;
  nextTouch: 1;
  nextTouchDate: 1;
  nrr30: 1;
  nrrTotal: 1;
  orgArrTotal: 1;
  orgLevel: 1;
  orgPath: 1;
  orgUnits: 1;
  owner: 1;
  phaseSince: 1;
  products: 1;
  renewalArr: 1;
  renewalDate: 1;
  renewalDaysFromNow: 1;
  renewalMrr: 1;
  sourceId: 1;
  sunits: 1;
  tags: 1;
  updatedAt: 1;
  usage: 1;
  web: 1;
  zip: 1;
  [own: `custom.${string}`]: 1;
}

/** Names of the properties of Conversation that can be viewed; not a record. */
export interface ConversationView {
  _id: 1;
  activityTags: 1;
  archived: 1;
  assigneeName: 1;
  companyId: 1;
  companyName: 1;
  createDate: 1;
  createdAt: 1;
  custom: 1;
  date: 1;
  description: 1;
  emailTemplateIds: 1;
  endusers: 1;
  externalId: 1;
  hasAttachments: 1;
  hasMore: 1;
  history: 1;
  isCustomType: 1;
  isOpen: 1;
  isSeen: 1;
  numberOfParts: 1;
  numberOfRelevantParts: 1;
  outDate: 1;
  pinned: 1;
  sender: 1;
  snippet: 1;
  sourceId: 1;
  starred: 1;
  subject: 1;
  tags: 1;
  timeBucket: 1;
  type: 1;
  updatedAt: 1;
  userIds: 1;
  users: 1;
  waitsToBeFiltered: 1;
}

/** Names of the properties of Conversation that can be updated; not a record. */
export interface ConversationUpdate {
  activityTags: 1;
  archived: 1;
  assigneeName: 1;
  companyId: 1;
  createdAt: 1;
  custom: 1;
  date: 1;
  description: 1;
  externalId: 1;
  hasAttachments: 1;
  hasMore: 1;
  history: 1;
  isCustomType: 1;
  isSeen: 1;
  numberOfRelevantParts: 1;
  outDate: 1;
  pinned: 1;
  sender: 1;
  snippet: 1;
  sourceId: 1;
  starred: 1;
  subject: 1;
  type: 1;
  updatedAt: 1;
  userIds: 1;
  users: 1;
}

/** Names of the properties of CustomField that can be viewed; not a record. */
export interface CustomFieldView {
  _id: 1;
  filter: 1;
  formula: 1;
  formulaRefs: 1;
  isFeatured: 1;
  isFormula: 1;
  isHidden: 1;
  isLocked: 1;
  isMandatory: 1;
  isShared: 1;
  listValues: 1;
  name: 1;
  numberFormat: 1;
  parent: 1;
  treatUndefinedAsZero: 1;
  type: 1;
}

/** Names of the properties of CustomField that can be updated; not a record. */
export interface CustomFieldUpdate {
  formula: 1;
  isFeatured: 1;
  isFormula: 1;
  isHidden: 1;
  isLocked: 1;
  isMandatory: 1;
  isShared: 1;
  listValues: 1;
  name: 1;
  numberFormat: 1;
  parent: 1;
  treatUndefinedAsZero: 1;
  type: 1;
}

/** Names of the properties of EndUser that can be viewed; not a record. */
export interface EndUserView {
  _id: 1;
  archived: 1;
  beatTrend: 1;
  beats: 1;
  companyId: 1;
  companyName: 1;
  convs14: 1;
  convsTotal: 1;
  createDate: 1;
  createdAt: 1;
  custom: 1;
  email: 1;
  externalId: 1;
  featured: 1;
  firstName: 1;
  lastActivities: 1;
  lastName: 1;
  lastTouch: 1;
  lastTouchByType: 1;
  lastTouchTime: 1;
  name: 1;
  nps: 1;
  npsComment: 1;
  npsDate: 1;
  npsSent: 1;
  npsUnsubscribed: 1;
  otherEmails: 1;
  phone: 1;
  position: 1;
  primary: 1;
  relevance: 1;
  sharedNotificationsPrefs: 1;
  sourceId: 1;
  tags: 1;
  updatedAt: 1;
  usage: 1;
}

/** Names of the properties of EndUser that can be updated; not a record. */
export interface EndUserUpdate {
  archived: 1;
  beatTrend: 1;
  beats: 1;
  companyId: 1;
  convs14: 1;
  convsTotal: 1;
  createDate: 1;
  createdAt: 1;
  custom: 1;
  email: 1;
  externalId: 1;
  featured: 1;
  firstName: 1;
  lastActivities: 1;
  lastName: 1;
  lastTouch: 1;
  lastTouchByType: 1;
  lastTouchTime: 1;
  nps: 1;
  npsComment: 1;
  npsDate: 1;
  npsSent: 1;
  npsUnsubscribed: 1;
  otherEmails: 1;
  phone: 1;
  position: 1;
  primary: 1;
  relevance: 1;
  sharedNotificationsPrefs: 1;
  sourceId: 1;
  tags: 1;
  updatedAt: 1;
  usage: 1;
}

/** Names of the properties of Invoice that can be viewed; not a record. */
export interface InvoiceView {
  _id: 1;
  addressCountry: 1;
  amountTotal: 1;
  cId: 1;
  cName: 1;
  currency: 1;
  custom: 1;
  dueDate: 1;
  emails: 1;
  extId: 1;
  invoiceCycle: 1;
  invoiceDate: 1;
  invoiceNo: 1;
  lastUpdated: 1;
  lineItems: 1;
  paidDate: 1;
  product: 1;
  sourceId: 1;
  status: 1;
}

/** Names of the properties of Invoice that can be updated; not a record. */
export interface InvoiceUpdate {
  amountTotal: 1;
  cId: 1;
  currency: 1;
  custom: 1;
  dueDate: 1;
  extId: 1;
  invoiceCycle: 1;
  invoiceDate: 1;
  paidDate: 1;
  product: 1;
  sourceId: 1;
  status: 1;
}

/** Names of the properties of Issue that can be viewed; not a record. */
export interface IssueView {
  _id: 1;
  archived: 1;
  arrCombined: 1;
  companies: 1;
  companyIds: 1;
  companyMatchingValue: 1;
  conversationIds: 1;
  createdAt: 1;
  custom: 1;
  description: 1;
  enduserIds: 1;
  endusers: 1;
  externalId: 1;
  followers: 1;
  mrrCombined: 1;
  priority: 1;
  source: 1;
  sourceId: 1;
  sourceUrl: 1;
  status: 1;
  title: 1;
  updatedAt: 1;
}

/** Names of the properties of Issue that can be updated; not a record. */
export interface IssueUpdate {
  archived: 1;
  companyIds: 1;
  companyMatchingValue: 1;
  conversationIds: 1;
  custom: 1;
  description: 1;
  enduserIds: 1;
  externalId: 1;
  followers: 1;
  priority: 1;
  source: 1;
  sourceId: 1;
  sourceUrl: 1;
  status: 1;
  title: 1;
}

/** Names of the properties of License that can be viewed; not a record. */
export interface LicenseView {
  _currency: 1;
  _id: 1;
  arr: 1;
  autoRenews: 1;
  companyId: 1;
  companyName: 1;
  custom: 1;
  externalId: 1;
  fcNewArr: 1;
  fcNewArrOptimistic: 1;
  fcNewArrPessimistic: 1;
  fcNewMrr: 1;
  fcNewMrrOptimistic: 1;
  fcNewMrrPessimistic: 1;
  fixedPeriod: 1;
  fromDate: 1;
  invoiceCycle: 1;
  invoiceCycleInterval: 1;
  invoiceMuted: 1;
  invoicesGenerated: 1;
  isOverdue: 1;
  length: 1;
  mrr: 1;
  noticePeriod: 1;
  noticeUnit: 1;
  parent: 1;
  product: 1;
  renewalArr: 1;
  renewalDate: 1;
  renewalDaysFromNow: 1;
  renewalMrr: 1;
  renewalPeriod: 1;
  renewalStatus: 1;
  renewalUnit: 1;
  sourceId: 1;
  status: 1;
  toDate: 1;
  toDateIncluded: 1;
  value: 1;
}

/** Names of the properties of License that can be updated; not a record. */
export interface LicenseUpdate {
  _currency: 1;
  arr: 1;
  autoRenews: 1;
  companyId: 1;
  custom: 1;
  externalId: 1;
  fcNewArr: 1;
  fcNewArrOptimistic: 1;
  fcNewArrPessimistic: 1;
  fcNewMrr: 1;
  fcNewMrrOptimistic: 1;
  fcNewMrrPessimistic: 1;
  fixedPeriod: 1;
  fromDate: 1;
  invoiceCycle: 1;
  invoiceCycleInterval: 1;
  invoiceMuted: 1;
  invoicesGenerated: 1;
  isOverdue: 1;
  length: 1;
  mrr: 1;
  noticePeriod: 1;
  noticeUnit: 1;
  parent: 1;
  product: 1;
  renewalArr: 1;
  renewalDate: 1;
  renewalDaysFromNow: 1;
  renewalMrr: 1;
  renewalPeriod: 1;
  renewalStatus: 1;
  renewalUnit: 1;
  sourceId: 1;
  status: 1;
  toDate: 1;
  toDateIncluded: 1;
  value: 1;
}

/** Names of the properties of NPS that can be viewed; not a record. */
export interface NPSView {
  _id: 1;
  cId: 1;
  campaignId: 1;
  comment: 1;
  custom: 1;
  dateAnswered: 1;
  dateSent: 1;
  email: 1;
  euId: 1;
  externalId: 1;
  score: 1;
  source: 1;
  sourceId: 1;
}

/** Names of the properties of NPS that can be updated; not a record. */
export interface NPSUpdate {
  cId: 1;
  campaignId: 1;
  comment: 1;
  custom: 1;
  dateAnswered: 1;
  dateSent: 1;
  email: 1;
  externalId: 1;
  score: 1;
  source: 1;
  sourceId: 1;
}

/** Names of the properties of Note that can be viewed; not a record. */
export interface NoteView {
  _id: 1;
  activityTags: 1;
  companyExternalId: 1;
  companyId: 1;
  custom: 1;
  date: 1;
  description: 1;
  endusers: 1;
  externalId: 1;
  sourceId: 1;
  subject: 1;
  type: 1;
  users: 1;
}

/** Names of the properties of Note that can be updated; not a record. */
export interface NoteUpdate {
  activityTags: 1;
  companyExternalId: 1;
  companyId: 1;
  custom: 1;
  date: 1;
  description: 1;
  endusers: 1;
  externalId: 1;
  sourceId: 1;
  subject: 1;
  type: 1;
  users: 1;
}

/** Names of the properties of Objective that can be viewed; not a record. */
export interface ObjectiveView {
  _id: 1;
  companyId: 1;
  companyName: 1;
  custom: 1;
  externalId: 1;
  health: 1;
  name: 1;
  sourceId: 1;
}

/** Names of the properties of Objective that can be updated; not a record. */
export interface ObjectiveUpdate {
  companyId: 1;
  custom: 1;
  externalId: 1;
  health: 1;
  name: 1;
  sourceId: 1;
}

/** Names of the properties of Opportunity that can be viewed; not a record. */
export interface OpportunityView {
  _currency: 1;
  _id: 1;
  arr: 1;
  closeDate: 1;
  companyId: 1;
  companyName: 1;
  contractLength: 1;
  custom: 1;
  dealDate: 1;
  externalId: 1;
  landingDate: 1;
  mrr: 1;
  nrr: 1;
  ownerId: 1;
  probability: 1;
  salesStage: 1;
  sourceId: 1;
  stageHistory: 1;
  status: 1;
  title: 1;
}

/** Names of the properties of Opportunity that can be updated; not a record. */
export interface OpportunityUpdate {
  _currency: 1;
  arr: 1;
  closeDate: 1;
  companyId: 1;
  contractLength: 1;
  custom: 1;
  dealDate: 1;
  externalId: 1;
  landingDate: 1;
  mrr: 1;
  nrr: 1;
  ownerId: 1;
  probability: 1;
  salesStage: 1;
  sourceId: 1;
  status: 1;
  title: 1;
}

/** Names of the properties of Project that can be viewed; not a record. */
export interface ProjectView {
  _id: 1;
  arr: 1;
  companyId: 1;
  companyName: 1;
  currency: 1;
  custom: 1;
  endDate: 1;
  externalId: 1;
  mrr: 1;
  name: 1;
  nrr: 1;
  ownerId: 1;
  sourceId: 1;
  startDate: 1;
  status: 1;
}

/** Names of the properties of Project that can be updated; not a record. */
export interface ProjectUpdate {
  arr: 1;
  companyId: 1;
  currency: 1;
  custom: 1;
  endDate: 1;
  externalId: 1;
  mrr: 1;
  name: 1;
  nrr: 1;
  ownerId: 1;
  sourceId: 1;
  startDate: 1;
  status: 1;
}

/** Names of the properties of Sale that can be viewed; not a record. */
export interface SaleView {
  _currency: 1;
  _id: 1;
  companyId: 1;
  companyName: 1;
  custom: 1;
  externalId: 1;
  product: 1;
  salesDate: 1;
  sourceId: 1;
  value: 1;
}

/** Names of the properties of Sale that can be updated; not a record. */
export interface SaleUpdate {
  _currency: 1;
  companyId: 1;
  custom: 1;
  externalId: 1;
  product: 1;
  salesDate: 1;
  sourceId: 1;
  value: 1;
}

/** Names of the properties of Task that can be viewed; not a record. */
export interface TaskView {
  _id: 1;
  action: 1;
  activityTags: 1;
  checklist: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  custom: 1;
  dateDone: 1;
  description: 1;
  doneBy: 1;
  endTime: 1;
  endusers: 1;
  externalId: 1;
  isArchived: 1;
  mainType: 1;
  noSpecificTime: 1;
  overdueNotified: 1;
  ownerId: 1;
  ownerName: 1;
  repeat: 1;
  repeatDays: 1;
  shared: 1;
  snippet: 1;
  sourceId: 1;
  startTime: 1;
  status: 1;
  type: 1;
  updatedAt: 1;
  users: 1;
}

/** Names of the properties of Task that can be updated; not a record. */
export interface TaskUpdate {
  action: 1;
  activityTags: 1;
  checklist: 1;
  companyId: 1;
  createdAt: 1;
  custom: 1;
  dateDone: 1;
  description: 1;
  doneBy: 1;
  endTime: 1;
  endusers: 1;
  externalId: 1;
  isArchived: 1;
  mainType: 1;
  noSpecificTime: 1;
  overdueNotified: 1;
  ownerId: 1;
  ownerName: 1;
  repeat: 1;
  repeatDays: 1;
  shared: 1;
  snippet: 1;
  sourceId: 1;
  startTime: 1;
  status: 1;
  type: 1;
  updatedAt: 1;
  users: 1;
}

/** Names of the properties of Ticket that can be viewed; not a record. */
export interface TicketView {
  _id: 1;
  companyExternalId: 1;
  companyId: 1;
  custom: 1;
  description: 1;
  domains: 1;
  email: 1;
  externalId: 1;
  history: 1;
  product: 1;
  severity: 1;
  source: 1;
  sourceId: 1;
  status: 1;
  tags: 1;
  timeSpent: 1;
  title: 1;
  type: 1;
  url: 1;
}

/** Names of the properties of Ticket that can be updated; not a record. */
export interface TicketUpdate {
  companyExternalId: 1;
  companyId: 1;
  custom: 1;
  description: 1;
  domains: 1;
  email: 1;
  externalId: 1;
  history: 1;
  product: 1;
  severity: 1;
  source: 1;
  sourceId: 1;
  status: 1;
  tags: 1;
  timeSpent: 1;
  title: 1;
  type: 1;
  url: 1;
}

/** Names of the properties of TimeEntry that can be viewed; not a record. */
export interface TimeEntryView {
  billable: 1;
  billableRate: 1;
  billingCode: 1;
  costRate: 1;
  currency: 1;
  date: 1;
  description: 1;
  hours: 1;
  submittedBy: 1;
  timeOff: 1;
  timesheetStatus: 1;
  totalBilled: 1;
  totalCost: 1;
  trackTimeOn: 1;
}

/** Names of the properties of TimeEntry that can be updated; not a record. */
export interface TimeEntryUpdate {
  billable: 1;
  billableRate: 1;
  billingCode: 1;
  costRate: 1;
  currency: 1;
  date: 1;
  description: 1;
  hours: 1;
  submittedBy: 1;
  timeOff: 1;
  timesheetStatus: 1;
  totalBilled: 1;
  totalCost: 1;
  trackTimeOn: 1;
}

/** Names of the properties of Timesheet that can be viewed; not a record. */
export interface TimesheetView {
  approvedBy: 1;
  dateFrom: 1;
  dateOfApproval: 1;
  dateTo: 1;
  name: 1;
  status: 1;
  submittedBy: 1;
  timeEntries: 1;
}

/** Names of the properties of Timesheet that can be updated; not a record. */
export interface TimesheetUpdate {
  dateFrom: 1;
  dateTo: 1;
  name: 1;
  status: 1;
  submittedBy: 1;
  timeEntries: 1;
}

/** Names of the properties of User that can be viewed; not a record. */
export interface UserView {
  _id: 1;
  arr: 1;
  arrAvg: 1;
  companyFilter: 1;
  compressedView: 1;
  createAt: 1;
  createDate: 1;
  custom: 1;
  customerCount: 1;
  defaultCurrencyId: 1;
  defaultMeetingLength: 1;
  email: 1;
  externalId: 1;
  firstName: 1;
  healthAvg: 1;
  healthAvgRound: 1;
  image: 1;
  inactive: 1;
  isExposedAsSenderOption: 1;
  isHidden: 1;
  lastActive30: 1;
  lastActive7: 1;
  lastActive90: 1;
  lastName: 1;
  lastTouch30: 1;
  lastTouch7: 1;
  lastTouch90: 1;
  managers: 1;
  mrr: 1;
  mrrAvg: 1;
  nickName: 1;
  notificationsEnabled: 1;
  npsAvg: 1;
  nrOpenTasks: 1;
  nrOverDueTasks: 1;
  nrTasksDue14Days: 1;
  nrTasksDue30Days: 1;
  nrTasksDue7Days: 1;
  nrTasksDue90Days: 1;
  payingCustomerCount: 1;
  permissions: 1;
  radarOneLine: 1;
  revenueShare: 1;
  roles: 1;
  sourceId: 1;
  taskFilter: 1;
  teams: 1;
  tzOffset: 1;
  updatedAt: 1;
}

/** Names of the properties of User that can be updated; not a record. */
export interface UserUpdate {
  arr: 1;
  arrAvg: 1;
  compressedView: 1;
  createAt: 1;
  custom: 1;
  customerCount: 1;
  defaultCurrencyId: 1;
  defaultMeetingLength: 1;
  email: 1;
  externalId: 1;
  firstName: 1;
  healthAvg: 1;
  healthAvgRound: 1;
  inactive: 1;
  isExposedAsSenderOption: 1;
  isHidden: 1;
  lastActive30: 1;
  lastActive7: 1;
  lastActive90: 1;
  lastName: 1;
  lastTouch30: 1;
  lastTouch7: 1;
  lastTouch90: 1;
  managers: 1;
  mrr: 1;
  mrrAvg: 1;
  nickName: 1;
  notificationsEnabled: 1;
  npsAvg: 1;
  nrOpenTasks: 1;
  nrOverDueTasks: 1;
  nrTasksDue14Days: 1;
  nrTasksDue30Days: 1;
  nrTasksDue7Days: 1;
  nrTasksDue90Days: 1;
  payingCustomerCount: 1;
  radarOneLine: 1;
  revenueShare: 1;
  roles: 1;
  sourceId: 1;
  teams: 1;
  tzOffset: 1;
}

/** Names of the properties of Workflow that can be viewed; not a record. */
export interface WorkflowView {
  _id: 1;
  actualDays: 1;
  archiveDate: 1;
  bounceRate: 1;
  clickRate: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  custom: 1;
  endUserEmail: 1;
  expectedDays: 1;
  expectedEndDate: 1;
  externalId: 1;
  isArchived: 1;
  name: 1;
  nextStartTime: 1;
  openRate: 1;
  owner: 1;
  percentDone: 1;
  replyRate: 1;
  sourceId: 1;
  startDate: 1;
  status: 1;
  targetId: 1;
  targetModel: 1;
  targetName: 1;
  templateId: 1;
  type: 1;
  updatedAt: 1;
}

/** Names of the properties of Workflow that can be updated; not a record. */
export interface WorkflowUpdate {
  actualDays: 1;
  archiveDate: 1;
  bounceRate: 1;
  clickRate: 1;
  companyId: 1;
  companyName: 1;
  createdAt: 1;
  custom: 1;
  endUserEmail: 1;
  expectedDays: 1;
  expectedEndDate: 1;
  externalId: 1;
  isArchived: 1;
  name: 1;
  nextStartTime: 1;
  openRate: 1;
  owner: 1;
  percentDone: 1;
  replyRate: 1;
  sourceId: 1;
  startDate: 1;
  status: 1;
  targetId: 1;
  targetModel: 1;
  targetName: 1;
  templateId: 1;
  type: 1;
  updatedAt: 1;
}

/** Names of the properties of Workspace that can be viewed; not a record. */
export interface WorkspaceView {
  _id: 1;
  companyId: 1;
  companyName: 1;
  custom: 1;
  externalId: 1;
  name: 1;
  ownerId: 1;
  sourceId: 1;
}

/** Names of the properties of Workspace that can be updated; not a record. */
export interface WorkspaceUpdate {
  companyId: 1;
  custom: 1;
  externalId: 1;
  name: 1;
  ownerId: 1;
  sourceId: 1;
}

/** Every model with its actions, and the properties that each of them is about. */
export interface Models {
  /** Activity: User activity. Product usage logged for end users. */
  Activity: { export: never };
  /** ActivityFail: Failed activity. Activities that could not be imported. */
  ActivityFail: { view: never };
  /** ActivityTag: Activity tag. Labels for conversations and tasks. */
  ActivityTag: { create: never; update: never };
  /** ApiAccessLog: API access log. Calls made to the API. */
  ApiAccessLog: { view: never };
  /** Asset: A thing that a company has and that is tracked by itself. */
  Asset: { create: never; view: keyof AssetView; update: keyof AssetUpdate; remove: never; export: keyof AssetView };
  /** Automation: Automations and automation templates in the App Center. */
  Automation: { create: never; view: never; update: never; remove: never; export: never };
  /** Campaign: Campaigns of a company, and the way into the NPS module. */
  Campaign: { create: never; view: keyof CampaignView; update: keyof CampaignUpdate; remove: never; export: keyof CampaignView };
  /** Churn: Logged churn with its reasons and its value. */
  Churn: { create: never; view: keyof ChurnView; update: keyof ChurnUpdate; remove: never; export: keyof ChurnView };
  /** Comment: Comments on tasks, conversations, company profiles and elsewhere. */
  Comment: { create: never; view: never; update: never; remove: never };
  /** Company: A customer account, the model that portfolios are drawn on. */
  Company: { create: never; view: keyof CompanyView; update: keyof CompanyUpdate; remove: never; export: keyof CompanyView };
  /** ConnectionConfig: Connection configuration. How AI providers and custom connections are set up. */
  ConnectionConfig: { create: never; view: never; update: never; remove: never };
  /** ConnectionData: Connection data. What passes through AI providers and custom connections. */
  ConnectionData: { create: never; view: never; update: never; remove: never };
  /** Conversation: Emails, calls, chats, notes and tickets with a company. */
  Conversation: { create: never; view: keyof ConversationView; update: keyof ConversationUpdate; remove: never; export: keyof ConversationView };
  /** CustomField: Custom field. Definitions of custom fields. Their values belong to the model that carries them. */
  CustomField: { create: never; view: keyof CustomFieldView; update: keyof CustomFieldUpdate; remove: never; export: keyof CustomFieldView };
  /** Deal: A sale to a company, open, won or lost. */
  Deal: { create: never; view: never; update: never; remove: never; export: never };
  /** EmailTemplate: Email template. Email templates and how they are organised. */
  EmailTemplate: { create: never; view: never; update: never; remove: never };
  /** EndUser: End user. A contact at a company. */
  EndUser: { create: never; view: keyof EndUserView; update: keyof EndUserUpdate; remove: never; export: keyof EndUserView };
  /** HealthProfile: Health profile. Health profiles with their factors, and the history of health. */
  HealthProfile: { create: never; view: never; update: never; remove: never; export: never };
  /** Invoice: An invoice to a company. */
  Invoice: { create: never; view: keyof InvoiceView; update: keyof InvoiceUpdate; remove: never; export: keyof InvoiceView };
  /** Issue: A problem or a wish that one or more companies share. */
  Issue: { create: never; view: keyof IssueView; update: keyof IssueUpdate; remove: never; export: keyof IssueView };
  /** License: Recurring revenue from a company. */
  License: { create: never; view: keyof LicenseView; update: keyof LicenseUpdate; remove: never; export: keyof LicenseView };
  /** LineItem: Line item. A subscription or a fee within a deal. */
  LineItem: { create: never; view: never; update: never; remove: never; export: never };
  /** NPS: NPS responses, and the survey campaigns that ask for them. */
  NPS: { create: never; view: keyof NPSView; update: keyof NPSUpdate; remove: never; export: keyof NPSView };
  /** Note: A conversation of the type note. */
  Note: { create: never; view: keyof NoteView; update: keyof NoteUpdate; remove: never; export: keyof NoteView };
  /** Objective: What a company wants to reach, with a health of its own. */
  Objective: { create: never; view: keyof ObjectiveView; update: keyof ObjectiveUpdate; remove: never; export: keyof ObjectiveView };
  /** Opportunity: A possible sale to a company. */
  Opportunity: { create: never; view: keyof OpportunityView; update: keyof OpportunityUpdate; remove: never; export: keyof OpportunityView };
  /** Page: Pages in sections, and custom pages on profiles. */
  Page: { create: never; view: never; update: never; remove: never; export: never };
  /** PhSection: Section. Sections, public or private, that group pages. */
  PhSection: { create: never; view: never; update: never; remove: never };
  /** PhWorkspace: Library. Libraries, groups of sections with verified content. Not a customer's Workspace. */
  PhWorkspace: { create: never; view: never; update: never; remove: never };
  /** Product: What line items are made from, listed in the product catalog. */
  Product: { create: never; view: never; update: never; remove: never; export: never };
  /** Project: A piece of work for a company that carries revenue. */
  Project: { create: never; view: keyof ProjectView; update: keyof ProjectUpdate; remove: never; export: keyof ProjectView };
  /** Sale: Revenue from a company that does not recur. */
  Sale: { create: never; view: keyof SaleView; update: keyof SaleUpdate; remove: never; export: keyof SaleView };
  /** ServiceAccount: Service account. Private apps, each a token for the API with permissions of its own. */
  ServiceAccount: { create: never; view: never; update: never; remove: never };
  /** Snippet: Prepared text that is inserted while writing. */
  Snippet: { create: never; view: never; update: never; remove: never };
  /** StatesLog: States log. Changes of list fields over time, mostly days in a phase, for use in charts. */
  StatesLog: { view: never };
  /** Task: Planned work and events. */
  Task: { create: never; view: keyof TaskView; update: keyof TaskUpdate; export: keyof TaskView };
  /** Team: Teams, their members and their managers. */
  Team: { create: never; view: never; update: never; remove: never };
  /** Ticket: A conversation that came from a support desk. */
  Ticket: { create: never; view: keyof TicketView; update: keyof TicketUpdate; remove: never; export: keyof TicketView };
  /** TimeEntry: Time entry. Hours worked, part of Service Delivery. */
  TimeEntry: { create: never; view: keyof TimeEntryView; update: keyof TimeEntryUpdate; remove: never; export: keyof TimeEntryView };
  /** Timesheet: A period of time entries that is submitted and approved, part of Service Delivery. */
  Timesheet: { create: never; view: keyof TimesheetView; update: keyof TimesheetUpdate; remove: never; export: keyof TimesheetView };
  /** User: People of the tenant who sign in. */
  User: { create: never; view: keyof UserView; update: keyof UserUpdate; export: keyof UserView };
  /** UserRole: Role. Roles and their permissions. */
  UserRole: { create: never; view: never; update: never; remove: never };
  /** Workflow: Projects and sequences that run on companies and their end users. */
  Workflow: { create: never; view: keyof WorkflowView; update: keyof WorkflowUpdate; remove: never; export: keyof WorkflowView };
  /** WorkflowTemplate: Workflow template. Designs that workflows are made from. */
  WorkflowTemplate: { create: never; view: never; update: never; remove: never };
  /** Workspace: A sub-instance that a company uses. Not a library. */
  Workspace: { create: never; view: keyof WorkspaceView; update: keyof WorkspaceUpdate; remove: never; export: keyof WorkspaceView };
  /** WorkspaceTemplate: Home template. What the home page pins and recommends. Unrelated to WorkflowTemplate. */
  WorkspaceTemplate: { create: never; view: never; update: never; remove: never };
}

/** Every action with the models that support it; modules, features and capabilities are used, models are not. */
export interface Supporting {
  create: { ActivityTag: 1; Asset: 1; Automation: 1; Campaign: 1; Churn: 1; Comment: 1; Company: 1; ConnectionConfig: 1; ConnectionData: 1; Conversation: 1; CustomField: 1; Deal: 1; EmailTemplate: 1; EndUser: 1; HealthProfile: 1; Invoice: 1; Issue: 1; License: 1; LineItem: 1; NPS: 1; Note: 1; Objective: 1; Opportunity: 1; Page: 1; PhSection: 1; PhWorkspace: 1; Product: 1; Project: 1; Sale: 1; ServiceAccount: 1; Snippet: 1; Task: 1; Team: 1; Ticket: 1; TimeEntry: 1; Timesheet: 1; User: 1; UserRole: 1; Workflow: 1; WorkflowTemplate: 1; Workspace: 1; WorkspaceTemplate: 1 };
  view: { ActivityFail: 1; ApiAccessLog: 1; Asset: 1; Automation: 1; Campaign: 1; Churn: 1; Comment: 1; Company: 1; ConnectionConfig: 1; ConnectionData: 1; Conversation: 1; CustomField: 1; Deal: 1; EmailTemplate: 1; EndUser: 1; HealthProfile: 1; Invoice: 1; Issue: 1; License: 1; LineItem: 1; NPS: 1; Note: 1; Objective: 1; Opportunity: 1; Page: 1; PhSection: 1; PhWorkspace: 1; Product: 1; Project: 1; Sale: 1; ServiceAccount: 1; Snippet: 1; StatesLog: 1; Task: 1; Team: 1; Ticket: 1; TimeEntry: 1; Timesheet: 1; User: 1; UserRole: 1; Workflow: 1; WorkflowTemplate: 1; Workspace: 1; WorkspaceTemplate: 1 };
  update: { ActivityTag: 1; Asset: 1; Automation: 1; Campaign: 1; Churn: 1; Comment: 1; Company: 1; ConnectionConfig: 1; ConnectionData: 1; Conversation: 1; CustomField: 1; Deal: 1; EmailTemplate: 1; EndUser: 1; HealthProfile: 1; Invoice: 1; Issue: 1; License: 1; LineItem: 1; NPS: 1; Note: 1; Objective: 1; Opportunity: 1; Page: 1; PhSection: 1; PhWorkspace: 1; Product: 1; Project: 1; Sale: 1; ServiceAccount: 1; Snippet: 1; Task: 1; Team: 1; Ticket: 1; TimeEntry: 1; Timesheet: 1; User: 1; UserRole: 1; Workflow: 1; WorkflowTemplate: 1; Workspace: 1; WorkspaceTemplate: 1 };
  remove: { Asset: 1; Automation: 1; Campaign: 1; Churn: 1; Comment: 1; Company: 1; ConnectionConfig: 1; ConnectionData: 1; Conversation: 1; CustomField: 1; Deal: 1; EmailTemplate: 1; EndUser: 1; HealthProfile: 1; Invoice: 1; Issue: 1; License: 1; LineItem: 1; NPS: 1; Note: 1; Objective: 1; Opportunity: 1; Page: 1; PhSection: 1; PhWorkspace: 1; Product: 1; Project: 1; Sale: 1; ServiceAccount: 1; Snippet: 1; Team: 1; Ticket: 1; TimeEntry: 1; Timesheet: 1; UserRole: 1; Workflow: 1; WorkflowTemplate: 1; Workspace: 1; WorkspaceTemplate: 1 };
  export: { Activity: 1; Asset: 1; Automation: 1; Campaign: 1; Churn: 1; Company: 1; Conversation: 1; CustomField: 1; Deal: 1; EndUser: 1; HealthProfile: 1; Invoice: 1; Issue: 1; License: 1; LineItem: 1; NPS: 1; Note: 1; Objective: 1; Opportunity: 1; Page: 1; Product: 1; Project: 1; Sale: 1; Task: 1; Ticket: 1; TimeEntry: 1; Timesheet: 1; User: 1; Workflow: 1; Workspace: 1 };
  use: {};
}

/** A key that a record does not have. */
export interface OneRecord {
  readonly [Symbol.iterator]?: never;
  readonly [Symbol.hasInstance]?: never;
  readonly then?: string | number | boolean | Date | null | undefined;
}

/** Any one record: no list, no class, and no promise of one that was not waited for. */
export type Single = object & OneRecord;

/** Lists the columns of Company that conditions of any role of any tenant compare. */
export interface CompanyColumns {
  readonly _id: string | null | undefined;
  readonly coOwner: string | null | undefined;
  readonly country: string | null | undefined;
  readonly orgPath: string | null | undefined;
  readonly owner: string | null | undefined;
  readonly phase: string | null | undefined;
}

/** A column that conditions compare. */
export type Column = keyof CompanyColumns;

/** The columns that a record of each model must have so that conditions can be evaluated on it. */
export interface Records {
  Activity: { readonly company: CompanyColumns | null | undefined };
  ActivityFail: Single;
  ActivityTag: Single;
  ApiAccessLog: Single;
  Asset: { readonly company: CompanyColumns | null | undefined };
  Automation: Single;
  Campaign: { readonly company: CompanyColumns | null | undefined };
  Churn: { readonly company: CompanyColumns | null | undefined };
  Comment: Single;
  Company: CompanyColumns;
  ConnectionConfig: Single;
  ConnectionData: Single;
  Conversation: { readonly company: CompanyColumns | null | undefined };
  CustomField: Single;
  Deal: { readonly company: CompanyColumns | null | undefined };
  EmailTemplate: Single;
  EndUser: { readonly company: CompanyColumns | null | undefined };
  HealthProfile: Single;
  Invoice: { readonly company: CompanyColumns | null | undefined };
  Issue: { readonly linkedCompanies: readonly CompanyColumns[] | null | undefined };
  License: { readonly company: CompanyColumns | null | undefined };
  LineItem: { readonly company: CompanyColumns | null | undefined };
  NPS: { readonly company: CompanyColumns | null | undefined };
  Note: { readonly company: CompanyColumns | null | undefined };
  Objective: { readonly company: CompanyColumns | null | undefined };
  Opportunity: { readonly company: CompanyColumns | null | undefined };
  Page: Single;
  PhSection: Single;
  PhWorkspace: Single;
  Product: Single;
  Project: { readonly company: CompanyColumns | null | undefined };
  Sale: { readonly company: CompanyColumns | null | undefined };
  ServiceAccount: Single;
  Snippet: Single;
  StatesLog: Single;
  Task: { readonly company: CompanyColumns | null | undefined };
  Team: Single;
  Ticket: { readonly company: CompanyColumns | null | undefined };
  TimeEntry: Single;
  Timesheet: Single;
  User: Single;
  UserRole: Single;
  Workflow: { readonly company: CompanyColumns | null | undefined };
  WorkflowTemplate: Single;
  Workspace: { readonly company: CompanyColumns | null | undefined };
  WorkspaceTemplate: Single;
}

/** Modules, features and capabilities: what is used or not used as a whole. */
export interface Toggles {
  /** Actions: Where tasks are planned and done. */
  Actions: 1;
  /** CustomerConversations: Customer conversations. The Conversations module. */
  CustomerConversations: 1;
  /** CustomerData: Customer data. The Data module, where companies and end users are listed. */
  CustomerData: 1;
  /** CustomerIntelligence: Customer intelligence. User activities and other analysis. */
  CustomerIntelligence: 1;
  /** CustomerWorkflows: Customer workflows. The Workflow module. Not the model Workflow, whose records are met elsewhere too. */
  CustomerWorkflows: 1;
  /** Developer: The API access log and other tools for integrations. Not the role of that name. */
  Developer: 1;
  /** NPSModule: NPS. NPS campaigns and their responses. */
  NPSModule: 1;
  /** Revenue: Revenue reports and the forecast. */
  Revenue: 1;
  /** AdminAccess: Admin access. System settings, custom fields, health profiles and the assignment of roles. */
  AdminAccess: 1;
  /** CalendarSync: Calendar sync. Brings the user's calendar in and meetings out. */
  CalendarSync: 1;
  /** CustomerPortals: Customer portals. Opens a portal to chosen customers, whose profiles then show its link. */
  CustomerPortals: 1;
  /** EmailOnMyBehalf: Email on my behalf. Lets teammates send emails as this user, as for shared mailboxes. */
  EmailOnMyBehalf: 1;
  /** EmailSync: Email sync. Brings the user's emails in. */
  EmailSync: 1;
  /** Import: Upload of spreadsheets, within what the models grant. */
  Import: 1;
  /** Logs: The logs of records. */
  Logs: 1;
  /** ManageTags: Manage tags. Adds new tags for companies and end users. */
  ManageTags: 1;
  /** MetricsInProfiles: Metrics in profiles. The metrics blocks on profiles of companies and end users. */
  MetricsInProfiles: 1;
  /** MetricsRebuild: Metrics rebuild. Computes metrics anew, a heavy operation. */
  MetricsRebuild: 1;
  /** Outreach: The widget for emails and for Intercom chats with customers. */
  Outreach: 1;
  /** PersonalNotifications: Personal notifications. Tells the user what happened to what is theirs. */
  PersonalNotifications: 1;
  /** PlanhatSupportChat: Planhat support chat. A chat with the vendor's support. */
  PlanhatSupportChat: 1;
  /** RevenueForecasting: Revenue forecasting. The forecast fields of licenses and manual forecasts in revenue reports. */
  RevenueForecasting: 1;
  /** ShareFilters: Share filters. Makes a filter public to the whole team. */
  ShareFilters: 1;
  /** ShareFolders: Share folders. Shares a folder with chosen users or with everybody. */
  ShareFolders: 1;
  /** SharePagesExternally: Share pages externally. Shares pages of Customer Intelligence with people outside. */
  SharePagesExternally: 1;
  /** UserTracking: User tracking. Shows usage such as the last activity. */
  UserTracking: 1;
  /** ApiCalls: See calls of the API. The access log in the Developer module. */
  ApiCalls: 1;
  /** AppAccess: Reach the upgraded app. Without both views the user is turned away at its door. The original app is not closed by that. */
  AppAccess: 1;
  /** ApplyUserRoles: Apply roles to users. Changing which roles a user has, whatever else UserRole grants. */
  ApplyUserRoles: 1;
  /** Connections: See connections. Connections to AI providers and others. Either view alone shows nothing. */
  Connections: 1;
  /** ConversationsTab: The Conversations module. All conversations in one place. What Conversation permits holds on profiles too. */
  ConversationsTab: 1;
  /** EndUserTab: The tab of end users. End users in the Data module. What EndUser permits holds wherever else they are met. */
  EndUserTab: 1;
  /** FailedActivities: See failed activities. The list on the page User Activities. */
  FailedActivities: 1;
  /** NPSResponses: NPS responses in the NPS module. What customers answered, where they were asked. What NPS permits holds on profiles too. */
  NPSResponses: 1;
  /** NPSSurveys: The NPS module. The NPS module with its campaigns. Responses take the view of NPS beside it. */
  NPSSurveys: 1;
  /** PagesOutside: Show pages outside. Sharing pages of Customer Intelligence with people outside. */
  PagesOutside: 1;
  /** RewriteOwnRole: Raise one's own role. Who may edit roles and reach the settings can widen the role they hold. */
  RewriteOwnRole: 1;
  /** TaskList: Tasks in the Actions module. All tasks in one place. What Task permits holds on profiles too. */
  TaskList: 1;
  /** UserActivities: Export user activities. The export on the page User Activities. */
  UserActivities: 1;
  /** WorkflowTab: The Workflow module. All workflows in one place. What Workflow permits holds on company profiles too. */
  WorkflowTab: 1;
}

/** Every tenant with the roles that it is offered. */
export interface Tenants {
  /** acme: Acme */
  "acme": 'administrator' | 'contractor' | 'crm-sync' | 'csm' | 'developer' | 'manager' | 'portal-visitor' | 'regional-lead' | 'template-core' | 'template-core-service' | 'template-productivity' | 'template-productivity-service' | 'template-view';
  /** globex: Globex */
  "globex": 'administrator' | 'contractor' | 'csm' | 'developer' | 'manager' | 'template-core' | 'template-productivity' | 'template-view';
  /** initech: Initech */
  "initech": 'administrator' | 'auditor' | 'contractor' | 'csm' | 'delivery-lead' | 'developer' | 'manager' | 'onboarding-desk' | 'service-consultant' | 'template-core' | 'template-core-service' | 'template-productivity' | 'template-productivity-service' | 'template-view';
}

/** The user types by audience, in each from the highest rank to the lowest. */
export type UserTypeName = 'Core' | 'Productivity' | 'View' | 'PrivateApp' | 'PortalUser';

/** The seats. */
export type SeatName = 'Service';

/** The attributes that conditions ask of the signed-in user. Whatever needs an attribute that is null is not allowed. */
export interface User {
  readonly companyId: string | null;
  readonly id: string | null;
  readonly managedUserIds: readonly string[] | null;
}

/** The questions that CASL's own ability is asked: one tuple for each model. */
export type Abilities =
  | ['export', 'Activity' | ForcedSubject<'Activity'>]
  | ['view', 'ActivityFail' | ForcedSubject<'ActivityFail'>]
  | ['create' | 'update', 'ActivityTag' | ForcedSubject<'ActivityTag'>]
  | ['view', 'ApiAccessLog' | ForcedSubject<'ApiAccessLog'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Asset' | ForcedSubject<'Asset'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Automation' | ForcedSubject<'Automation'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Campaign' | ForcedSubject<'Campaign'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Churn' | ForcedSubject<'Churn'>]
  | ['create' | 'view' | 'update' | 'remove', 'Comment' | ForcedSubject<'Comment'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Company' | ForcedSubject<'Company'>]
  | ['create' | 'view' | 'update' | 'remove', 'ConnectionConfig' | ForcedSubject<'ConnectionConfig'>]
  | ['create' | 'view' | 'update' | 'remove', 'ConnectionData' | ForcedSubject<'ConnectionData'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Conversation' | ForcedSubject<'Conversation'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'CustomField' | ForcedSubject<'CustomField'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Deal' | ForcedSubject<'Deal'>]
  | ['create' | 'view' | 'update' | 'remove', 'EmailTemplate' | ForcedSubject<'EmailTemplate'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'EndUser' | ForcedSubject<'EndUser'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'HealthProfile' | ForcedSubject<'HealthProfile'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Invoice' | ForcedSubject<'Invoice'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Issue' | ForcedSubject<'Issue'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'License' | ForcedSubject<'License'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'LineItem' | ForcedSubject<'LineItem'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'NPS' | ForcedSubject<'NPS'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Note' | ForcedSubject<'Note'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Objective' | ForcedSubject<'Objective'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Opportunity' | ForcedSubject<'Opportunity'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Page' | ForcedSubject<'Page'>]
  | ['create' | 'view' | 'update' | 'remove', 'PhSection' | ForcedSubject<'PhSection'>]
  | ['create' | 'view' | 'update' | 'remove', 'PhWorkspace' | ForcedSubject<'PhWorkspace'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Product' | ForcedSubject<'Product'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Project' | ForcedSubject<'Project'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Sale' | ForcedSubject<'Sale'>]
  | ['create' | 'view' | 'update' | 'remove', 'ServiceAccount' | ForcedSubject<'ServiceAccount'>]
  | ['create' | 'view' | 'update' | 'remove', 'Snippet' | ForcedSubject<'Snippet'>]
  | ['view', 'StatesLog' | ForcedSubject<'StatesLog'>]
  | ['create' | 'view' | 'update' | 'export', 'Task' | ForcedSubject<'Task'>]
  | ['create' | 'view' | 'update' | 'remove', 'Team' | ForcedSubject<'Team'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Ticket' | ForcedSubject<'Ticket'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'TimeEntry' | ForcedSubject<'TimeEntry'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Timesheet' | ForcedSubject<'Timesheet'>]
  | ['create' | 'view' | 'update' | 'export', 'User' | ForcedSubject<'User'>]
  | ['create' | 'view' | 'update' | 'remove', 'UserRole' | ForcedSubject<'UserRole'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Workflow' | ForcedSubject<'Workflow'>]
  | ['create' | 'view' | 'update' | 'remove', 'WorkflowTemplate' | ForcedSubject<'WorkflowTemplate'>]
  | ['create' | 'view' | 'update' | 'remove' | 'export', 'Workspace' | ForcedSubject<'Workspace'>]
  | ['create' | 'view' | 'update' | 'remove', 'WorkspaceTemplate' | ForcedSubject<'WorkspaceTemplate'>]
  | ['use', ToggleName];

/** A model of the catalog. */
export type ModelName = keyof Models;

/** The actions that a model supports; for any of several models, those that all of them support. */
export type ActionOf<M extends ModelName> = keyof Models[M];

/** The actions that some model supports. */
export type ActionName = { [M in ModelName]: ActionOf<M> }[ModelName];

/** The models that support an action, to be generic in; of several actions, the models that support all of them. */
export type ModelWith<A extends ActionName | 'use'> = ModelName & keyof Supporting[A];

/** The properties on which an action can be asked for; of several models or actions, those that all have. */
export type PropertyOf<M extends ModelName, A extends ActionName> = {
  [K in M]: { [B in A]: (property: B extends keyof Models[K] ? Models[K][B] : never) => void }[A];
}[M] extends (property: infer P) => void
  ? P
  : never;

/** The properties that `fields` lists; of several models or actions, those that any of them has. */
export type FieldOf<M extends ModelName, A extends ActionName> = {
  [K in M]: Models[K][A & keyof Models[K]];
}[M];

/** The columns that a record must have so that conditions can be evaluated on it; for several models, the columns of all of them. */
export type RecordOf<M extends ModelName> = { [K in M]: (record: Records[K]) => void }[M] extends (
  record: infer R,
) => void
  ? R
  : never;

/** A module, a feature or a capability. */
export type ToggleName = keyof Toggles;

/** The names of toggles if the action is `use`; no name for any other action. */
export type ToggleWith<A extends ActionName | 'use'> = [A] extends ['use'] ? ToggleName : never;

/**
 * The name itself, in a way that is not worked out before it is known: an editor offers what the bound of a bare type
 * parameter allows, here the models of all actions, for the signature that it does not take.
 */
export type Named<N extends string> = [N] extends [string] ? N : N;

/** A tenant. */
export type TenantName = keyof Tenants;

/** A role that a tenant is offered; of several tenants, one that any of them is offered. */
export type RoleName<T extends TenantName = TenantName> = Tenants[T];

/** CASL's own ability, for `ForbiddenError`, `@casl/react` and adapters; it does not know property names. */
export type AppAbility = MongoAbility<Abilities>;

/** A role of a database: what `compile` of an editor of roles has returned, as JSON. */
export interface StoredRole {
  readonly version: 1;
  /** The digest of the bundle by which it was compiled. */
  readonly digest: string;
  readonly tenant: TenantName;
  readonly role: { readonly kind: 'Role'; readonly name: string };
  readonly grants: readonly [catalog: string, own?: string];
  readonly effective: readonly [catalog: string, own?: string];
}

/** Who is signed in: what they were given, and what conditions ask of them. */
export interface SignedIn<T extends TenantName = TenantName> {
  readonly tenant: T;
  /** Roles by their names, and those of a database as `compile` of an editor has returned them. */
  readonly roles: readonly (RoleName<T> | StoredRole)[];
  readonly userType: UserTypeName;
  readonly seats?: readonly SeatName[] | undefined;
  readonly user: User;
}

/** An attribute that conditions of the roles need and that cannot be used: what needs it is not allowed. */
export interface Unfilled {
  readonly attribute: keyof User & string;
  readonly because: string;
}

/** The permissions of a signed-in user. */
export interface Policy {
  /** Returns true if they may do this to this record. */
  can<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(action: A, model: Named<M>, record: R): boolean;
  /** Returns true if they may do this to one property of this record. */
  can<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
    property: PropertyOf<M, A>,
  ): boolean;
  /** Returns true if they may do this to some record: for menus, never for data. */
  canSome<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>): boolean;
  /** Returns true if they may do this to one property of some record: for menus, never for data. */
  canSome<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>, property: PropertyOf<M, A>): boolean;
  /** Returns the properties of this record to which they may do this; none if the action is not about properties. */
  fields<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
  ): readonly FieldOf<M, A>[];
  /** Returns true if they may use a module or a feature, or have a capability. */
  uses(name: ToggleName): boolean;
  /** Returns the records to which they may do this: all, none, or a filter that a database adapter takes. */
  where<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>): Where;
  /** Returns the records to one property of which they may do this: all, none, or a filter that a database adapter takes. */
  where<A extends ActionName, M extends ModelWith<A>>(action: A, model: Named<M>, property: PropertyOf<M, A>): Where;
  /** Explains why they may do this or may not, or use a module or a feature, in a sentence that names what decides. */
  why<A extends ActionName | 'use', N extends ModelWith<A> | ToggleWith<A>>(action: A, name: Named<N>): string;
  /** Explains why they may do this to this record, or to a property of some record, or may not. */
  why<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M> | PropertyOf<M, A>>(
    action: A,
    model: Named<M>,
    recordOrProperty: R,
  ): string;
  /** Explains why they may do this to one property of this record or may not. */
  why<A extends ActionName, M extends ModelWith<A>, R extends RecordOf<M>>(
    action: A,
    model: Named<M>,
    record: R,
    property: PropertyOf<M, A>,
  ): string;
  /** CASL's own ability with the same rules, made when it is first asked for. */
  readonly ability: AppAbility;
  /** The attributes that cannot be used though the roles need them; empty if nothing was dropped. */
  readonly unfilled: readonly Unfilled[];
}

/** The error of `permissions`: `code` says what it does not accept, the message says which and why. */
export declare class PermissionsError extends Error {
  protected constructor();
  readonly name: 'PermissionsError';
  readonly code:
    | 'unknown-tenant'
    | 'tenant-not-loaded'
    | 'unknown-role'
    | 'unknown-user-type'
    | 'unknown-seat'
    | 'seat-not-combinable'
    | 'role-not-assignable'
    | 'invalid-role'
    | 'no-roles'
    | 'too-large'
    | 'altered'
    | 'malformed';
}

/**
 * Returns what a signed-in user may do: the union of their roles, inside their own user type and seats. Throws a
 * `PermissionsError` if the tenant or a role is unknown, and if a role needs another user type or a seat.
 */
export declare function permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;

/**
 * Returns true if a text is the name of a property on which an action can be asked for: for names that come from outside.
 * The answer does not say whether anybody may.
 */
export declare function isProperty<A extends ActionName, M extends ModelWith<A>>(
  action: A,
  model: Named<M>,
  name: string,
): name is PropertyOf<M, A> & string;

/** The columns that conditions compare: load them with every record that is asked about. */
export declare const columns: readonly Column[];

/** The digest of the policies that this was written from. */
export declare const digest: string;

/** The facade of one state of the policies: of these here, or of others that were loaded. */
export interface Facade {
  permissions<T extends TenantName>(signedIn: SignedIn<T>): Policy;
  readonly digest: string;
}
