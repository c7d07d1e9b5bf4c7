import type { Fault } from '../../fakes/odoo/http/faults.ts';
import type { OdooFake } from '../../fakes/odoo/index.ts';
import type { AgreedDocument, BenchCustomers, BenchOrders, BenchRecurring } from './index.ts';
import { afterSaleOf } from './odoo-after-sale.ts';

const TAX = 16;
const SEED = 3;
const [PROXY_GAVE_UP, CUT_OFF] = [
  { kind: 'badGateway', status: 504, afterWork: true },
  { kind: 'reset', afterWork: true },
] as const;
/** Done, and nobody was told; one in six is not even cut off. */
const LOST: readonly Fault[] = [PROXY_GAVE_UP, CUT_OFF, PROXY_GAVE_UP, CUT_OFF, PROXY_GAVE_UP, { kind: 'hang', afterWork: true }];
const FAILED: readonly Fault[] = ([502, 503, 504, 502, 503, 504] as const).map((status) => ({ kind: 'badGateway', status }));
const MAKES = [
  { model: 'sale.order', method: ['load', 'action_confirm'] },
  { model: 'res.partner', method: 'load' },
  { model: 'project.project', method: 'load' },
];

export function ordersOf(odoo: OdooFake, { load, list }: BenchCustomers): BenchOrders {
  return {
    async sell(products) {
      await odoo.transaction((erp) => {
        for (const product of products) erp.catalog.createProduct({ ...product, kind: 'goods', tax: TAX });
      });
    },
    load,
    list: () => list(),
    documentsEach: 1,
    agreed: () => odoo.records('sale.order').map(toAgreed),
    beginBadDays(share) {
      odoo.faults.random({
        rate: 2 * share,
        faults: [...LOST, ...FAILED],
        match: MAKES,
        seed: SEED,
      });
    },
    endBadDays() {
      odoo.faults.clear();
      const lostAnswers = odoo.faults.met.filter((fault) => 'afterWork' in fault && fault.afterWork === true).length;
      return { lostAnswers, failures: odoo.faults.met.length - lostAnswers };
    },
    takeCalls() {
      const counted: Record<string, number> = {};
      for (const { model, method } of odoo.calls()) {
        const what = `${model || 'common'} ${method}`;
        counted[what] = (counted[what] ?? 0) + 1;
      }
      odoo.forgetCalls();
      return counted;
    },
    afterSale: afterSaleOf(odoo),
    recurring: recurringOf(odoo),
  };
}

const CONTRACT_MODELS = ['contract.contract', 'contract.line', 'contract.template'];

/** Contracts of OCA. */
function recurringOf(odoo: OdooFake): BenchRecurring {
  return {
    async sell(product) {
      odoo.db.installSubscriptions('product_contract');
      for (const model of CONTRACT_MODELS) odoo.grantRight(model);
      await odoo.transaction(({ catalog, subscriptions }) => {
        const id = catalog.createProduct({ ...product, kind: 'service', tax: TAX });
        const template = subscriptions.createContractTemplate(product.name);
        const rule = { recurring_rule_type: 'monthly', recurring_interval: 1 };
        const renewal = { is_auto_renew: true, auto_renew_interval: 1, auto_renew_rule_type: 'yearly' };
        catalog.updateTemplate(id, { is_contract: true, property_contract_template_id: template, ...rule, ...renewal });
      });
    },
    made() {
      const orderOf = (line: unknown): string => {
        const order = odoo.record('sale.order.line', Number(line))?.['order_id'];
        return String(odoo.record('sale.order', Number(order))?.['name']);
      };
      return odoo.records('contract.contract').map(({ id }) => {
        const lines = odoo.records('contract.line').filter((line) => line['contract_id'] === id);
        const amounts = lines.map((line) => (Number(line['quantity']) * Number(line['price_unit'])).toFixed(2));
        return { orderNumber: orderOf(lines[0]?.['sale_order_line_id']), amounts };
      });
    },
  };
}

const KINDS: Readonly<Record<string, AgreedDocument['kind']>> = {
  draft: 'quotation',
  sent: 'quotation',
  sale: 'order',
  done: 'order',
  cancel: 'cancelled',
};

const toAgreed = (row: ReturnType<OdooFake['records']>[number]): AgreedDocument => ({
  kind: KINDS[String(row['state'])]!,
  number: String(row['name']),
  customerId: String(row['partner_id']),
  reference: typeof row['client_order_ref'] === 'string' ? row['client_order_ref'] : null,
  untaxed: fromMinor(row['amount_untaxed']),
  total: fromMinor(row['amount_total']),
});

/** The company's books are in pesos, with two decimals. */
const fromMinor = (minor: unknown): string => (Number(minor) / 100).toFixed(2);
