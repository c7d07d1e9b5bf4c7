import type { Customer } from '../../streams/customers/record.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ErpField } from './contract.ts';

/**
 * Values by the ERP's own field names, each in one spelling: text as it is, numbers as exact decimal text, `true` and `false`, `YYYY-MM-DD`, ISO
 * instants, a choice or reference by the `value` of its option. Null: empty.
 */
export type FieldValues = Record<string, string | null>;

/** What a field is, where every ERP has one like it: defaults, checks and addresses go by it. */
export const FIELD_ROLES = [
  'name',
  'trade_name',
  'first_name',
  'last_name',
  'job_title',
  'tax_id',
  'email',
  'phone',
  'mobile',
  'website',
  'street',
  'street2',
  'city',
  'zip',
  'state',
  'country',
  // Of the address goods are delivered to, where the ERP keeps it apart from the one of invoices.
  'delivery_street',
  'delivery_street2',
  'delivery_city',
  'delivery_zip',
  'delivery_state',
  'delivery_country',
  'language',
  'payment_term',
  'price_list',
  'fiscal_position',
  'currency',
  'salesperson',
  'tags',
  'group',
  'series',
  'company',
  /** Whom it belongs to: a contact person its organisation, an organisation the one above it. Its value is that customer's id. */
  'organisation',
] as const;
export type FieldRole = (typeof FIELD_ROLES)[number];

export interface CustomerField extends ErpField {
  role: FieldRole | null;
  /** Without it none is made. */
  isRequired: boolean;
  /** Given when a customer is made, and never afterwards. */
  isForNewOnly: boolean;
}

/**
 * Fields of customers that can be kept in step with HubSpot, custom ones included. Countries have ISO 3166 alpha-2 codes as values (`MX`), states
 * the country's before their own (`MX-NLE`); other references have the ERP's ids and list what they can be.
 *
 * Those of the delivery address are fields of the customer like any other: of the one address the ERP takes where nobody chooses. It is made when a
 * first value comes, and emptied, never deleted.
 */
export interface CustomerFieldSupport {
  /** Of organisations and private persons, or of people who belong to an organisation. */
  list(kind: CustomerFieldKind, signal: AbortSignal): Promise<CustomerField[]>;
  /** As they are now; at most 200 ids. A customer that is gone is left out, and so is a field that the ERP does not have (any more). */
  read(ids: readonly ErpRecordId[], names: readonly string[], signal: AbortSignal): Promise<Map<ErpRecordId, FieldValues>>;
  /** Where the ERP tells who edits customers: as `read`, in the same calls, with who was the last to edit each. */
  readWithEdits?(ids: readonly ErpRecordId[], names: readonly string[], signal: AbortSignal): Promise<Map<ErpRecordId, EditedFields>>;
  /**
   * Writes these fields and no other, all or none, and answers them as the ERP keeps them now; where the ERP tells that somebody else wrote the customer
   * since, as they were sent, so that this edit is no spelling of ours. Twice is the same as once. `RecordRejectedError` as of a
   * command; `code` `erp.record_gone`: there is no such customer.
   *
   * `before` is what the fields held when somebody decided to write them, as `read` tells it. They are read again as close to the change as the ERP
   * allows: where one holds something else by now, nothing is written, and a `RecordBusyError` says so.
   */
  write(id: ErpRecordId, values: FieldValues, signal: AbortSignal, before?: FieldValues): Promise<FieldValues>;
  /**
   * Customers in the ERP at this moment with this tax id or e-mail, at most 20 for each of at most `FACTS_AT_ONCE`, in their order, whether the stream
   * knows them yet or not: asked before one is made. Compared as the ERP can, so a near miss may be among them.
   */
  findAlike(facts: readonly AlikeFacts[], signal: AbortSignal): Promise<AlikeCustomer[][]>;
}

/** ERPs have no index on tax ids: each is compared with all customers. */
export const FACTS_AT_ONCE = 20;

export interface AlikeFacts {
  taxId: string | null;
  email: string | null;
}

export interface EditedFields {
  fields: FieldValues;
  /** Of the customer as a whole. Null: nobody knows, or it was no person: the ERP itself, or whose credentials these are. */
  lastEdit: LastEdit | null;
}

export interface LastEdit {
  /** As people there know the user. */
  by: string;
  at: Date;
}

export type CustomerFieldKind = 'customer' | 'contact_person';
export type AlikeCustomer = Pick<Customer, 'id' | 'kind' | 'name' | 'taxId' | 'emails'>;
