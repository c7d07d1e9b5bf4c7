import type { OrderRules, OrdersView, PipelineOrderRules, PipelineView } from '../api/orders.ts';
import { useDraft } from './drafts.tsx';

export interface OrdersDraft {
  rules: OrderRules;
  of: (pipelineId: string) => PipelineOrderRules | null;
  change: (pipelineId: string, patch: Partial<PipelineOrderRules>) => void;
  /** With what is usual: a deal that is won becomes a quotation, and people look at everything else. */
  add: (pipeline: PipelineView, connectionId: string) => void;
  remove: (pipelineId: string) => void;
  /** Edited on this page and not saved yet. */
  isChanged: boolean;
  /** What was saved when the first of these edits was made. */
  revision: number;
  /** Somebody else saved since. */
  isOvertaken: boolean;
  /** Of what this page itself has just saved. */
  setRevision: (revision: number) => void;
  clear: () => void;
}

/** What is being edited, laid over what was saved: a re-read of the page leaves it alone. */
export function useOrdersDraft(view: OrdersView): OrdersDraft {
  const draft = useDraft<OrderRules>(view.rules, { tab: 'orders', part: 'rules' }, view.revision);
  const { isChanged, revision, setRevision } = draft;
  const { pipelines } = draft.value;
  const put = (next: PipelineOrderRules[]) => draft.change({ pipelines: next });
  return {
    rules: draft.value,
    of: (pipelineId) => pipelines.find((one) => one.pipelineId === pipelineId) ?? null,
    change: (pipelineId, patch) => put(pipelines.map((one) => (one.pipelineId === pipelineId ? { ...one, ...patch } : one))),
    add: (pipeline, connectionId) => put([...pipelines, usualRules(pipeline, connectionId)]),
    remove: (pipelineId) => put(pipelines.filter((one) => one.pipelineId !== pipelineId)),
    isChanged,
    revision,
    isOvertaken: view.revision > revision,
    setRevision,
    clear: draft.clear,
  };
}

const usualRules = ({ id, stages }: PipelineView, connectionId: string): PipelineOrderRules => ({
  pipelineId: id,
  connectionId,
  stages: Object.fromEntries(stages.filter(({ outcome }) => outcome === 'won').map((stage) => [stage.id, 'quotation'])),
  ...NOTHING_OF_ERP,
  prices: 'deal',
  approval: null,
  unknownProduct: 'stop',
  withoutLines: 'stop',
  reserves: false,
  whenLost: 'leave',
});

/** What belongs to one ERP: another ERP has other ids. */
export const NOTHING_OF_ERP = {
  companyId: null,
  warehouseId: null,
  paymentTermId: null,
  priceLists: {},
  salespeople: {},
  placeholderProductId: null,
  newProducts: { kind: 'goods', categoryId: null },
  projects: [],
  projectCode: null,
} satisfies Partial<PipelineOrderRules>;

/** People make orders by a button. Where stages make quotations alone and nobody is named to approve, orders are made in the ERP. */
export function makesOrders({ stages, approval, confirmWhen = [], confirmWhenSigned = false }: PipelineOrderRules): boolean {
  const outcomes = Object.values(stages);
  return approval !== null || confirmWhenSigned || confirmWhen.length > 0 || outcomes.length === 0 || outcomes.includes('order');
}

/** Somebody has to approve, and nobody is chosen. */
export const lacksApprover = ({ approval }: PipelineOrderRules): boolean =>
  approval !== null && approval.userEmails.length + approval.teamIds.length === 0;

/** A rule for projects says not yet what they are made like, or for what. */
export const lacksOfProject = ({ projects = [] }: PipelineOrderRules): boolean =>
  projects.some(({ templateId, products, categoryIds }) => templateId === '' || products.length + categoryIds.length === 0);

/** The rules name a placeholder and none was chosen. */
export const lacksPlaceholder = ({ unknownProduct, withoutLines, placeholderProductId }: PipelineOrderRules): boolean =>
  (unknownProduct === 'placeholder' || withoutLines === 'amount') && placeholderProductId === null;
