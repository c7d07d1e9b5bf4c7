import { RecordRejectedError } from '../../shared/errors.ts';
import type { Company } from './companies.ts';
import type { Connection } from './connection.ts';
import type { BodyParts } from './partner-body.ts';

type Known = Pick<Connection, 'companies' | 'settings'>;

/** Of an address: what is written, what is there, or where the company is that sells to it. */
export async function countryFor(
  connection: Known,
  { address, made }: BodyParts,
  kept: string | null,
  signal: AbortSignal,
): Promise<string> {
  return givenCountry(address) ?? kept ?? (await companyFor(connection, made['CompanyCode'] ?? null, signal))?.Country ?? '';
}

/** Null: nobody said one. */
export function givenCountry(address: BodyParts['address']): string | null {
  const given = address['Country'];
  return typeof given === 'string' && given !== '' ? given : null;
}

/** The company code that is meant; the first only where none is named: currency, language and tax type hang on it. */
export async function companyFor({ companies, settings }: Known, code: string | null, signal: AbortSignal): Promise<Company | undefined> {
  const all = await companies.get(signal);
  const named = code ?? settings.companyCode ?? settings.companies[0] ?? null;
  const company = named === null ? [...all.values()][0] : all.get(named);
  if (company || named === null) return company;
  throw new RecordRejectedError('The company code of a customer is not to be seen', {
    code: 'sap-s4.company_not_allowed',
    params: { companies: named, message: `Company code ${named} is not to be seen` },
    properties: ['CompanyCode'],
  });
}
