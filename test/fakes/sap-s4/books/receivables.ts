import type { Row, Tx } from '../store.ts';
import { CUBE, type ItemRef } from './ledger.ts';

/** Customer items of a billing document, in order of due dates. */
export const receivables = (tx: Tx, number: string): Row[] =>
  tx
    .by(CUBE, 'BillingDocument', number)
    .filter((row) => row['FinancialAccountType'] === 'D')
    .sort((a, b) => (`${a['NetDueDate']}${a['AccountingDocumentItem']}` < `${b['NetDueDate']}${b['AccountingDocumentItem']}` ? -1 : 1));

/** Open items that pay, credit or go on with an item. */
export const followers = (tx: Tx, item: ItemRef): Row[] =>
  tx
    .by(CUBE, 'InvoiceReference', item.document)
    .filter((row) => row['CompanyCode'] === item.company && row['InvoiceReferenceFiscalYear'] === item.year)
    .filter((row) => row['InvoiceItemReference'] === item.item && row['IsCleared'] === false);
