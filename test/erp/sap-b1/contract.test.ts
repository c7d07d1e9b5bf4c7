import { describeErpContract, type Offer } from '../../contract/erp-contract.ts';
import { describeOrdersContract } from '../../contract/orders.ts';
import { B1_DECLARES, b1Harness } from './harness.ts';
import { b1OrderHarness } from './orders-harness.ts';

/** Drafts are documents of another set and no business of ours; posted documents are never deleted. */
const OFFER: Offer = { declares: B1_DECLARES, lacks: ['drafts', 'invoice deletion'] };

describeErpContract('Business One whose payments touch the invoice', () => b1Harness({ paymentTouchesInvoice: true }), OFFER);
describeErpContract('Business One whose payments leave no trace on the invoice', () => b1Harness({ paymentTouchesInvoice: false }), OFFER);
describeErpContract('Business One without change times on what was never edited', () => b1Harness({ updateDateStartsEmpty: true }), OFFER);
describeErpContract('Business One 9.3, whose documents do not say what is paid', () => b1Harness({ patchLevel: 'old' }), OFFER);

describeOrdersContract('Business One', () => b1OrderHarness());
describeOrdersContract('Business One without change times on what was never edited', () => b1OrderHarness({ updateDateStartsEmpty: true }));
describeOrdersContract('Business One 9.3', () => b1OrderHarness({ patchLevel: 'old' }));
