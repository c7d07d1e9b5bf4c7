import { describeOrdersContract } from '../../contract/orders.ts';
import { s4OrderHarness } from './orders-harness.ts';

describeOrdersContract('SAP S/4HANA', () => s4OrderHarness());
describeOrdersContract('SAP S/4HANA of one’s own', () => s4OrderHarness({ isLedgerPadded: false, pageSize: 7 }));
