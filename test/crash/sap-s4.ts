import { generateCompany } from '../fakes/company/index.ts';
import type { Random } from '../fakes/company/random.ts';
import { BILLING } from '../fakes/sap-s4/books/billing.ts';
import { partnerOf } from '../fakes/sap-s4/books/corrections.ts';
import { amountOf, baseOf, CUBE, refOf } from '../fakes/sap-s4/books/ledger.ts';
import { followers, receivables } from '../fakes/sap-s4/books/receivables.ts';
import { startS4Fake, type S4Fake } from '../fakes/sap-s4/index.ts';
import { loadIntoS4 } from '../fakes/sap-s4/load.ts';
import { text } from '../fakes/sap-s4/money.ts';
import { documentId, external } from '../fakes/sap-s4/operations.ts';
import type { Row, Tx } from '../fakes/sap-s4/store.ts';
import type { BookedInvoice, CrashBooks } from './books.ts';

/** A partner's stamp moves with its telephone: what never says so is found by night, which no crash test waits for. */
export async function s4Books({ customers, invoices }: { customers: number; invoices: number }): Promise<CrashBooks> {
  const s4 = await startS4Fake({ latencyMs: 5, childTouchesPartner: true });
  const company = generateCompany({ seed: 11, customers, invoices, today: new Date().toISOString().slice(0, 10) });
  loadIntoS4(s4, company);
  const { user, password } = s4.credentials;
  return {
    address: { system: 'sap-s4', settings: { url: s4.url, user, password, ...FOR_NEW } },
    isWritten: true,
    crm: company.crm,
    act: (random) => Promise.resolve(act(s4, random)),
    customers: () => customersOf(s4),
    invoices: () => documentsOf(s4),
    close: () => s4.close(),
  };
}

/** As an administrator enters it: numbers are given by the system, so that a command repeated blindly would make a second customer. */
const FOR_NEW = { grouping: 'BP02', companyCode: '1010', reconciliationAccount: '12100000', salesArea: '1010/10/00' };

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function customersOf(s4: S4Fake): ReturnType<CrashBooks['customers']> {
  const table = (set: string) => s4.store.table(set);
  return s4
    .records('A_BusinessPartner')
    .filter((partner) => textOf(partner['Customer']) !== null)
    .map(({ BusinessPartner: number }) => {
      const [tax] = table('A_BusinessPartnerTaxNumber').by('BusinessPartner', number);
      const [address] = table('A_BusinessPartnerAddress').by('BusinessPartner', number);
      const [phone] = table('A_AddressPhoneNumber').by('AddressID', address?.['AddressID']);
      return { id: external(String(number)), taxId: textOf(tax?.['BPTaxNumber']), phone: textOf(phone?.['InternationalPhoneNumber']) };
    });
}

function documentsOf(s4: S4Fake): BookedInvoice[] {
  const tx = s4.store.begin();
  return s4
    .records(BILLING)
    .filter((row) => textOf(row['CancelledBillingDocument']) === null)
    .map((row) => {
      const number = String(row['BillingDocument']);
      return {
        id: external(number),
        organisationId: external(partnerOf(tx, String(row['SoldToParty']))),
        isCreditNote: row['SDDocumentCategory'] === 'O',
        isPosted: row['BillingDocumentIsCancelled'] !== true,
        baseOpen: text(Math.abs(openOf(tx, number).reduce((sum, item) => sum + baseOf(item), 0)), 'MXN'),
      };
    });
}

/** The open items of a document, and those that pay it or are the rest of it. */
const openOf = (tx: Tx, number: string): Row[] =>
  receivables(tx, number)
    .flatMap((item) => [item, ...followers(tx, refOf(item))])
    .filter((item) => item['IsCleared'] !== true);

function act(s4: S4Fake, random: Random): void {
  const tx = s4.store.begin();
  const open = s4
    .records(CUBE)
    .filter((row) => row['FinancialAccountType'] === 'D' && row['IsCleared'] !== true && row['PostingKey'] === '01');
  const item = random.pick(open);
  const invoice = external(String(item['BillingDocument']));
  const left = openOf(tx, String(item['BillingDocument'])).reduce((sum, one) => sum + amountOf(one), 0);
  const half = text(Math.max(1, Math.floor(left / 2)), String(item['TransactionCurrency']));
  const partner = external(partnerOf(tx, String(item['Customer'])));
  const kind = random.between(1, 7);
  if (kind === 1) s4.incomingPayment({ invoices: [invoice] });
  else if (kind === 2) s4.incomingPayment({ invoices: [invoice], amount: half });
  else if (kind === 3) s4.incomingPayment({ invoices: [invoice], amount: half, method: 'residual' });
  else if (kind === 4) s4.creditNote({ invoice });
  else if (kind === 5) s4.updatePartner(partner, { phone: `+52 81 ${random.between(1000, 9999)} 0000` });
  else if (kind === 6) cancelSomePayment(s4, random);
  else s4.createInvoice({ partner, total: `${random.between(100, 9999)}.00` });
}

/** Of those whose items nothing cleared since. */
function cancelSomePayment(s4: S4Fake, random: Random): void {
  const items = s4
    .records(CUBE)
    .filter((row) => row['AccountingDocumentType'] === 'DZ' && row['IsReversal'] !== true && row['IsReversed'] !== true);
  const documents = [...Map.groupBy(items, (row) => documentId(refOf(row)))];
  const free = documents.filter(([, rows]) =>
    rows.every((row) => row['IsCleared'] !== true || row['ClearingAccountingDocument'] === row['AccountingDocument']),
  );
  if (free.length > 0) s4.cancelPayment(random.pick(free)[0]);
}
