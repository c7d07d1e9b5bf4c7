import { describeCatalogContract } from '../../contract/catalog.ts';
import { describeErpContract } from '../../contract/erp-contract.ts';
import { describeOrdersContract } from '../../contract/orders.ts';
import { odooHarness, ODOO_DECLARES as declares } from './harness.ts';

describeErpContract('Odoo 16 over JSON-RPC', () => odooHarness({ version: 16 }), { declares, lacks: ['webhooks'] });
describeErpContract('Odoo 17 over JSON-RPC', () => odooHarness({ version: 17 }), { declares });
describeErpContract('Odoo 18 over JSON-RPC', () => odooHarness({ version: 18 }), { declares });
describeErpContract('Odoo 19 over JSON-2', () => odooHarness({ version: 19 }), { declares });

describeCatalogContract('Odoo 16 over JSON-RPC', () => odooHarness({ version: 16 }), { declares });
describeCatalogContract('Odoo 17 over JSON-RPC', () => odooHarness({ version: 17 }), { declares });
describeCatalogContract('Odoo 18 over JSON-RPC', () => odooHarness({ version: 18 }), { declares });
describeCatalogContract('Odoo 19 over JSON-2', () => odooHarness({ version: 19 }), { declares });

describeOrdersContract('Odoo 16 over JSON-RPC', () => odooHarness({ version: 16 }));
describeOrdersContract('Odoo 17 over JSON-RPC', () => odooHarness({ version: 17 }));
describeOrdersContract('Odoo 18 over JSON-RPC', () => odooHarness({ version: 18 }));
describeOrdersContract('Odoo 19 over JSON-2', () => odooHarness({ version: 19 }));
