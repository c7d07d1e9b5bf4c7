import type { ErpRecordId } from '../../shared/ids.ts';
import { fingerprintOf } from '../../mirror/fingerprint.ts';

export type EventKind =
  | 'payment_received'
  | 'invoice_paid'
  | 'invoice_overdue'
  | 'order_delivered'
  | 'project_completed'
  | 'subscription_started'
  | 'subscription_renewed'
  | 'subscription_ended'
  | 'subscription_payment_failed';

export interface NewEvent {
  kind: EventKind;
  erpId: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  isLive: boolean;
  /** Of the record it happened to; null: nothing recognises it. */
  proof: string | null;
}

interface Subject {
  id: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  createdAt: string | null;
  proof?: string | undefined;
}

export function eventOf(kind: EventKind, subject: Subject, isLive: boolean): NewEvent {
  const { id, customerId, organisationId } = subject;
  return { kind, erpId: id, customerId, organisationId, isLive, proof: fingerprintOf(subject) };
}
