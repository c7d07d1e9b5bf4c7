import type { Connection } from './connection.ts';
import type { BodyParts } from './partner-body.ts';

/** Of an address: what is written, what is there, or where the company is that sells to it. */
export async function countryFor(
  connection: Pick<Connection, 'companies' | 'settings'>,
  { address, made }: BodyParts,
  kept: string | null,
  signal: AbortSignal,
): Promise<string> {
  const given = address['Country'];
  if (typeof given === 'string' && given !== '') return given;
  return kept ?? (await companyFor(connection, made['CompanyCode'] ?? null, signal))?.Country ?? '';
}

/** The company code that is meant, else the first. */
export async function companyFor(
  { companies, settings }: Pick<Connection, 'companies' | 'settings'>,
  code: string | null,
  signal: AbortSignal,
) {
  const all = await companies.get(signal);
  return all.get(code ?? settings.companyCode ?? settings.companies[0] ?? '') ?? [...all.values()][0];
}
