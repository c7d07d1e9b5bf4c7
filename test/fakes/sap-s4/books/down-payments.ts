import { exchanged, minor, type Amount } from '../money.ts';
import type { Row, Tx } from '../store.ts';
import { billingKey } from './billing.ts';
import { receivables } from './receivables.ts';
import { amountOf, baseOf, clear, itemsOf, post, refOf, type DocRef, type LedgerLine } from './ledger.ts';
import { clearTogether, openItems, openOf } from './payments.ts';

/** Money for a request: it stands on the customer's special ledger until an invoice takes it. */
export function payRequest(tx: Tx, number: string, { amount, date = tx.stamp.today }: { amount?: Amount; date?: string } = {}): DocRef {
  const [request] = receivables(tx, billingKey(number)).filter((row) => row['SpecialGLCode'] === 'F' && row['IsCleared'] === false);
  if (!request) throw new Error(`No request for a down payment is open for ${number}`);
  const currency = String(request['TransactionCurrency']);
  const wanted = amountOf(request);
  const money = amount === undefined ? wanted : minor(amount, currency);
  const customer = String(request['Customer']);
  const made = post(tx, {
    company: String(request['CompanyCode']),
    type: 'DZ',
    currency,
    date,
    transaction: 'F-29',
    lines: [
      { amount: money, account: '11001000', postingKey: '40' },
      { amount: -money, customer, account: '21190000', postingKey: '19', specialGl: 'A', reference: refOf(request) },
    ],
  });
  if (money >= wanted) clear(tx, [refOf(request)], made, date);
  return made;
}

/** An invoice takes from a down payment: the part moves to the customer's ordinary account, where it pays. */
export function applyDownPayment(tx: Tx, payment: DocRef, invoice: string, given?: Amount): DocRef {
  const [received] = itemsOf(tx, payment).filter((row) => row['SpecialGLCode'] === 'A' && row['IsCleared'] === false);
  const [owed] = openItems(tx, invoice);
  if (!received || !owed) throw new Error('There is no down payment, or nothing to pay with it');
  const currency = String(received['TransactionCurrency']);
  const there = -amountOf(received);
  const rest = openOf(tx, owed);
  const amount = given === undefined ? Math.min(there, rest) : minor(given, currency);
  if (amount > there || amount > rest) throw new Error('The down payment does not reach so far');
  const customer = String(received['Customer']);
  const { currency: ownCurrency } = tx.store.company(payment.company);
  const rate = Math.abs(baseOf(received) / amountOf(received));
  const base = amount === there ? -baseOf(received) : exchanged(amount, rate, currency, ownCurrency);
  const date = tx.stamp.today;
  const lines: LedgerLine[] = [
    {
      amount,
      base,
      customer,
      account: '21190000',
      postingKey: '09',
      specialGl: 'A',
      ...(amount === there ? {} : { reference: refOf(received) }),
    },
    { amount: -amount, base: -base, customer, postingKey: '15', reference: refOf(owed), followOn: 'Z', due: String(owed['NetDueDate']) },
  ];
  const made = post(tx, { company: payment.company, type: 'DA', currency, date, transaction: 'F-39', lines });
  const [taken] = itemsOf(tx, made);
  if (amount === there && taken) clear(tx, [refOf(received), refOf(taken)], made, date);
  if (amount === rest) clearTogether(tx, [owed, ...itemsOf(tx, made).slice(1), ...others(tx, owed, made)], date);
  return made;
}

/** What paid the item before. */
const others = (tx: Tx, owed: Row, made: DocRef): Row[] =>
  tx
    .by('A_OperationalAcctgDocItemCube', 'InvoiceReference', owed['AccountingDocument'])
    .filter((row) => row['InvoiceReferenceFiscalYear'] === owed['FiscalYear'] && row['CompanyCode'] === owed['CompanyCode'])
    .filter((row) => row['InvoiceItemReference'] === owed['AccountingDocumentItem'] && row['IsCleared'] === false)
    .filter((row) => row['AccountingDocument'] !== made.document);
