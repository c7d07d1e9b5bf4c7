import { PuenteError, ReconnectError } from '../../shared/errors.ts';
import type { ErpNotice, StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { NO_TOKEN } from './csrf.ts';
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
  const missingParts: ErpNotice[] = [];
  for (const [stream, { check, isOptional, checkMore = [] }] of S4_STREAMS) {
    if (!isOptional) await check(connection, signal);
    for (const ask of [...(isOptional ? [check] : []), ...checkMore])
      missingParts.push(...(await optionalNotices(stream, ask(connection, signal))));
  }
  const told = [...missingParts, ...(await unseenJournals(connection, visible, signal)), ...(await tokenNotices(connection, signal))];
  return [...told, ...client.takeWarnings()];
}

/** Of what not everybody wants. */
async function optionalNotices(stream: StreamName, checking: Promise<void>): Promise<ErpNotice[]> {
  try {
    await checking;
    return [];
  } catch (error) {
    if (!(error instanceof ReconnectError)) throw error;
    const notArranged = stream === 'orders' ? 'sap-s4.orders_not_arranged' : 'sap-s4.not_arranged';
    return [{ code: error.code === 'sap-s4.missing_scenario' ? notArranged : error.code, params: error.params }];
  }
}

/** Who only reads needs none: that changes would not be taken stops nothing. */
async function tokenNotices({ writer }: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  try {
    await writer.checkToken(signal);
    return [];
  } catch (error) {
    if (error instanceof PuenteError && error.code === NO_TOKEN) return [{ code: error.code, params: error.params }];
    throw error;
  }
}
