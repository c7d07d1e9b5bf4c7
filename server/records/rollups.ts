import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../db/index.ts';
import type { ConnectionId, ObjectType, PortalId, RecordId } from '../ids.ts';
import { CURRENCY_DIGITS } from '../mirror/currencies.ts';
import { rollupSql } from './rollup-sql.ts';

/** What roll-ups need to know about the portal. */
export interface RollupPortal {
  portalId: PortalId;
  timeZone: string;
  companyCurrency: string | null;
  settings: Pick<PortalSettings, 'contactsCarry' | 'activeMonths' | 'eventMaxAgeHours'>;
}

export interface Rollup {
  recordId: RecordId;
  /** Nothing of an ERP belongs to this record (any more): what we wrote is to be emptied. */
  isLinked: boolean;
  /** Values of our properties in HubSpot's spelling; '' empties. Event properties are there only when an event is to move them. */
  values: Record<string, string>;
  /** The events behind the event properties. */
  events: EventKey[];
  /** Base currencies of open amounts that are left out because the portal's books have another. */
  otherCurrencies: string[];
  /** The ERP no longer has any of the customers this record is linked to. */
  isGone: boolean;
  /** The order number on the deal, when several orders have it, or the invoices of more than one organisation carry it. */
  ambiguousOrder: string | null;
}

export interface EventKey {
  identityKey: string;
  kind: 'payment_received' | 'invoice_paid' | 'invoice_overdue';
  erpId: string;
}

type RolledEvent = EventKey & { at: string; isTold: boolean };

interface Row {
  recordId: RecordId;
  isLinked: boolean;
  key: string | null;
  isBlocked: boolean;
  isGone: boolean;
  isRecent: boolean | null;
  statuses: string[] | null;
  open: string | null;
  overdue: string | null;
  otherCurrencies: string[] | null;
  lastNumber: string | null;
  ambiguousOrder: string | null;
  events: RolledEvent[] | null;
}

/** The first that applies is the record's payment status. */
export const STATUS_ORDER = ['overdue', 'partially_paid', 'open', 'in_payment', 'paid', 'credited'] as const;

export const EVENT_PROPERTIES: Record<EventKey['kind'], string> = {
  payment_received: 'erp_payment_received_at',
  invoice_paid: 'erp_invoice_paid_at',
  invoice_overdue: 'erp_invoice_overdue_at',
};

const HOUR_MS = 3_600_000;

/** What HubSpot should hold for these records, at most 1,000 of one type. `previewOf` counts that connection as if it were approved. */
export async function computeRollups(
  db: Db,
  portal: RollupPortal,
  objectType: ObjectType,
  recordIds: readonly RecordId[],
  { now, previewOf }: { now: Date; previewOf?: ConnectionId },
): Promise<Rollup[]> {
  const { contactsCarry, activeMonths, eventMaxAgeHours } = portal.settings;
  const { rows } = await db.raw<{ rows: Row[] }>(rollupSql(objectType, contactsCarry, previewOf ? 'preview' : 'live'), {
    portalId: portal.portalId,
    recordIds: [...recordIds],
    now,
    timeZone: portal.timeZone,
    currency: portal.companyCurrency,
    activeMonths,
    digits: JSON.stringify(CURRENCY_DIGITS),
    oldestEvent: new Date(now.getTime() - eventMaxAgeHours * HOUR_MS),
    ...(previewOf ? { previewOf } : {}),
  });
  return rows.map((row) => toRollup(objectType, row));
}

function toRollup(objectType: ObjectType, row: Row): Rollup {
  const events = row.events ?? [];
  return {
    recordId: row.recordId,
    isLinked: row.isLinked,
    values: row.isLinked ? { ...stateValues(objectType, row), ...eventValues(events) } : emptyValues(objectType),
    events: events.map(({ identityKey, kind, erpId }) => ({ identityKey, kind, erpId })),
    otherCurrencies: row.otherCurrencies ?? [],
    isGone: row.isGone,
    ambiguousOrder: row.ambiguousOrder,
  };
}

function stateValues(objectType: ObjectType, row: Row): Record<string, string> {
  const statuses = row.statuses ?? [];
  const payment = {
    erp_payment_status: STATUS_ORDER.find((status) => statuses.includes(status)) ?? 'none',
    erp_open_amount: row.open ?? '',
  };
  if (objectType === 'deals') return { ...payment, erp_last_invoice_number: row.lastNumber ?? '' };
  return {
    ...payment,
    erp_customer_key: row.key ?? '',
    erp_customer_status: customerStatus(row),
    erp_overdue_amount: row.overdue ?? '',
  };
}

function customerStatus({ isBlocked, isRecent }: Row): string {
  if (isBlocked) return 'blocked';
  if (isRecent === null) return 'none';
  return isRecent ? 'active' : 'inactive';
}

function eventValues(events: readonly RolledEvent[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { kind, at, isTold } of events) {
    if (isTold) continue;
    const property = EVENT_PROPERTIES[kind];
    // ISO instants of one length sort as text.
    if (at > (values[property] ?? '')) values[property] = at;
  }
  return values;
}

/** What a record is left with when nothing of an ERP belongs to it any more. */
export function emptyValues(objectType: ObjectType): Record<string, string> {
  const dealOnly = { erp_last_invoice_number: '' };
  const customerOnly = { erp_customer_key: '', erp_customer_status: 'none', erp_overdue_amount: '', erp_payment_received_at: '' };
  return {
    erp_payment_status: 'none',
    erp_open_amount: '',
    erp_invoice_paid_at: '',
    erp_invoice_overdue_at: '',
    ...(objectType === 'deals' ? dealOnly : customerOnly),
  };
}
