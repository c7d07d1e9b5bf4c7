import type { S4Fake } from './index.ts';

interface S4Answer {
  status: number;
  headers: Headers;
  text: string;
  /** `d` of the body; empty where that is no JSON. */
  d: Record<string, unknown>;
  /** `d.results` */
  rows: Record<string, unknown>[];
}
interface CallOptions {
  method?: string;
  /** Default the communication user's password. */
  authorization?: string;
  headers?: Record<string, string>;
  body?: string;
}

export const SERVICES = '/sap/opu/odata/sap';
export const PARTNERS = `${SERVICES}/API_BUSINESS_PARTNER`;
export const BILLING = `${SERVICES}/API_BILLING_DOCUMENT_SRV`;
export const ITEMS = `${SERVICES}/API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube`;

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Asks the double as a client does. */
export async function callS4(
  s4: S4Fake,
  path: string,
  { method = 'GET', authorization, headers = {}, body }: CallOptions = {},
): Promise<S4Answer> {
  const own = authorization ?? basic(s4.credentials.user, s4.credentials.password);
  const answer = await fetch(s4.url + path, {
    method,
    headers: { accept: 'application/json', authorization: own, ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  const d = text.startsWith('{"d"') ? (JSON.parse(text) as { d: S4Answer['d'] }).d : {};
  return { status: answer.status, headers: answer.headers, text, d, rows: (d['results'] ?? []) as S4Answer['rows'] };
}

/** A set's rows; `$top` is there unless it is given. */
export function readRows(s4: S4Fake, path: string, options: Record<string, string> = {}): Promise<S4Answer> {
  return callS4(s4, `${path}?${new URLSearchParams({ $top: '100', ...options }).toString()}`);
}

/** Customer items in short words: document type, amount, what it names, what cleared it. */
export async function customerItems(s4: S4Fake, filter = ''): Promise<string[]> {
  const { rows } = await readRows(s4, ITEMS, {
    $filter: `CompanyCode eq '1010' and FinancialAccountType eq 'D'${filter}`,
    $orderby: 'CompanyCode,FiscalYear,AccountingDocument,AccountingDocumentItem',
  });
  const short = (number: unknown) => String(number).replace(/^0+(?=.)/, '');
  return rows.map((row) =>
    [
      `${short(row['AccountingDocument'])} ${String(row['AccountingDocumentType'])} ${String(row['AmountInTransactionCurrency'])}`,
      row['InvoiceReference'] === ''
        ? ''
        : `of ${short(row['InvoiceReference'])}/${String(row['InvoiceReferenceFiscalYear'])}/${short(row['InvoiceItemReference'])}`,
      row['IsCleared'] === true ? `cleared by ${short(row['ClearingAccountingDocument'])}` : 'open',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}
