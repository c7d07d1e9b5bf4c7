import type { Portal, PropertyChange, RecordView } from '../fakes/hubspot/index.ts';
import type { GuideStep, GuideView, ObjectType } from './api.ts';
import type { BackOffice } from './erps/erp.ts';
import { changeLines } from './crm/deal-lines.ts';
import { createRecord } from './crm/people.ts';
import { nameOf } from './crm/records.ts';
import { linesOf } from './crm/related.ts';

type Target = GuideView['steps'][number]['target'];

const STEPS: readonly GuideStep[] = ['pay', 'watch', 'thanks', 'won', 'price'];
/** What the ERP's double has; steps that need more are not offered. */
interface Offered {
  products: object | null;
  orders: object | null;
  office: Pick<BackOffice, 'search' | 'customer'>;
}
/** What of the app's own says that a step is done; `isMet`: and of the record, as it is then. */
const NOTICED: readonly { step: GuideStep; type: ObjectType; property: RegExp; isMet?: (record: RecordView) => boolean }[] = [
  { step: 'watch', type: 'companies', property: /^erp_(invoice_paid|payment_received)_at$/ },
  { step: 'won', type: 'deals', property: /^erp_order_(number|status)$/, isMet: isWonAndOrdered },
  { step: 'price', type: 'products', property: /^(price|hs_price_[a-z]{3})$/ },
];

/** A first tour: pay an invoice, win a deal, change a price; each step lights up when its outcome is there. */
export class Guide {
  private readonly portal: Portal;
  private readonly tell: () => void;
  private readonly steps: readonly GuideStep[];
  private readonly office: Offered['office'];
  private readonly done = new Set<GuideStep>();
  private targets: Map<GuideStep, Target> | null = null;

  constructor(portal: Portal, { products, orders, office }: Offered, tell: () => void) {
    this.portal = portal;
    this.office = office;
    this.steps = STEPS.filter((step) => (step === 'won' ? products !== null && orders !== null : step !== 'price' || products !== null));
    this.tell = tell;
    portal.onPropertyChange((change) => this.notice(change));
  }

  /** The first sync is over: what happens from now on counts. */
  begin(): void {
    const deal = this.steps.includes('won') ? (readyDeal(this.portal) ?? makeDeal(this.portal, this.office)) : null;
    const product = (deal && this.portal.record('products', productsOf(this.portal, deal)[0] ?? '')) ?? knownProduct(this.portal);
    const targets: [GuideStep, Target][] = [
      ['pay', targetOf('companies', mostOverdue(this.portal, this.office))],
      ['won', targetOf('deals', deal)],
      ['price', targetOf('products', product)],
    ];
    this.targets = new Map(targets);
  }

  mark(step: GuideStep): void {
    if (this.targets === null || this.done.has(step)) return;
    this.done.add(step);
    this.tell();
  }

  view(): GuideView | null {
    const { targets } = this;
    return targets && { steps: this.steps.map((step) => ({ step, isDone: this.done.has(step), target: targets.get(step) ?? null })) };
  }

  private notice({ objectType, id, property, source, value }: PropertyChange): void {
    if (source.type !== 'INTEGRATION' || value === null) return;
    for (const { step, type, property: wanted, isMet } of NOTICED) {
      if (objectType !== type || !wanted.test(property)) continue;
      const record = isMet && this.portal.record(type, id);
      if (!isMet || (record && isMet(record))) this.mark(step);
    }
  }
}

/** A quotation that another stage makes has a number too. */
function isWonAndOrdered({ properties }: RecordView): boolean {
  return properties['dealstage'] === 'closedwon' && ORDERED.has(properties['erp_order_status'] ?? '') && !!properties['erp_order_number'];
}
const ORDERED: ReadonlySet<string> = new Set(['ordered', 'reserved', 'partly_delivered', 'delivered', 'invoiced', 'paid']);

const targetOf = (type: ObjectType, record: RecordView | null): Target =>
  record && { type, id: record.id, name: nameOf(type, record.properties) };

/** Of one currency, that of the portal, before others: then its card and its properties tell the same figures. */
function mostOverdue(portal: Portal, office: Offered['office']): RecordView | null {
  const owing = portal
    .records('companies')
    .filter(({ properties }) => properties['erp_payment_status'] === 'overdue')
    .sort((a, b) => Number(b.properties['erp_open_amount']) - Number(a.properties['erp_open_amount']));
  const isInOne = ({ properties }: RecordView): boolean => {
    const customers = office.search(properties['name'] ?? '').filter(({ name }) => name === properties['name']);
    const invoices = customers.flatMap(({ id }) => office.customer(id)?.invoices ?? []);
    return invoices.length > 0 && invoices.every(({ currency }) => currency === portal.account.companyCurrency);
  };
  return owing.find(isInOne) ?? owing[0] ?? null;
}

const knownProduct = (portal: Portal): RecordView | null =>
  portal.records('products').find(({ properties }) => properties['erp_product_key'] !== undefined) ?? null;

const readyDeal = (portal: Portal): RecordView | null => portal.records('deals').find((one) => isReadyToWin(portal, one)) ?? null;

const SALES_REP = 102;

/** Where sales has none, it makes one: for whoever owes most, over a product that both sides know. */
function makeDeal(portal: Portal, office: Offered['office']): RecordView | null {
  const company = mostOverdue(portal, office);
  const product = knownProduct(portal);
  if (company?.properties['erp_customer_key'] === undefined || !product) return null;
  const properties = { dealname: `${nameOf('companies', company.properties)} – cotización`, dealstage: 'presentationscheduled' };
  const currency = { deal_currency_code: portal.account.companyCurrency };
  const id = createRecord(portal, 'deals', { userId: SALES_REP, properties: { ...properties, ...currency }, companyId: company.id });
  const line = {
    action: 'add',
    productId: product.id,
    name: '',
    quantity: '2',
    price: '',
    discount: { value: '', kind: 'percent' },
  } as const;
  changeLines(portal, id, { ...line, userId: SALES_REP });
  return portal.record('deals', id);
}

/** Open, of a customer of the ERP, with lines that are all of products it knows. */
function isReadyToWin(portal: Portal, deal: RecordView): boolean {
  if (deal.properties['dealstage']?.startsWith('closed') || deal.properties['erp_order_number']) return false;
  const isCustomer = portal
    .associatedIds('deals', deal.id, 'companies')
    .some((id) => portal.record('companies', id)?.properties['erp_customer_key'] !== undefined);
  const products = productsOf(portal, deal);
  return isCustomer && products.length > 0 && products.length === linesOf(portal, deal.id).length;
}

function productsOf(portal: Portal, deal: RecordView): string[] {
  const known = linesOf(portal, deal.id).map(({ properties }) => properties['hs_product_id'] ?? '');
  return known.filter((id) => portal.record('products', id)?.properties['erp_product_key'] !== undefined);
}
