import { generateCompany } from '../fakes/company/index.ts';
import type { Random } from '../fakes/company/random.ts';
import { startB1Fake, type B1Fake } from '../fakes/sap-b1/index.ts';
import { loadIntoB1 } from '../fakes/sap-b1/load.ts';
import type { DocumentRow } from '../fakes/sap-b1/rows.ts';
import type { BookedInvoice, CrashBooks } from './books.ts';

export async function b1Books({ customers, invoices }: { customers: number; invoices: number }): Promise<CrashBooks> {
  const b1 = await startB1Fake({ latencyMs: 5 });
  const company = generateCompany({ seed: 11, customers, invoices, today: new Date().toISOString().slice(0, 10) });
  loadIntoB1(b1, company);
  return {
    address: { system: 'sap-b1', settings: { url: b1.url, ...b1.credentials } },
    isWritten: true,
    crm: company.crm,
    act: (random) => Promise.resolve(act(b1, random)),
    customers: () =>
      b1
        .records('BusinessPartners')
        .map(({ CardCode, FederalTaxID, Phone1 }) => ({ id: CardCode, taxId: textOf(FederalTaxID), phone: textOf(Phone1) })),
    invoices: () => documents(b1),
    close: () => b1.close(),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const SETS = { Invoices: 13, CreditNotes: 14, DownPayments: 203 } as const;

function documents(b1: B1Fake): BookedInvoice[] {
  return (Object.keys(SETS) as (keyof typeof SETS)[]).flatMap((set) =>
    b1
      .records(set)
      .filter(({ CancelStatus }) => CancelStatus !== 'csCancellation')
      .map((row) => toBooked(row, SETS[set])),
  );
}

function toBooked(row: DocumentRow, objectType: number): BookedInvoice {
  const isOpen = row.DocumentStatus === 'bost_Open';
  return {
    id: `${objectType}:${row.DocEntry}`,
    organisationId: row.CardCode,
    isCreditNote: objectType === SETS.CreditNotes,
    isPosted: row.CancelStatus === 'csNo',
    baseOpen: isOpen ? (row.DocTotal - row.PaidToDate).toFixed(2) : '0.00',
  };
}

function act(b1: B1Fake, random: Random): void {
  const open = b1
    .records('Invoices')
    .filter(({ DocumentStatus, CancelStatus }) => DocumentStatus === 'bost_Open' && CancelStatus === 'csNo');
  const invoice = random.pick(open);
  const kind = random.between(1, 6);
  if (kind === 1) b1.incomingPayment({ invoices: [invoice.DocEntry] });
  else if (kind === 2) b1.incomingPayment({ invoices: [{ entry: invoice.DocEntry, amount: half(invoice) }] });
  else if (kind === 3) b1.creditNote({ invoice: invoice.DocEntry });
  else if (kind === 4) b1.updatePartner(invoice.CardCode, { phone: `+52 81 ${random.between(1000, 9999)} 0000` });
  else if (kind === 5) cancelSomePayment(b1, random);
  else b1.createInvoice({ partner: invoice.CardCode, total: `${random.between(100, 9999)}.00` });
}

/** In the document's own currency. */
function half({ DocTotal, DocTotalFc, PaidToDate, PaidToDateFC }: DocumentRow): string {
  const open = DocTotalFc === 0 ? DocTotal - PaidToDate : DocTotalFc - PaidToDateFC;
  return (Math.max(1, Math.floor(open * 50)) / 100).toFixed(2);
}

function cancelSomePayment(b1: B1Fake, random: Random): void {
  const payments = b1.records('IncomingPayments').filter(({ Cancelled }) => Cancelled === 'tNO');
  if (payments.length > 0) b1.cancelPayment(random.pick(payments).DocEntry);
}
