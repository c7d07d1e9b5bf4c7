import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import type { ErpAction } from '../api.ts';
import { archiveCustomer, editCustomer, personOf, type Found } from './sap-b1-customers.ts';
import type { OfficeSet } from './sap-b1-office.ts';

/** What people enter in the double. */
export function book(b1: B1Fake, action: ErpAction): void {
  switch (action.action) {
    case 'payment':
      return pay(b1, action);
    case 'creditNote':
      return credit(b1, action);
    case 'invoice':
      return invoice(b1, action);
    case 'cancelPayment':
      return b1.cancelPayment(Number(action.paymentId));
    case 'edit':
      return editCustomer(b1, found(b1, action.customerId), action.values);
    case 'archive':
    case 'restore':
      return archiveCustomer(b1, found(b1, action.customerId), action.action === 'archive');
  }
}

type Action<K extends ErpAction['action']> = Extract<ErpAction, { action: K }>;

function pay(b1: B1Fake, { invoiceId, amount, on }: Action<'payment'>): void {
  const { set, entry } = documentOf(invoiceId);
  if (set === 'CreditNotes') throw new Error('An incoming payment settles no credit memo');
  // Without an amount it is what the document takes.
  b1.incomingPayment({ invoices: [{ set, entry }], ...amountOf(amount), ...(on === '' ? {} : { date: on }) });
}

function credit(b1: B1Fake, { invoiceId, amount, reason }: Action<'creditNote'>): void {
  const { set, entry } = documentOf(invoiceId);
  if (set !== 'Invoices') throw new Error('A credit memo is drawn from an invoice');
  b1.transaction((erp) => {
    const note = erp.creditNote({ invoice: entry, ...amountOf(amount) });
    if (reason !== '') erp.updateDocument('CreditNotes', note, { Comments: reason });
  });
}

function invoice(b1: B1Fake, { customerId, description, amount, currency, dueOn }: Action<'invoice'>): void {
  const { partner, contact } = found(b1, customerId);
  b1.createInvoice({
    partner: partner.CardCode,
    ...(contact ? { contact: Number(contact.InternalCode) } : {}),
    lines: [{ description: description || 'Servicio', price: amountOf(amount).amount ?? 0 }],
    ...(currency === '' ? {} : { currency }),
    ...(dueOn === '' ? {} : { due: dueOn }),
  });
}

function found(b1: B1Fake, id: string): Found {
  const person = personOf(b1, id);
  if (!person) throw new Error(`No matching records found: ${id}`);
  return person;
}

function documentOf(id: string): { set: OfficeSet; entry: number } {
  const [set, entry] = id.split(':');
  if (set !== 'Invoices' && set !== 'CreditNotes' && set !== 'DownPayments') throw new Error(`No matching records found: ${id}`);
  return { set, entry: Number(entry) };
}

function amountOf(entered: string): { amount?: string } {
  if (entered === '') return {};
  if (!(Number(entered) > 0)) throw new Error(`Enter a valid amount: ${entered}`);
  return { amount: entered };
}
