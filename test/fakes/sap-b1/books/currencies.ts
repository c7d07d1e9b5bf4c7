import type { Row } from '../rows.ts';
import type { CompanyStore, Tx } from '../store.ts';

const NAMES: Readonly<Record<string, string>> = {
  MXN: 'Peso mexicano',
  USD: 'US Dollar',
  EUR: 'Euro',
  GBP: 'Pound',
  CAD: 'Canadian Dollar',
};

/** `codes`: ISO code → code in the books. Installations like `$` for their own money. */
export function addCurrencies(tx: Tx, codes: ReadonlyMap<string, string>): void {
  for (const [iso, code] of codes) {
    const row: Row = { Code: code, Name: NAMES[iso] ?? iso, DocumentsCode: iso, Decimals: 'cdDefault', Rounding: 'rsNoRounding' };
    tx.put('Currencies', code, row);
  }
}

/** The books' code of an ISO currency. */
export function currencyCode(store: CompanyStore, iso: string): string {
  const row = store.list('Currencies').find(({ DocumentsCode }) => DocumentsCode === iso);
  if (!row) throw new Error(`${store.options.db} has no currency ${iso}`);
  return String(row.Code);
}
