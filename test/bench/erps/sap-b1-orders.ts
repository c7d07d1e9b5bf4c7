import type { Fault } from '../../fakes/faults.ts';
import { PROXY_ERROR, SWITCH_COMPANY_ERROR, type B1Fake } from '../../fakes/sap-b1/index.ts';
import { OBJECT_TYPES, type DocumentRow } from '../../fakes/sap-b1/rows.ts';
import type { AgreedDocument, BenchCustomers, BenchOrders } from './index.ts';

const SEED = 3;
const [PROXY_GAVE_UP, CUT_OFF] = [{ ...PROXY_ERROR, status: 504, afterWork: true }, { kind: 'doneButNoAnswer' }] as const;
/** Done, and nobody was told; one in six is not even cut off. */
const LOST: readonly Fault[] = [PROXY_GAVE_UP, CUT_OFF, PROXY_GAVE_UP, CUT_OFF, PROXY_GAVE_UP, { kind: 'hang', afterWork: true }];
const GATEWAY_TIMEOUT = { ...PROXY_ERROR, status: 504 };
const FAILED: readonly Fault[] = [PROXY_ERROR, SWITCH_COMPANY_ERROR, GATEWAY_TIMEOUT, PROXY_ERROR, SWITCH_COMPANY_ERROR, GATEWAY_TIMEOUT];
const MAKES = /^POST \/b1s\/v2\/(BusinessPartners|Quotations|Orders)$/;

export function ordersOf(b1: B1Fake, { load, list }: BenchCustomers): BenchOrders {
  return {
    sell(products) {
      b1.transaction((erp) => products.forEach(({ sku, name }) => erp.createItem({ code: sku, name, price: '100.00' })));
      return Promise.resolve();
    },
    load,
    list: () => list(),
    documentsEach: 2,
    agreed: () => agreedIn(b1),
    beginBadDays(share) {
      b1.faults.random({
        rate: 2 * share,
        faults: [...LOST, ...FAILED],
        match: MAKES,
        seed: SEED,
      });
    },
    endBadDays() {
      b1.faults.clear();
      const lostAnswers = b1.faults.met.filter((fault) => fault.afterWork === true || fault.kind === 'doneButNoAnswer').length;
      return { lostAnswers, failures: b1.faults.met.length - lostAnswers };
    },
    takeCalls() {
      const counted: Record<string, number> = {};
      for (const { method, path } of b1.calls()) {
        const what = `${method} ${path.replace(/^\/b1s\/v2\//, '').replace(/[?(].*$/, '')}`;
        counted[what] = (counted[what] ?? 0) + 1;
      }
      b1.forgetCalls();
      return counted;
    },
    afterSale: null,
  };
}

function agreedIn(b1: B1Fake): AgreedDocument[] {
  const [quotations, orders, drafts] = [b1.records('Quotations'), b1.records('Orders'), b1.records('Drafts')];
  const copied = new Set(orders.flatMap(({ DocumentLines }) => DocumentLines.flatMap((line) => basedOnQuotation(line) ?? [])));
  return [
    ...quotations.map((row) => toAgreed(row, copied.has(row.DocEntry) ? 'copied' : 'quotation')),
    ...orders.map((row) => toAgreed(row, 'order')),
    ...drafts.map((row) => toAgreed(row, 'draft')),
  ];
}

const basedOnQuotation = ({ BaseType, BaseEntry }: DocumentRow['DocumentLines'][number]): number | null =>
  BaseType === OBJECT_TYPES.Quotations ? Number(BaseEntry) : null;

const toAgreed = (row: DocumentRow, kind: AgreedDocument['kind']): AgreedDocument => ({
  kind: row.CancelStatus === 'csNo' ? kind : 'cancelled',
  number: String(row.DocNum),
  customerId: row.CardCode,
  reference: typeof row['NumAtCard'] === 'string' ? row['NumAtCard'] : null,
  untaxed: (row.DocTotal - Number(row['VatSum'] ?? 0)).toFixed(2),
  total: row.DocTotal.toFixed(2),
});
