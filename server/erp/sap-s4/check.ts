import { ReconnectError } from '../../shared/errors.ts';
import type { ErpNotice } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { unseenJournals } from './posted.ts';
import { S4_STREAMS } from './streams.ts';

/** Goes the way a reading goes, and stops at the first thing that is wrong, with its name: address and login first, then each scenario. */
export async function checkS4(connection: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  const { companies, settings, client } = connection;
  const visible = (await companies.read(signal)).map(({ CompanyCode }) => CompanyCode);
  const missing = settings.companies.filter((code) => !visible.includes(code));
  if (missing.length > 0)
    throw new ReconnectError('The user may not see a company code', {
      code: 'sap-s4.company_not_allowed',
      params: { companies: missing.join(', ') },
    });
  for (const [, { check }] of S4_STREAMS) await check(connection, signal);
  return [...(await unseenJournals(connection, visible, signal)), ...client.takeWarnings()];
}
