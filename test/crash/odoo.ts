import { generateCompany } from '../fakes/company/index.ts';
import type { Random } from '../fakes/company/random.ts';
import { startOdooFake, type OdooFake } from '../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../fakes/odoo/load.ts';
import type { BookedInvoice, CrashBooks } from './books.ts';

export async function odooBooks({ customers, invoices }: { customers: number; invoices: number }): Promise<CrashBooks> {
  const odoo = await startOdooFake({ version: 18, latencyMs: 5 });
  const company = generateCompany({ seed: 11, customers, invoices, today: new Date().toISOString().slice(0, 10) });
  loadIntoOdoo(odoo, company);
  const { url, database, login, apiKey } = odoo;
  return {
    address: { system: 'odoo', settings: { url, database, login, apiKey } },
    isWritten: true,
    crm: company.crm,
    act: (random) => act(odoo, random),
    customers: () =>
      odoo.records('res.partner').map(({ id, vat, phone }) => ({ id: String(id), taxId: textOf(vat), phone: textOf(phone) })),
    invoices: () => customerDocuments(odoo).map(toBooked),
    close: () => odoo.close(),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

type Row = ReturnType<OdooFake['records']>[number];
const OPEN = ['not_paid', 'partial'];

const customerDocuments = (odoo: OdooFake): Row[] =>
  odoo.records('account.move').filter(({ move_type: type }) => type === 'out_invoice' || type === 'out_refund');

function toBooked(row: Row): BookedInvoice {
  return {
    id: String(row['id']),
    organisationId: String(row['commercial_partner_id']),
    isCreditNote: row['move_type'] === 'out_refund',
    isPosted: row['state'] === 'posted',
    baseOpen: fromMinor(Math.abs(Number(row['amount_residual_signed']))),
  };
}

/** The company's books are in pesos, with two decimals. */
const fromMinor = (minor: number): string => (minor / 100).toFixed(2);

async function act(odoo: OdooFake, random: Random): Promise<void> {
  const open = customerDocuments(odoo).filter(
    (row) => row['move_type'] === 'out_invoice' && row['state'] === 'posted' && OPEN.includes(String(row['payment_state'])),
  );
  const invoice = random.pick(open);
  const id = Number(invoice['id']);
  const residual = Number(invoice['amount_residual']);
  const kind = random.between(1, 6);
  if (kind === 1) await odoo.registerPayment(id);
  else if (kind === 2 && residual > 200) await odoo.registerPayment(id, { amount: fromMinor(Math.floor(residual / 2)) });
  else if (kind === 3) await odoo.creditNote(id);
  else if (kind === 4) await odoo.updatePartner(Number(invoice['partner_id']), { phone: `+52 81 ${random.between(1000, 9999)} 0000` });
  else if (kind === 5) await cancelSomePayment(odoo, random);
  else await odoo.createInvoice({ partner: Number(invoice['partner_id']), total: `${random.between(100, 9999)}.00` });
}

async function cancelSomePayment(odoo: OdooFake, random: Random): Promise<void> {
  const payments = odoo.records('account.payment').filter(({ state, payment_type: type }) => type === 'inbound' && state !== 'canceled');
  if (payments.length > 0) await odoo.cancelPayment(Number(random.pick(payments)['id']));
}
