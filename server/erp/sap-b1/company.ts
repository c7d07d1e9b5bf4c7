import { z } from 'zod';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { RawAdminInfo, RawCurrency } from './raw.ts';
import { fieldsOf } from '../shared/rows.ts';

export interface Currency {
  code: string;
  decimals: number;
}

/** What the company database says of itself. */
export interface Company {
  name: string;
  taxId: string | null;
  country: string | null;
  base: Currency;
  /** Its documents are each of a branch. */
  hasBranches: boolean;
  /** By the code of the books, which may be `$` or a word; undefined: not known, or the `##` of partners with several. */
  currency(code: string | null): Currency | undefined;
  /** The code of the books for an ISO code; undefined: they have no such currency. */
  bookCode(iso: string): string | undefined;
}

/** Mexico's localisation still writes the code of before 1993. */
const RENAMED: Readonly<Record<string, string>> = { MXP: 'MXN' };
const DEFAULT_DECIMALS = 2;
const KEPT_MS = 3_600_000;

/** Read once an hour: every page needs it. */
export function createCompany(client: B1Client, now: () => Date) {
  const company = singleFlight(() => readCompany(client), { forMs: KEPT_MS, now });
  return {
    get: (signal: AbortSignal): Promise<Company> => company.get(signal),
    /** As it is now: for the identity, and when a currency is met that is not known. */
    read(signal: AbortSignal): Promise<Company> {
      company.forget();
      return company.get(signal);
    },
  };
}

async function readCompany(client: B1Client): Promise<Company> {
  const signal = AbortSignal.timeout(READ_WITHIN_MS);
  const info = RawAdminInfo.parse(await client.service('CompanyService_GetAdminInfo', signal));
  const { rows } = await client.page('Currencies', { select: fieldsOf(RawCurrency) }, 500, signal);
  const decimals = info.TotalsAccuracy ?? DEFAULT_DECIMALS;
  const known = new Map(
    z
      .array(RawCurrency)
      .parse(rows)
      .map((raw) => [raw.Code, toCurrency(raw, decimals)]),
  );
  const currency = (code: string | null): Currency | undefined => known.get(code ?? info.LocalCurrency);
  return {
    name: info.CompanyName ?? '',
    taxId: info.FederalTaxID,
    country: info.Country,
    base: currency(null) ?? { code: info.LocalCurrency.slice(0, 3), decimals },
    currency,
    hasBranches: info.EnableBranches,
    bookCode: (iso) => [...known].find(([, { code }]) => code === iso)?.[0],
  };
}

const READ_WITHIN_MS = 60_000;

function toCurrency({ Code, DocumentsCode, Decimals }: z.output<typeof RawCurrency>, usual: number): Currency {
  const iso = [DocumentsCode, Code].find((text) => text !== null && /^[A-Z]{3}$/.test(text)) ?? Code;
  return { code: RENAMED[iso] ?? iso, decimals: decimalsOf(Decimals, usual) };
}

/** `cd2Digits`, `cdWithoutDecimals`, `cdDefault` */
function decimalsOf(name: string | null, usual: number): number {
  if (name === 'cdWithoutDecimals') return 0;
  return Number(/^cd(\d)Digits?$/.exec(name ?? '')?.[1] ?? usual);
}

/** Of partners, and of a document that means the books' own. */
export const SEVERAL_CURRENCIES = '##';

/** A currency may be new. */
export async function companyWith(
  company: { get(signal: AbortSignal): Promise<Company>; read(signal: AbortSignal): Promise<Company> },
  codes: readonly (string | null | undefined)[],
  signal: AbortSignal,
): Promise<Company> {
  const facts = await company.get(signal);
  const isKnown = (code: string | null | undefined): boolean => !code || code === SEVERAL_CURRENCIES || facts.currency(code) !== undefined;
  return codes.every(isKnown) ? facts : company.read(signal);
}
