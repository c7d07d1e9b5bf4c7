import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ChangedRecord, CustomerActivity } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import { Id, Text } from './raw.ts';
import { recordGone } from './refusals.ts';
import { searchRead } from './search.ts';

/** Archives a contact, or takes it out of the archive: what hangs on it (documents, its own contacts) stays as it is. */
export async function setCustomerActive(
  connection: Connection,
  { id, isActive }: CustomerActivity,
  signal: AbortSignal,
): Promise<ChangedRecord> {
  await connection.ownCompanies.refuse(id, signal);
  const before = await readActivity(connection, id, signal);
  const isChanged = before.active !== isActive;
  if (isChanged) await write(connection, { id, isActive }, signal);
  return { id, number: before.ref, isChanged };
}

async function write(connection: Connection, { id, isActive }: CustomerActivity, signal: AbortSignal): Promise<void> {
  const named = { ids: [Number(id)], vals: { active: isActive }, context: companyContext(connection.settings) };
  try {
    await connection.client.change('res.partner', 'write', named, signal);
  } catch (error) {
    // A contact that was deleted meanwhile is refused in words of Odoo's own.
    if (error instanceof RecordRejectedError && error.code === 'odoo.refused') await readActivity(connection, id, signal);
    throw error;
  }
}

const RawActivity = rowsOf(z.object({ id: Id, active: z.boolean(), ref: Text }));

async function readActivity({ client }: Connection, id: ErpRecordId, signal: AbortSignal): Promise<z.output<typeof RawActivity>[number]> {
  if (Number(id) > HIGHEST_ID) throw recordGone();
  const search = { model: 'res.partner', domain: [['id', '=', Number(id)]] as const, fields: ['active', 'ref'] };
  const [row] = RawActivity.parse(await searchRead(client, search, signal));
  if (!row) throw recordGone();
  return row;
}
