import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { ObjectType, Property, RecordDetail, RecordList, RecordSummary } from '../api.ts';

const PAGE = 25;
const GROUP = 'puente';

const ABOUT: Record<ObjectType, string[]> = {
  companies: ['domain', 'phone', 'city', 'country', 'rfc', 'createdate'],
  contacts: ['email', 'phone', 'jobtitle', 'createdate'],
  deals: ['amount', 'deal_currency_code', 'dealstage', 'closedate', 'createdate'],
};
const RELATED_AT_MOST = 8;

export function nameOf(type: ObjectType, properties: RecordView['properties']): string {
  const { name, dealname, firstname = '', lastname = '', email } = properties;
  if (type === 'companies') return name ?? '(no name)';
  if (type === 'deals') return dealname ?? '(no name)';
  return `${firstname} ${lastname}`.trim() || (email ?? '(no name)');
}

function subtitleOf(type: ObjectType, { domain, city, email, dealstage }: RecordView['properties']): string {
  if (type === 'deals') return STAGES[dealstage ?? ''] ?? dealstage ?? '';
  return type === 'contacts' ? (email ?? '') : [domain, city].filter(Boolean).join(' · ');
}

const STAGES: Record<string, string> = {
  appointmentscheduled: 'Appointment scheduled',
  qualifiedtobuy: 'Qualified to buy',
  presentationscheduled: 'Presentation scheduled',
  decisionmakerboughtin: 'Decision maker bought in',
  contractsent: 'Contract sent',
  closedwon: 'Closed won',
  closedlost: 'Closed lost',
};

/** What is open first: this is about invoices. */
export function listRecords(portal: Portal, type: ObjectType, search: string, page: number): RecordList {
  const wanted = plain(search);
  const summaries = portal
    .records(type)
    .map((record) => summaryOf(type, record))
    .filter(({ name, subtitle }) => plain(`${name} ${subtitle}`).includes(wanted))
    .sort((a, b) => Number(b.openAmount ?? -1) - Number(a.openAmount ?? -1) || a.name.localeCompare(b.name));
  const pageCount = Math.max(1, Math.ceil(summaries.length / PAGE));
  const at = Math.min(Math.max(1, page), pageCount);
  return { records: summaries.slice((at - 1) * PAGE, at * PAGE), page: at, pageCount, total: summaries.length };
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

function summaryOf(type: ObjectType, { id, properties }: RecordView): RecordSummary {
  const events = ['erp_invoice_paid_at', 'erp_invoice_overdue_at', 'erp_payment_received_at'].map((name) => properties[name] ?? '');
  return {
    id,
    name: nameOf(type, properties),
    subtitle: subtitleOf(type, properties),
    paymentStatus: properties['erp_payment_status'] ?? null,
    openAmount: properties['erp_open_amount'] ?? null,
    lastEventAt: events.sort().at(-1) || null,
  };
}

export function describeRecord(portal: Portal, type: ObjectType, id: string): RecordDetail | null {
  const record = portal.record(type, id);
  if (!record || record.archived) return null;
  const { properties } = record;
  const group = portal.crm
    .definitions(type)
    .list()
    .filter(({ groupName }) => groupName === GROUP);
  return {
    type,
    id: record.id,
    name: nameOf(type, properties),
    subtitle: subtitleOf(type, properties),
    about: ABOUT[type].map((name) => describeProperty(portal, type, name, properties)),
    erp: group.map(({ name }) => describeProperty(portal, type, name, properties)),
    related: relatedTo(portal, type, record.id),
  };
}

export function describeProperty(portal: Portal, type: ObjectType, name: string, properties: RecordView['properties']): Property {
  const definition = portal.crm.definitions(type).get(name);
  const value = properties[name] ?? null;
  const kind = definition ? (KINDS[definition.type] ?? 'text') : 'text';
  const option = definition?.options.find((one) => one.value === value);
  return { name, label: definition?.label ?? name, kind, value, shown: STAGES[value ?? ''] ?? option?.label ?? null };
}

const KINDS: Partial<Record<string, Property['kind']>> = {
  number: 'number',
  datetime: 'datetime',
  date: 'datetime',
  enumeration: 'choice',
};

function relatedTo(portal: Portal, type: ObjectType, id: string): RecordDetail['related'] {
  return (['companies', 'contacts', 'deals'] as const)
    .filter((other) => other !== type)
    .flatMap((other) =>
      portal
        .associatedIds(type, id, other)
        .slice(0, RELATED_AT_MOST)
        .flatMap((relatedId) => {
          const record = portal.record(other, relatedId);
          return record && !record.archived ? [{ type: other, id: record.id, name: nameOf(other, record.properties) }] : [];
        }),
    );
}
