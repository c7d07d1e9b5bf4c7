import { describeErpContract } from '../../contract/erp-contract.ts';
import { S4_DECLARES, s4Harness } from './harness.ts';

const offer = { declares: S4_DECLARES, lacks: ['invoice deletion', 'webhooks', 'delivery addresses'] as const };

describeErpContract('SAP S/4HANA', () => s4Harness(), offer);
// Numbers without leading zeros everywhere, and an own system with a client.
describeErpContract(
  'SAP S/4HANA of one’s own',
  () => s4Harness({ isLedgerPadded: false, childTouchesPartner: true, childrenHaveEtags: true, givesNumbers: false }),
  { ...offer, lacks: [...offer.lacks, 'numbers of ours'] },
);
