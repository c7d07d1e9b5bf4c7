import { afterEach, beforeEach } from '@jest/globals';
import type { CommandSupport, NewOrder, OrderState } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import type { B1Fake, B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import type { DocumentRow } from '../../fakes/sap-b1/rows.ts';
import { b1OrderHarness, entryOf, type B1OrderHarness } from './orders-harness.ts';

export const KEY = 'HS-4711-D99-1';
export const VALVES = { productId: erpRecordId('VAL-1'), description: null, quantity: '10', unitPrice: '90.00', discount: '10' };
export const VISIT = { productId: erpRecordId('SRV-1'), description: 'Visita a planta', quantity: '1', unitPrice: null, discount: null };
export const ORDER: NewOrder = {
  customerId: erpRecordId('C1'),
  contactId: null,
  companyId: null,
  warehouseId: null,
  priceListId: null,
  paymentTermId: null,
  salespersonId: null,
  currency: 'MXN',
  reference: 'OC 77',
  lines: [VALVES, VISIT],
};

interface Selling {
  harness(): B1OrderHarness;
  fake(): B1Fake;
  /** Another one, in place of the one each test begins with. */
  begin(options: Omit<B1FakeOptions, 'now'>, hasKeyField?: boolean): Promise<void>;
  commands(): CommandSupport;
  create(changes?: Partial<NewOrder>, key?: string, signal?: AbortSignal): Promise<OrderState>;
  find(key?: string): Promise<OrderState[]>;
  confirm(id: ErpRecordId): Promise<OrderState>;
  amend(id: ErpRecordId, changes: Partial<NewOrder>): Promise<OrderState>;
  cancel(id: ErpRecordId): Promise<OrderState>;
  row(id: ErpRecordId): DocumentRow;
  /** Item, quantity, price and discount of its lines. */
  figures(id: ErpRecordId): unknown[][];
}

/** A Business One of its own for each test, with a customer and two things to sell. */
export function selling(): Selling {
  let harness: B1OrderHarness;
  const open = async (options: Omit<B1FakeOptions, 'now'>, hasKeyField: boolean): Promise<void> => {
    harness = await b1OrderHarness(options);
    const { fake } = harness;
    if (hasKeyField) fake.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
    fake.createPartner({ code: 'C1', name: 'Aceros', contacts: [{ name: 'Ana Garza' }] });
    fake.createItem({ code: 'VAL-1', name: 'Válvula', price: '100', openingStock: 50 });
    fake.createItem({ code: 'SRV-1', name: 'Visita', price: '50', isStocked: false });
  };
  beforeEach(() => open({}, true));
  afterEach(() => harness.close());
  const commands = (): CommandSupport => harness.connect().capabilities.commands!;
  const row = (id: ErpRecordId): DocumentRow => harness.fake.record(id.startsWith('23') ? 'Quotations' : 'Orders', entryOf(id))!;
  return {
    harness: () => harness,
    fake: () => harness.fake,
    async begin(options, hasKeyField = true) {
      await harness.close();
      await open(options, hasKeyField);
    },
    commands,
    create: (changes = {}, key = KEY, signal = never) => commands().run('createOrder', { key, input: { ...ORDER, ...changes } }, signal),
    find: async (key = KEY) => (await commands().find('createOrder', [key], never)).get(key) ?? [],
    confirm: (id) => commands().run('confirmOrder', { key: `${KEY}-C`, input: { id } }, never),
    amend: (id, changes) => commands().run('amendOrder', { key: 'A', input: { id, order: { ...ORDER, ...changes } } }, never),
    cancel: (id) => commands().run('cancelOrder', { key: 'X', input: { id } }, never),
    row,
    figures: (id) => row(id).DocumentLines.map((line) => [line.ItemCode, line.Quantity, line.UnitPrice, line.DiscountPercent]),
  };
}
