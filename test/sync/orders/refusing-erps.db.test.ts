import { afterEach, describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { loadDealCommands, reasonsOf } from '../../../server/sync/orders/command-views.ts';
import { createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { b1OrderHarness, type B1OrderHarness } from '../../erp/sap-b1/orders-harness.ts';
import { useTestDatabase } from '../../support/database.ts';
import { saveRules, pipelineRules, SALES } from '../../support/ordering.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
let harness: { close(): Promise<void>; pass(ms: number): void };
afterEach(() => harness.close());

/** A deal over one thing, of a company that is a customer there; the jobs run by hand, as this ERP is read when it is asked. */
class Desk {
  readonly world: WritingWorld;
  readonly deal: RecordId;

  private constructor(world: WritingWorld, deal: RecordId) {
    this.world = world;
    this.deal = deal;
  }

  static async open(
    connector: ErpConnector,
    {
      customer,
      sku,
      price,
      currency,
      rules = {},
    }: { customer: string; sku: string; price: string; currency: string; rules?: Partial<PipelineOrderRules> },
  ): Promise<Desk> {
    const world = await WritingWorld.start(db(), { connector });
    world.hubspot.pipelines = [SALES];
    harness.pass(60_000);
    await world.pullOnce();
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { stages: { won: 'order' }, ...rules })] });
    await world.pullOnce();
    const company = world.hubspot.add('companies', { name: 'Aceros' });
    await world.link('companies', customer, company);
    const properties = { dealname: 'Valves', pipeline: 'sales', dealstage: 'open', deal_currency_code: currency };
    const deal = world.hubspot.add('deals', properties);
    world.hubspot.associations.push(`deals ${deal} companies ${company}`);
    world.hubspot.addLine(deal, { name: 'Valve', hs_sku: sku, quantity: '1', price });
    return new Desk(world, deal);
  }

  get ref() {
    const { portalId } = this.world.scope;
    return { portalId, dealId: this.deal, companyCurrency: 'MXN', user: { userId: 5, email: 'rep@acme.test' } };
  }

  async order(): Promise<string[][]> {
    await createByPerson(this.world.deps, this.ref, 'order');
    for (let runs = 0; runs < 4; runs++) {
      await this.world.runCommands();
      this.world.pass(6_000);
    }
    return this.said();
  }

  /** What each command came to: what for, and in whose words. */
  async said(): Promise<string[][]> {
    const commands = await loadDealCommands(db(), this.ref);
    return commands
      .toReversed()
      .map((command) => [command.name, command.state, ...reasonsOf(command).flatMap(({ code, params }) => (code === 'order.refused' ? [code, String(params['message'])] : [code]))]); // prettier-ignore
  }

  red = (): Promise<string[]> => this.checked('blocked');
  warnings = (): Promise<string[]> => this.checked('warning');

  private async checked(wanted: 'blocked' | 'warning'): Promise<string[]> {
    const checklist = await loadChecklist(this.world.deps, this.ref);
    return 'checks' in checklist ? checklist.checks.filter(({ state }) => state === wanted).map(({ reason }) => reason.code) : [];
  }
}

describe('an order that Odoo refuses', () => {
  let odoo: OdooHarness;
  async function aDesk({ currency = 'MXN', companyId = null }: { currency?: string; companyId?: string | null } = {}) {
    odoo = await odooHarness({ version: 18, botGroups: 'sales' });
    harness = odoo;
    const { fake } = odoo;
    await fake.createPriceList({ name: 'Tarifa pública' });
    const customer = await fake.createPartner({ name: 'Aceros', is_company: true });
    const service = await fake.createProduct({ sku: 'SRV-1', name: 'Puesta en marcha', kind: 'service', price: '100.00', tax: 16 });
    const desk = await Desk.open(odoo.connect(), {
      customer: String(customer),
      sku: 'SRV-1',
      price: '100',
      currency,
      rules: { companyId },
    });
    return { desk, fake, service };
  }

  it('has its totals and its list price from Odoo before anything is made', async () => {
    const { desk } = await aDesk();
    const checklist = await loadChecklist(desk.world.deps, desk.ref);
    expect('checks' in checklist && checklist.checks.filter(({ about }) => about === 'price')).toMatchObject([
      { state: 'ok', reason: { code: 'order.check_price' } },
    ]);
    expect(await desk.order()).toEqual([
      ['createOrder', 'done'],
      ['confirmOrder', 'done'],
    ]);
  });

  it('in a currency without a price list is red before, and refused with that', async () => {
    const { desk } = await aDesk({ currency: 'USD' });
    expect(await desk.red()).toEqual(['order.no_price_list']);
    expect((await desk.order())[0]).toEqual(expect.arrayContaining(['rejected', 'order.no_price_list']));
  });

  it('as a service has no project stays a quotation, and goes on once it has one', async () => {
    const { desk, fake, service } = await aDesk();
    expect(await desk.warnings()).not.toContain('order.project_missing');
    await fake.transaction(({ catalog }) => catalog.updateTemplate(service, { service_tracking: 'task_global_project' }));
    // Said before anybody presses, and no reason not to make a quotation.
    expect([await desk.warnings(), await desk.red()]).toEqual([expect.arrayContaining(['order.project_missing']), []]);
    expect(await desk.order()).toMatchObject([['createOrder', 'done'], ['confirmOrder', 'rejected', 'order.project_missing']]); // prettier-ignore
    expect(fake.records('sale.order')).toMatchObject([{ state: 'draft' }]);
    const project = await fake.transaction(({ books }) => books.tx.insert('project.project', { name: 'Instalaciones' }));
    await fake.transaction(({ catalog }) => catalog.updateTemplate(service, { project_id: project }));
    expect(await desk.order()).toMatchObject([['createOrder', 'done'], ['confirmOrder', 'done']]); // prettier-ignore
    expect(fake.records('sale.order')).toMatchObject([{ state: 'sale' }]);
    expect(await desk.warnings()).not.toContain('order.project_missing');
  });

  it('as its company is gone from the rules’ ERP says which', async () => {
    const { desk } = await aDesk({ companyId: '99' });
    expect((await desk.order())[0]).toEqual(expect.arrayContaining(['rejected', 'order.company_unknown']));
  });

  it('as it asks a person first, or the user may not, says that', async () => {
    const { desk, fake } = await aDesk();
    fake.db.asksBeforeConfirming = true;
    expect((await desk.order())[1]).toEqual(expect.arrayContaining(['rejected', 'order.asks_person']));
    fake.db.asksBeforeConfirming = false;
    fake.revokeRight('sale.order', 'write');
    expect((await desk.order())[1]).toEqual(expect.arrayContaining(['rejected', 'order.no_right_to_orders']));
  });
});

describe('an order that Business One refuses', () => {
  async function aDesk() {
    const b1: B1OrderHarness = await b1OrderHarness({});
    harness = b1;
    const { fake } = b1;
    fake.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
    fake.createPartner({ code: 'C1', name: 'Aceros' });
    fake.createItem({ code: 'VAL-1', name: 'Válvula', price: '100', openingStock: 50 });
    const desk = await Desk.open(b1.connect(), { customer: erpRecordId('C1'), sku: 'VAL-1', price: '100', currency: 'MXN' });
    return { desk, fake };
  }

  it('as somebody has to agree to its quotation first is made once that was added, and the deal’s', async () => {
    const { desk, fake } = await aDesk();
    const ties = async () => (await db()('orderTies').select('orderId')).map(({ orderId }) => String(orderId)).sort();
    fake.requireApproval('Quotations');
    await desk.order();
    const [draft] = await ties();
    expect(draft).toMatch(/^112:/);
    await desk.world.pullOnce();
    harness.pass(3_600_000);
    fake.approveDraft(Number(draft!.split(':')[1]));
    fake.addApproved(Number(draft!.split(':')[1]));
    harness.pass(60_000);
    await desk.world.pullOnce();
    for (let runs = 0; runs < 4; runs++) await desk.world.runCommands();
    expect(await ties()).toEqual([expect.stringMatching(/^17:/), expect.stringMatching(/^23:/)]);
    expect(await desk.said()).toEqual([['createOrder', 'done'], ['confirmOrder', 'done'], ['confirmOrder', 'done']]); // prettier-ignore
    expect(fake.records('Orders')).toHaveLength(1);
    expect(fake.records('Quotations')).toHaveLength(1);
  });

  it('as the posting period is closed says so in its words, and is made once it is open', async () => {
    const { desk, fake } = await aDesk();
    fake.lockPeriod();
    expect(await desk.order()).toEqual([['createOrder', 'rejected', 'order.refused', expect.stringContaining('Posting period locked')]]);
    expect(await desk.world.problems()).toEqual(['command.order_rejected']);
    fake.lockPeriod(false);
    expect(await desk.order()).toMatchObject([['createOrder', 'done'], ['confirmOrder', 'done']]); // prettier-ignore
    expect(await desk.world.problems()).toEqual([]);
  });
});
