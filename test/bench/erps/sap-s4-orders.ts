import { orderKeyIn, referenceIn } from '../../../server/erp/sap-s4/order-keys.ts';
import { add } from '../../../server/shared/decimals.ts';
import type { Fault } from '../../fakes/faults.ts';
import { DISPATCHER_ERROR, SHORT_DUMP, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { ORDER, QUOTATION, type SalesKind } from '../../fakes/sap-s4/books/sales-documents.ts';
import { external } from '../../fakes/sap-s4/operations.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { AgreedDocument, BenchCustomers, BenchOrders } from './index.ts';

const SEED = 3;

const [GAVE_UP, CUT_OFF] = [{ ...DISPATCHER_ERROR, status: 504, afterWork: true }, { kind: 'doneButNoAnswer' }] as const;
/** Done, and nobody was told; one in six is not even cut off. */
const LOST: readonly Fault[] = [GAVE_UP, CUT_OFF, GAVE_UP, CUT_OFF, GAVE_UP, { kind: 'hang', afterWork: true }];
const TIMEOUT = { ...DISPATCHER_ERROR, status: 504 };
const FAILED: readonly Fault[] = [DISPATCHER_ERROR, SHORT_DUMP, TIMEOUT, DISPATCHER_ERROR, SHORT_DUMP, TIMEOUT];
const MAKES = /^POST .*\/(A_BusinessPartner|A_SalesQuotation|A_SalesOrder)(\?|$)/;

export function ordersOf(s4: S4Fake, { load, list }: BenchCustomers): BenchOrders {
  let counted = 0;
  return {
    sell(products) {
      for (const { sku, name } of products) {
        s4.catalog.createProduct({ number: sku, name });
        s4.catalog.createPrice({ product: sku, amount: '100.00', currency: 'MXN' });
      }
      return Promise.resolve();
    },
    load,
    list: () => list(),
    documentsEach: 2,
    agreed: () => agreedIn(s4),
    beginBadDays: (share) => s4.faults.random({ rate: 2 * share, faults: [...LOST, ...FAILED], match: MAKES, seed: SEED }),
    endBadDays() {
      s4.faults.clear();
      const lostAnswers = s4.faults.met.filter((fault) => fault.afterWork === true || fault.kind === 'doneButNoAnswer').length;
      return { lostAnswers, failures: s4.faults.met.length - lostAnswers };
    },
    takeCalls() {
      const calls = s4.calls().slice(counted);
      counted += calls.length;
      const names = calls.map(({ method, path }) => `${method} ${path.replace(/^.*\/sap\/(\w+\/)?/, '').replace(/[?(].*$/, '')}`);
      return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length]));
    },
    afterSale: null,
  };
}

function agreedIn(s4: S4Fake): AgreedDocument[] {
  const copied = new Set(s4.records(ORDER.items).map((row) => row['ReferenceSDDocument']));
  const kindOf = (row: Row): AgreedDocument['kind'] => (copied.has(row[QUOTATION.number]) ? 'copied' : 'quotation');
  return [
    ...s4.records(QUOTATION.set).map((row) => toAgreed(s4, QUOTATION, row, kindOf(row))),
    ...s4.records(ORDER.set).map((row) => toAgreed(s4, ORDER, row, 'order')),
  ];
}

function toAgreed(s4: S4Fake, kind: SalesKind, row: Row, as: AgreedDocument['kind']): AgreedDocument {
  const number = row[kind.number];
  const conditions = s4.store.table(kind.conditions).by(kind.number, number);
  const taxes = conditions.filter((one) => one['ConditionClass'] === 'D').map((one) => String(one['ConditionAmount']));
  const [partner] = s4.store.table('A_BusinessPartner').by('Customer', row['SoldToParty']);
  const [text, untaxed] = [String(row['PurchaseOrderByCustomer'] ?? ''), String(row['TotalNetAmount'])];
  return {
    kind: row['OverallSDDocumentRejectionSts'] === 'C' ? 'cancelled' : as,
    number: external(String(number)),
    customerId: external(String(partner?.['BusinessPartner'])),
    reference: orderKeyIn(text) === null ? text : referenceIn(text),
    untaxed,
    total: add(untaxed, ...taxes),
  };
}
