import { describeOrderCommandsContract } from '../../contract/order-commands.ts';
import { odooHarness } from './harness.ts';

describeOrderCommandsContract('Odoo 16 over JSON-RPC', async () => {
  const harness = await odooHarness({ version: 16, botGroups: 'sales' });
  // There an order always has a list.
  await harness.fake.createPriceList({ name: 'Tarifa pública' });
  return harness;
});
describeOrderCommandsContract('Odoo 17 over JSON-RPC', () => odooHarness({ version: 17, botGroups: 'sales' }));
describeOrderCommandsContract('Odoo 18 over JSON-RPC', () => odooHarness({ version: 18, botGroups: 'sales' }));
describeOrderCommandsContract('Odoo 19 over JSON-2', () => odooHarness({ version: 19, botGroups: 'sales' }));
