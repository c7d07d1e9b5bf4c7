import { describeErpContract } from '../../contract/erp-contract.ts';
import { odooHarness } from './harness.ts';

describeErpContract('Odoo 16 over JSON-RPC', () => odooHarness({ version: 16 }));
describeErpContract('Odoo 17 over JSON-RPC', () => odooHarness({ version: 17 }));
describeErpContract('Odoo 18 over JSON-RPC', () => odooHarness({ version: 18 }));
describeErpContract('Odoo 19 over JSON-2', () => odooHarness({ version: 19 }));
