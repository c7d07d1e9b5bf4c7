import { describeOrderCommandsContract } from '../../contract/order-commands.ts';
import { s4SellingHarness } from './selling-harness.ts';

const lacks = ['products'] as const;

describeOrderCommandsContract('SAP S/4HANA', () => s4SellingHarness(), { lacks });
// Numbers without leading zeros everywhere.
describeOrderCommandsContract('SAP S/4HANA of one’s own', () => s4SellingHarness({ isLedgerPadded: false, childTouchesPartner: true }), {
  lacks,
});
