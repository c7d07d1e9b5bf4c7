import type { Row, Tx } from '../store.ts';
import { amountOf, CUBE, refOf, type ItemRef } from './ledger.ts';

/** Customer items of a billing document, in order of due dates. */
export const receivables = (tx: Tx, number: string): Row[] =>
  tx
    .by(CUBE, 'BillingDocument', number)
    .filter((row) => row['FinancialAccountType'] === 'D')
    .sort((a, b) => (`${a['NetDueDate']}${a['AccountingDocumentItem']}` < `${b['NetDueDate']}${b['AccountingDocumentItem']}` ? -1 : 1));

/** What clearings left of an item, and of its rests in turn; open or not. */
export const restsOf = (tx: Tx, item: ItemRef): Row[] =>
  naming(tx, item)
    .filter((row) => row['FollowOnDocumentType'] === 'V' && amountOf(row) > 0)
    .flatMap((row) => [row, ...restsOf(tx, refOf(row))]);

/** Open items that pay, credit or go on with an item. */
export const followers = (tx: Tx, item: ItemRef): Row[] => naming(tx, item).filter((row) => row['IsCleared'] === false);

const naming = (tx: Tx, item: ItemRef): Row[] =>
  tx
    .by(CUBE, 'InvoiceReference', item.document)
    .filter((row) => row['CompanyCode'] === item.company && row['InvoiceReferenceFiscalYear'] === item.year)
    .filter((row) => row['InvoiceItemReference'] === item.item);
