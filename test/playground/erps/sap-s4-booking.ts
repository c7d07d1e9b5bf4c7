import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { ErpAction } from '../api.ts';
import { archiveCustomer, editCustomer, textOf } from './sap-s4-customers.ts';

/** What people enter in the double. */
export function book(s4: S4Fake, action: ErpAction): void {
  switch (action.action) {
    case 'payment':
      return pay(s4, action);
    case 'creditNote':
      s4.creditNote({ invoice: action.invoiceId, ...amountOf(action.amount), ...(action.reason === '' ? {} : { reason: action.reason }) });
      return;
    case 'invoice':
      return invoice(s4, action);
    case 'cancelPayment':
      return s4.cancelPayment(action.paymentId);
    case 'edit':
      return editCustomer(s4, found(s4, action.customerId), action.values);
    case 'archive':
    case 'restore':
      return archiveCustomer(s4, found(s4, action.customerId), action.action === 'archive');
  }
}

type Action<K extends ErpAction['action']> = Extract<ErpAction, { action: K }>;

function pay(s4: S4Fake, { invoiceId, amount, on }: Action<'payment'>): void {
  const document = s4.record('A_BillingDocument', invoiceId);
  if (document?.['SDDocumentCategory'] !== 'M') throw new Error(`Document ${invoiceId} is not an invoice`);
  if (document['BillingDocumentCategory'] === 'P') s4.payDownPayment(invoiceId, amountOf(amount).amount);
  else s4.incomingPayment({ invoices: [invoiceId], ...amountOf(amount), ...(on === '' ? {} : { date: on }) });
}

/** For a contact person its organisation gets it, with the person's name on it. */
function invoice(s4: S4Fake, { customerId, description, amount, currency, dueOn }: Action<'invoice'>): void {
  const partner = found(s4, customerId);
  const [tie] = s4.store.table('A_BusinessPartnerContact').by('BusinessPartnerPerson', partner['BusinessPartner']);
  const isCustomer = textOf(partner['Customer']) !== null;
  s4.createInvoice({
    partner: isCustomer ? customerId : String(tie?.['BusinessPartnerCompany'] ?? customerId),
    ...(isCustomer ? {} : { contact: customerId }),
    lines: [{ text: description || 'Servicio', price: amountOf(amount).amount ?? 0 }],
    ...(currency === '' ? {} : { currency }),
    ...(dueOn === '' ? {} : { due: dueOn }),
  });
}

function found(s4: S4Fake, id: string): Row {
  const partner = s4.record('A_BusinessPartner', id);
  if (!partner) throw new Error(`Business partner ${id} does not exist`);
  return partner;
}

function amountOf(entered: string): { amount?: string } {
  if (entered === '') return {};
  if (!(Number(entered) > 0)) throw new Error(`Enter a valid amount: ${entered}`);
  return { amount: entered };
}
