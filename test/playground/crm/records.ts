import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { CardObjectType, ListHead, ObjectType, RecordList, RecordState, RecordSummary } from '../api.ts';
import { contains, pageOf } from './list.ts';
import { stageLabel } from './board.ts';
import { hasCards } from './portal.ts';
import { projectRecordsOf } from './project-records.ts';
import { describeOurs, describeOwn, EVENTS } from './properties.ts';
import { relatedTo } from './related.ts';

export function nameOf(type: ObjectType, properties: RecordView['properties']): string {
  const { name, dealname, firstname = '', lastname = '', email } = properties;
  if (type === 'companies' || type === 'products') return name ?? '(no name)';
  if (type === 'deals') return dealname ?? '(no name)';
  return `${firstname} ${lastname}`.trim() || (email ?? '(no name)');
}

function subtitleOf(portal: Portal, type: ObjectType, { domain, city, email, dealstage, hs_sku: sku }: RecordView['properties']): string {
  if (type === 'products') return sku ?? '';
  if (type === 'deals') return stageLabel(portal, dealstage ?? '');
  return type === 'contacts' ? (email ?? '') : [domain, city].filter(Boolean).join(' · ');
}

interface Wanted {
  search: string;
  page: number;
  /** Id of a list whose members are wanted; empty: all records. */
  list: string;
}

export function describeList(portal: Portal, id: string): ListHead | null {
  const list = portal.lists.all().find(({ listId }) => listId === id);
  return list && hasCards(list.objectType) ? { id, name: list.name, type: list.objectType } : null;
}

/** What is open first: this is about invoices. */
export function listRecords(portal: Portal, type: CardObjectType, { search, page, list }: Wanted): RecordList {
  const members = list === '' ? null : portal.lists.all().find(({ listId }) => listId === list)?.members;
  const summaries = portal
    .records(type)
    .filter(({ archived }) => !archived)
    .filter(({ id }) => members?.has(id) ?? list === '')
    .map((record) => summaryOf(portal, type, record))
    .filter(({ name, subtitle }) => contains(`${name} ${subtitle}`, search))
    .sort((a, b) => Number(b.openAmount ?? -1) - Number(a.openAmount ?? -1) || a.name.localeCompare(b.name));
  return pageOf(summaries, page);
}

function summaryOf(portal: Portal, type: CardObjectType, { id, properties }: RecordView): RecordSummary {
  const events = [...EVENTS].map((name) => properties[name] ?? '');
  return {
    id,
    name: nameOf(type, properties),
    subtitle: subtitleOf(portal, type, properties),
    stage: (type === 'deals' && properties['dealstage']) || null,
    paymentStatus: properties['erp_payment_status'] ?? null,
    openAmount: properties['erp_open_amount'] ?? null,
    lastEventAt: events.sort().at(-1) || null,
  };
}

export function describeRecord(portal: Portal, type: ObjectType, id: string): RecordState {
  const record = portal.record(type, id);
  if (!record) return { state: 'gone' };
  const { properties } = record;
  return {
    state: record.archived ? 'binned' : 'living',
    type,
    id: record.id,
    name: nameOf(type, properties),
    subtitle: subtitleOf(portal, type, properties),
    ...describeOwn(portal, type, properties),
    erp: describeOurs(portal, type, properties),
    related: relatedTo(portal, type, record.id).map((one) => ({ type: one.type, id: one.id, name: nameOf(one.type, one.properties) })),
    projectRecords: projectRecordsOf(portal, type, record.id),
  };
}
