import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { BoardDeal, BoardStage, DealBoard } from '../api.ts';
import { contains } from './list.ts';

const SHOWN = 12;

/** In the order of the account's pipeline. */
const stagesOf = (portal: Portal): { value: string; label: string }[] => portal.crm.definitions('deals').get('dealstage')?.options ?? [];

export const stageLabel = (portal: Portal, id: string): string => stagesOf(portal).find(({ value }) => value === id)?.label ?? id;

/** Deals by stage, those that came last on top. */
export function dealBoard(portal: Portal, search: string): DealBoard {
  const deals = portal.records('deals').filter(({ properties }) => contains(properties['dealname'] ?? '', search));
  return { stages: stagesOf(portal).map(({ value: id, label }) => stageOf(portal, { id, label }, deals)) };
}

function stageOf(portal: Portal, stage: Pick<BoardStage, 'id' | 'label'>, deals: readonly RecordView[]): BoardStage {
  const here = deals.filter(({ properties }) => properties['dealstage'] === stage.id);
  const sorted = here
    .map((deal) => ({ deal, since: enteredAt(portal, deal) }))
    .sort((a, b) => b.since - a.since || Number(b.deal.id) - Number(a.deal.id));
  return { ...stage, count: here.length, deals: sorted.slice(0, SHOWN).map(({ deal }) => summaryOf(portal, deal)) };
}

const enteredAt = (portal: Portal, { id, createdAt }: RecordView): number =>
  (portal.history('deals', id, 'dealstage').at(-1)?.at ?? createdAt).getTime();

function summaryOf(portal: Portal, { id, properties }: RecordView): BoardDeal {
  const [companyId] = portal.associatedIds('deals', id, 'companies');
  return {
    id,
    name: properties['dealname'] ?? '(no name)',
    company: companyId === undefined ? null : (portal.record('companies', companyId)?.properties['name'] ?? null),
    amount: properties['amount'] ?? null,
    currency: properties['deal_currency_code'] ?? portal.account.companyCurrency,
    orderNumber: properties['erp_order_number'] ?? null,
    orderStatus: properties['erp_order_status'] ?? null,
  };
}
