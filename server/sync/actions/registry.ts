import type { Action } from './action.ts';
import { activateSubscription } from './activate-subscription.ts';
import { checkDeal } from './check-deal.ts';
import { createProject } from './create-project.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { latestInvoice } from './latest-invoice.ts';
import { createQuotation, createSalesOrder } from './order-steps.ts';
import { refreshStatus } from './refresh-status.ts';
import { sendDocument } from './send-document.ts';
import { sendCustomer } from './send-customer.ts';
import { waitUntilDelivered } from './wait-until-delivered.ts';
import { waitUntilPaid } from './wait-until-paid.ts';
import { waitUntilProjectDone } from './wait-until-project-done.ts';

/** Every step that workflows are offered. */
export const ACTIONS: readonly Action[] = [
  ...[refreshStatus, latestInvoice, invoicePdf, waitUntilPaid, waitUntilDelivered, waitUntilProjectDone],
  ...[sendCustomer, checkDeal, createQuotation, createSalesOrder, createProject, activateSubscription, sendDocument],
];

export const actionNamed = (name: string): Action | undefined => ACTIONS.find(({ design }) => design.name === name);
