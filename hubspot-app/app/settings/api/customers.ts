import type { FrozenCounts } from './frozen.ts';
import type { Notice } from './types.ts';

type CustomerObject = 'companies' | 'contacts';

/** What an administrator decided about the customers of a connection, both ways. */
export type CustomerRules = Record<CustomerObject, CustomerObjectRules>;

export interface CustomerObjectRules {
  /** What makes an ERP customer of a HubSpot record that is none; any of them. Empty: none does so by itself. */
  createWhen: CreateCondition[];
  /** People may make one with a button on the card. */
  mayCreateByHand: boolean;
  /** Of contacts: those of a company that is a customer become its contact persons. */
  makesContactPersons: boolean;
  /** Of contacts: those without a company become customers of their own. */
  makesConsumers: boolean;
  /** What is made goes to the ERP and never comes back: its fields are not kept in step. */
  isOneWay: boolean;
  /** What becomes of the ERP's customer when its HubSpot record is deleted. */
  whenDeletedInHubSpot: DeletionPolicy;
  /** What becomes of the HubSpot record when its customer is archived or deleted in the ERP. */
  whenGoneInErp: DeletionPolicy;
  /** By ERP field: what each new customer gets where the mapping gives nothing. */
  defaults: Record<string, string>;
  mapping: FieldMapping[];
}

/** `archive`: in the ERP out of use, in HubSpot to the recycling bin; nothing is ever deleted. */
export type DeletionPolicy = 'keep' | 'archive';

export interface CreateCondition {
  /** `$lists`: the record is a member of a HubSpot list. */
  property: string;
  /** Any of these values; empty: any value at all. */
  values: string[];
  /** Of lists, whose ids `values` are: what they are called, by id. */
  names?: Record<string, string>;
}

export interface FieldMapping {
  property: string;
  /** The ERP's name of the field. */
  field: string;
  direction: 'to_hubspot' | 'to_erp' | 'both';
  /** Who wins where both sides moved. */
  rule: 'erp_wins' | 'hubspot_wins' | 'fill_if_empty' | 'ask';
  /** What it means that the side that is followed is empty now. */
  whenEmptied: 'clear' | 'keep';
  /** Values that are called otherwise on the other side. */
  translation: { hubspot: string; erp: string }[];
}

/** Which kinds of writing an administrator approved, and what of them stays out. */
export interface CustomerWrites {
  creates: boolean;
  updatesErp: boolean;
  updatesHubSpot: boolean;
  leftOut: LeftOut[];
}

/** What is not written although its kind is: creations of one type of record, or one field on one side. */
export interface LeftOut {
  write: 'creates' | 'updatesErp' | 'updatesHubSpot';
  objectType: CustomerObject;
  /** Both are null for creations. */
  property: string | null;
  field: string | null;
}

/** GET /settings/customers?connectionId */
export type CustomersView =
  /** This ERP cannot be written to. */
  | { state: 'not_offered' }
  | {
      /** `off`: nothing was approved yet. */
      state: 'off' | 'live';
      /** As they are being edited: the draft, else what is live, else a proposal. */
      rules: CustomerRules;
      /** `rules` differs from what is live. */
      isDraft: boolean;
      live: CustomerRules | null;
      /** Those that were live when writing was stopped; null: none were, or others are live. */
      stopped: CustomerRules | null;
      /** Of what is saved; a save says which one it was made from. */
      revision: number;
      /** Null: nothing was saved yet. */
      lastChange: { at: string; by: string | null } | null;
      writes: CustomerWrites;
      /** What can be mapped; null: the ERP does not answer now, `trouble` says why. */
      fields: Record<CustomerObject, ErpFieldView[]> | null;
      properties: Record<CustomerObject, PropertyView[]>;
      trouble: Notice | null;
      /** What the draft, or else what is live, would do; null: not asked since it was saved or approved. */
      preview: CustomerRunView | null;
      /** The last application to records that were there before. Its groups are what was done so far of the first few, while they are looked at. */
      run: CustomerRunView | null;
      /** The first few were written: a person looks at them before the rest follows. */
      isTrial: boolean;
      counts: {
        planned: number;
        waiting: number;
        unknown: number;
        rejected: number;
        done: number;
        /** Linked records that are the same on both sides. */
        inStep: number;
        due: number;
        /** Records that are written once a person has looked at the first few. */
        behindTrial: number;
        /** Records of which a field was left different by a rule or a person, or cannot be written. */
        leftDifferent: number;
        /** Records of which a change is being taken back. */
        undoing: number;
        /** Records with a question of their own. */
        asked: number;
        /** Records that differ since before the rules, to be decided all at once. */
        differing: number;
        /** Records that follow as soon as their company is linked. */
        waitingContacts: number;
        waitingCompanies: number;
        /** Archived, or to be, because it went on the other side; and how many of these wait for a person. */
        archivals: number;
        held: number;
        /** Of these those that nobody decides, and that did not go yet. */
        archivalsPlanned: number;
      } & FrozenCounts;
    };

/** `organisation`: the company or organisation that the record belongs to. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'organisation';

export interface ErpFieldView {
  name: string;
  label: string;
  type: ValueType;
  /** What it is (`tax_id`, `email`, `country`, …), where every ERP has one like it. */
  role: string | null;
  isCustom: boolean;
  isWritable: boolean;
  isRequired: boolean;
  isForNewOnly: boolean;
  /** Of contacts: which of them have it, where not all do. */
  heldBy?: 'customers' | 'contact_persons';
  /** Null: too many, or not a choice. */
  options: { value: string; label: string }[] | null;
}

export interface PropertyView {
  name: string;
  label: string;
  type: ValueType;
  isReadOnly: boolean;
  options: { value: string; label: string }[] | null;
}

/** A dry run, or the application of rules to what was there before them. */
export interface CustomerRunView {
  id: string;
  state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  startedAt: string;
  endedAt: string | null;
  done: number;
  total: number | null;
  groups: CustomerRunGroup[];
  trouble: Notice | null;
}

/**
 * Records to which the same would happen. `create`: made in the ERP. `link`: the ERP has them. `update_erp`, `update_hubspot`: one field of them is
 * written, by `rule`. `ask`: a person decides a field. `incomplete`: something is missing or wrong (`reason`). `review`: a person decides who it is.
 * `left_out`: nothing of the rules applies. `doubtful`: of those that are created, what is odd and stops nothing.
 */
export interface CustomerRunGroup {
  kind: 'create' | 'link' | 'update_erp' | 'update_hubspot' | 'ask' | 'incomplete' | 'doubtful' | 'review' | 'left_out' | 'in_step';
  objectType: CustomerObject;
  property: string | null;
  field: string | null;
  rule: FieldMapping['rule'] | 'respelled' | null;
  reason: Notice | null;
  count: number;
  /** At most five; of what is created or waits for a person, 25. */
  samples: {
    recordId: string;
    recordName: string | null;
    url: string;
    customerName: string | null;
    before: string | null;
    after: string | null;
    /** Of one that would be created: what the ERP would get, by field. */
    values?: Record<string, string | null>;
  }[];
}

/** POST /settings/customers/sample — body { connectionId, objectType } — a linked pair with every value that the mapping can speak of. */
export interface MappingSample {
  /** Null: nothing is linked yet. */
  pair: {
    recordId: string;
    recordName: string | null;
    url: string;
    customerName: string;
    properties: Record<string, string | null>;
    fields: Record<string, string | null>;
  } | null;
}

/**
 * GET /settings/customers/conflicts?connectionId&page&of — fields whose rule is to ask, 25 records a page. `of`: `edited` since the rules, or differing
 * since `before` them.
 */
export interface ConflictList {
  page: number;
  pageCount: number;
  total: number;
  /** What differs since before the rules, whichever is listed. */
  groups: ConflictGroup[];
  conflicts: Conflict[];
}
/** POST /settings/customers/decide-all { connectionId, objectType, property, field, answer } */
export interface ConflictGroup {
  objectType: CustomerObject;
  property: string;
  field: string;
  /** Records. */
  count: number;
  /** Whose value may be written to the other side. */
  takes: ('hubspot' | 'erp')[];
}
export interface Conflict {
  connectionId: string;
  customerId: string;
  customerName: string;
  objectType: CustomerObject;
  recordId: string;
  url: string;
  property: string;
  field: string;
  hubspot: string | null;
  erp: string | null;
  since: string;
  editedBy: FieldEditors;
}

/** GET /settings/customers/changes?connectionId&page&from&until&editedBy — what became of fields: of 25 a page, the one that changed last first, the last changes. */
export interface ChangeList {
  page: number;
  pageCount: number;
  changes: FieldChange[];
}
export interface FieldChange {
  id: string;
  customerId: string;
  customerName: string;
  objectType: CustomerObject;
  url: string;
  at: string;
  /** `*`: all fields of the record, which somebody froze or released. */
  property: string;
  field: string;
  /** Where the new value was written; `nobody`: it was kept as it is. */
  writtenTo: 'hubspot' | 'erp' | 'nobody';
  /** On the side that was written, in its spelling; null with `nobody`. */
  before: string | null;
  after: string | null;
  /** The value of the side that did not win; null: there was none. */
  lost: string | null;
  rule: 'erp_wins' | 'hubspot_wins' | 'fill_if_empty' | 'ask' | 'moved' | 'person' | 'undo' | 'respelled' | 'frozen' | 'released';
  /** Name, or else e-mail, of the person who decided. */
  by: string | null;
  editedBy: FieldEditors;
  canUndo: boolean;
  /** The field is left alone; null: it is not kept in step any more, or the whole record is left alone. */
  isFrozen: boolean | null;
  /** When it was taken back. */
  undoneAt: string | null;
  /** Why the side did not take it back, when somebody tried last. */
  undoRefused: Notice | null;
}

/** Of each side; null: nobody knows, or it did not move. */
interface FieldEditors {
  hubspot: FieldEditor | null;
  /** Who was the last to edit the customer there. */
  erp: FieldEditor | null;
}
export interface FieldEditor {
  kind: 'user' | 'import' | 'workflow' | 'integration' | 'form';
  /** Of a user: the name, in HubSpot the e-mail where there is none; null: not known. */
  name: string | null;
  at: string;
}
