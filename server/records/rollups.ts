import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../db/index.ts';
import type { ConnectionId, PortalId, RecordId } from '../shared/ids.ts';
import type { CustomerObjectType, InvoicedObjectType } from '../shared/object-types.ts';
import { CURRENCY_DIGITS } from '../shared/currencies.ts';
import {
  EVENT_PROPERTIES,
  PAYMENT_STATUS,
  propertiesOf,
  PUSHED_PROPERTIES,
  propertyNamed,
  type AnnouncedEventKind,
  type Values,
} from './catalogue/index.ts';
import { paymentStatus } from './catalogue/payment-status.ts';
import type { RecordFacts } from './catalogue/property.ts';
import type { CarriedScope } from './record-invoices.ts';
import { rollupSql, statusCountsSql } from './rollup-sql.ts';

/** What roll-ups need to know about the portal. */
export interface RollupPortal {
  portalId: PortalId;
  timeZone: string;
  companyCurrency: string | null;
  settings: Pick<PortalSettings, 'contactsCarry' | 'activeMonths' | 'eventMaxAgeHours' | 'writesAmounts'>;
}

export interface Rollup {
  recordId: RecordId;
  /** Nothing of an ERP belongs to this record (any more): what we wrote is to be emptied. */
  isLinked: boolean;
  /** Values of our properties in HubSpot's spelling; '' empties. Event properties are there only when an event is to move them. */
  values: Values;
  /** The events behind the event properties. */
  events: EventKey[];
  /** Base currencies of open amounts that are left out because the portal's books have another. */
  otherCurrencies: string[];
  /** The ERP no longer has any of the customers this record is linked to. */
  isGone: boolean;
  /** The order number on the deal, when several orders have it, or the invoices of more than one organisation carry it. */
  ambiguousOrder: string | null;
  /** Of a product: what HubSpot could not be told as it is. */
  isNameCut?: boolean;
  hasNegativePrice?: boolean;
}

export interface EventKey {
  identityKey: string;
  kind: AnnouncedEventKind;
  erpId: string;
}

type RollupEvent = EventKey & { at: string; isAnnounced: boolean };

interface KnownRecord extends RecordFacts {
  recordId: RecordId;
  isLinked: boolean;
  isGone: boolean;
  otherCurrencies: string[] | null;
  ambiguousOrder: string | null;
  /** In the order in which they were recorded. */
  events: RollupEvent[] | null;
}

const HOUR_MS = 3_600_000;

interface RollupRequest<T = InvoicedObjectType> {
  objectType: T;
  /** At most 2,000. */
  recordIds: readonly RecordId[];
  now: Date;
  /** Counts this connection as if it were approved. */
  previewOf?: ConnectionId;
}

/** How many records will say the same. Records without invoices are in no group. */
export interface StatusCount {
  paymentStatus: string;
  otherCurrencies: string[];
  count: number;
}

/** What HubSpot should hold for these records. */
export async function computeRollups(db: Db, portal: RollupPortal, request: RollupRequest): Promise<Rollup[]> {
  const { writesAmounts } = portal.settings;
  return (await loadFacts(db, portal, request)).map((row) => toRollup(request.objectType, writesAmounts ? row : withoutAmounts(row)));
}

/** How many of these records, tens of thousands perhaps, will have which status: as the roll-up of each would say, at a fifth of what that takes. */
export async function countStatuses(db: Db, portal: RollupPortal, request: RollupRequest<CustomerObjectType>): Promise<StatusCount[]> {
  const { contactsCarry, writesAmounts } = portal.settings;
  const sql = statusCountsSql(request.objectType, contactsCarry, scopeOf(request));
  type Counted = { statuses: string[]; otherCurrencies: string[] | null; count: number };
  const { rows } = await db.raw<{ rows: Counted[] }>(sql, invoiceBindings(portal, request));
  return rows.map(({ statuses, otherCurrencies, count }) => ({
    paymentStatus: paymentStatusOf({ statuses }),
    otherCurrencies: (writesAmounts && otherCurrencies) || [],
    count,
  }));
}

/** What is known of these records, over all ERPs. */
export async function loadFacts(db: Db, portal: RollupPortal, request: RollupRequest): Promise<KnownRecord[]> {
  const { contactsCarry, activeMonths, eventMaxAgeHours } = portal.settings;
  const sql = rollupSql(request.objectType, contactsCarry, scopeOf(request));
  const oldestEvent = new Date(request.now.getTime() - eventMaxAgeHours * HOUR_MS);
  const { rows } = await db.raw<{ rows: KnownRecord[] }>(sql, { ...invoiceBindings(portal, request), activeMonths, oldestEvent });
  return rows;
}

const scopeOf = ({ previewOf }: Pick<RollupRequest, 'previewOf'>): CarriedScope => (previewOf ? 'preview' : 'live');

/** What both statements need to know. */
const invoiceBindings = (portal: RollupPortal, { recordIds, now, previewOf }: Omit<RollupRequest, 'objectType'>) => ({
  portalId: portal.portalId,
  recordIds: [...recordIds],
  now,
  timeZone: portal.timeZone,
  currency: portal.companyCurrency,
  digits: JSON.stringify(CURRENCY_DIGITS),
  previewOf,
});

const withoutAmounts = (row: KnownRecord): KnownRecord => ({
  ...row,
  ...{ open: null, overdue: null, otherCurrencies: null },
  subscriptions: row.subscriptions && { ...row.subscriptions, monthly: null },
});

function toRollup(objectType: InvoicedObjectType, row: KnownRecord): Rollup {
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

/** As HubSpot's property says it. */
export const paymentStatusOf = (facts: Pick<RecordFacts, 'statuses'>): string =>
  paymentStatus(facts) ?? propertyNamed(PAYMENT_STATUS).nothing;

function stateValues(objectType: InvoicedObjectType, facts: RecordFacts): Values {
  const values: Values = {};
  for (const property of propertiesOf(objectType)) {
    if ('value' in property) values[property.name] = property.value(facts) ?? property.nothing;
  }
  return values;
}

/** The latest of a kind is its last one. */
const eventValues = (events: readonly RollupEvent[]): Values =>
  Object.fromEntries(events.filter(({ isAnnounced }) => !isAnnounced).map(({ kind, at }) => [EVENT_PROPERTIES[kind], at]));

/** What a record is left with when nothing of an ERP belongs to it any more. */
function emptyValues(objectType: InvoicedObjectType): Values {
  return Object.fromEntries(PUSHED_PROPERTIES[objectType].map((name) => [name, propertyNamed(name).nothing]));
}
