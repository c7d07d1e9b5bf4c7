import type { Ability } from '../../contract/harness.ts';
import { describeErpContract } from '../../contract/erp-contract.ts';
import { b1Harness } from './harness.ts';

/** Drafts are documents of another set and no business of ours; posted documents are never deleted. */
const LACKS: Ability[] = ['drafts', 'invoice deletion'];

describeErpContract('Business One whose payments touch the invoice', () => b1Harness({ paymentTouchesInvoice: true }), LACKS);
describeErpContract('Business One whose payments leave no trace on the invoice', () => b1Harness({ paymentTouchesInvoice: false }), LACKS);
describeErpContract('Business One without change times on what was never edited', () => b1Harness({ updateDateStartsEmpty: true }), LACKS);
describeErpContract('Business One 9.3, whose documents do not say what is paid', () => b1Harness({ patchLevel: 'old' }), LACKS);
