import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../ids.ts';
import type { InvoiceChange } from '../../mirror/store-invoices.ts';
import type { PaymentChange } from '../../mirror/store-payments.ts';
import { compareSums } from '../../mirror/decimals.ts';
import { isIssued, isPaid, isReceived, issuedLive, paidLive, receivedLive, type EventRules } from './rules.ts';
import type { OfConnection } from '../job-data.ts';

export type EventKind = 'invoice_issued' | 'payment_received' | 'invoice_paid' | 'invoice_overdue';

export interface NewEvent {
  kind: EventKind;
  erpId: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  isLive: boolean;
}

/** Whose events: the ERP's identity, so that neither a rebuild nor connecting again repeats one. */
export interface EventScope extends OfConnection {
  identityKey: string;
  now: Date;
}

export function invoiceEvents(changes: readonly InvoiceChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) => [
    ...(isIssued(change.after) ? [eventOf('invoice_issued', change.after, issuedLive(change, rules))] : []),
    ...(isPaid(change.after) ? [eventOf('invoice_paid', change.after, paidLive(change, rules))] : []),
  ]);
}

export function paymentEvents(changes: readonly PaymentChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) =>
    isReceived(change.after) && bringsMoney(change.after) ? [eventOf('payment_received', change.after, receivedLive(change, rules))] : [],
  );
}

/** Some ERPs reconcile an invoice with a credit note by a payment of zero. */
const bringsMoney = ({ amount }: PaymentChange['after']): boolean => compareSums([amount], []) > 0;

/** Writes what is new; what was recorded once, as live or as history, stays as it is for ever. */
export async function recordEvents(trx: Db, scope: EventScope, events: readonly NewEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const rows = events.toSorted((a, b) => (`${a.kind} ${a.erpId}` < `${b.kind} ${b.erpId}` ? -1 : 1));
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into events (portal_id, identity_key, connection_id, recorded_at, kind, erp_id, customer_id, organisation_id, is_live)
     select :portalId, :identityKey, :connectionId, :now, e.kind, e."erpId", e."customerId", e."organisationId", e."isLive"
     from json_to_recordset(:rows::json) as e(kind text, "erpId" text, "customerId" text, "organisationId" text, "isLive" boolean)
     on conflict (portal_id, identity_key, kind, erp_id) do nothing`,
    { ...scope, rows: JSON.stringify(rows) },
  );
  return rowCount;
}

type Subject = { id: ErpRecordId; customerId: ErpRecordId | null; organisationId: ErpRecordId | null };

function eventOf(kind: EventKind, { id, customerId, organisationId }: Subject, isLive: boolean): NewEvent {
  return { kind, erpId: id, customerId, organisationId, isLive };
}
