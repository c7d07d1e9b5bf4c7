import type { Candidate, Notice } from './types.ts';

/** GET /cards/customer — on companies and contacts: making an ERP customer of this record, and what became of its fields. */
export interface CustomerCard {
  /** ERPs in which this record is no customer and could be made one by hand. */
  offers: CreationOffer[];
  /** What was asked of ERPs for this record, newest first. */
  commands: CardCommand[];
  conflicts: FieldConflict[];
  /** Of each field the last few, the newest first. */
  changes: FieldChange[];
  /** Links whose fields are kept in step. */
  pairs: FieldPair[];
  /** By property or ERP field: as people know them. */
  labels: Record<string, string>;
  canDecide: boolean;
}

export interface CreationOffer {
  connectionId: string;
  connectionName: string;
  /** Of a contact: the ERP customer whose contact person it becomes; null: a customer of its own. */
  contactPersonOf: string | null;
  /** What the customer would be made of, in the ERP's words; `isRefused`: in HubSpot's, because the ERP cannot get it. */
  values: { field: string; label: string; value: string; isRefused?: true }[];
  /** What stops it, each with a way out. */
  missing: Notice[];
  /** What is odd but stops nothing: a check digit, for instance. */
  warnings: Notice[];
  /** Customers of the ERP that may be this record already: linking one of them is better. */
  alike: Candidate[];
}

/** `name`: or else the e-mail; null: of somebody HubSpot does not list any more. */
export type Asker = { kind: 'rule' } | { kind: 'workflow' } | { kind: 'person'; name: string | null };

export interface CardCommand {
  key: string;
  connectionId: string;
  connectionName: string;
  state: 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
  reason: Notice | null;
  askedAt: string;
  askedBy: Asker;
  made: { number: string | null; url: string | null } | null;
}

export interface FieldPair {
  connectionId: string;
  customerId: string;
  isFrozen: boolean;
  frozen: string[];
  /** Every property that the rules keep in step, frozen ones too. */
  properties: string[];
  /** One side moved, and the other has not followed yet. */
  isDue: boolean;
  /** Values that the other side does not take: both keep what they have until one moves. */
  refused: { property: string; reason: Notice }[];
  /** Where the record belongs on one side is not linked to the other yet. */
  waits: { property: string; reason: Notice }[];
  /** What both sides hold and is odd, without stopping anything: a check digit that does not fit. */
  warnings: { property: string; reason: Notice }[];
  /** Both sides were left different, by the rule or by a person, and stay so until one moves. */
  differs: { property: string; since: string; rule: FieldChange['rule']; by: string | null }[];
}

export interface FieldConflict {
  connectionId: string;
  customerId: string;
  property: string;
  field: string;
  hubspot: string | null;
  erp: string | null;
  since: string;
  /** They differed before the rules, or before they were linked, and nobody has edited them since. */
  isFromBefore: boolean;
  editedBy: FieldEditors;
}

/** Of each side; null: nobody knows, or it did not move. */
export interface FieldEditors {
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

export interface FieldChange {
  id: string;
  connectionId: string;
  customerId: string;
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
  /** When it was taken back. */
  undoneAt: string | null;
  /** Why the side did not take it back, when somebody tried last. */
  undoRefused: Notice | null;
}

/**
 * POST /cards/customer/create { connectionId, besides } — `key`: the same for everybody who presses; `known`: nothing was asked, the ERP has these with
 * the same tax id, e-mail, or domain and name, which this person has not seen.
 */
export type CreateAnswer = { key: string } | { known: Candidate[] };
