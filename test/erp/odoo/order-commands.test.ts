import { describeOrderCommandsContract } from '../../contract/order-commands.ts';
import type { OdooVersion } from '../../fakes/odoo/types.ts';
import { odooHarness } from './harness.ts';

/** Its user sells, and was given the right to make products. */
async function salesHarness(version: OdooVersion) {
  const harness = await odooHarness({ version, botGroups: 'sales' });
  harness.fake.grantRight('product.product', 'create');
  return harness;
}

describeOrderCommandsContract('Odoo 16 over JSON-RPC', async () => {
  const harness = await salesHarness(16);
  // There an order always has a list.
  await harness.fake.createPriceList({ name: 'Tarifa pública' });
  return harness;
});
describeOrderCommandsContract('Odoo 17 over JSON-RPC', () => salesHarness(17));
describeOrderCommandsContract('Odoo 18 over JSON-RPC', () => salesHarness(18));
describeOrderCommandsContract('Odoo 19 over JSON-2', () => salesHarness(19));
