import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ChangedRecord, CustomerActivity } from '../shared/contract.ts';
import { todayOf } from '../shared/today.ts';
import type { Connection } from './connection.ts';
import { madePartner, madePerson } from './find-made.ts';
import { isInUse } from './mapping.ts';
import { locate, partnerPath, type Located } from './partner-rows.ts';
import { DayText, YesNo } from './raw.ts';
import { recordGone } from './write-errors.ts';

const RawLimits = z.object({
  Valid: YesNo,
  ValidFrom: DayText,
  ValidTo: DayText,
  Frozen: YesNo,
  FrozenFrom: DayText,
  FrozenTo: DayText,
});
const LIMITS = Object.keys(RawLimits.shape);

/** The screen's "Inactive" and "Active" of a partner, or the switch of one contact person. Documents and balances stay as they are. */
export async function setCustomerActive(
  connection: Connection,
  { id, isActive }: CustomerActivity,
  signal: AbortSignal,
): Promise<ChangedRecord> {
  const before = await find(connection, id, signal);
  const body = before.kind === 'customer' ? partnerChange(connection, before, isActive) : contactChange(before, isActive);
  if (body) await connection.client.write('PATCH', partnerPath(before.partner.CardCode), body, signal);
  const { CardCode: code } = before.partner;
  const record = before.kind === 'customer' ? madePartner(code) : madePerson(code, before.contact.InternalCode);
  return { ...record, isChanged: body !== null };
}

async function find(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<Located> {
  const found = (await locate(connection, [id], LIMITS, signal)).get(id);
  if (!found) throw recordGone();
  return found;
}

/** Both switches together: a partner that is valid and frozen at once the server takes only with days to either. */
function partnerChange(connection: Connection, { partner }: Located, isActive: boolean): object | null {
  const limits = RawLimits.parse(partner);
  if (isInUse(limits, todayOf(connection)) === isActive) return null;
  if (limits.ValidFrom ?? limits.ValidTo ?? limits.FrozenFrom ?? limits.FrozenTo) throw limitedByDays();
  return isActive ? { Valid: 'tYES', Frozen: 'tNO' } : { Valid: 'tNO', Frozen: 'tYES' };
}

function contactChange({ contact }: Extract<Located, { kind: 'contact_person' }>, isActive: boolean): object | null {
  if ((contact['Active'] !== 'tNO') === isActive) return null;
  return { ContactEmployees: [{ InternalCode: contact.InternalCode, Active: isActive ? 'tYES' : 'tNO' }] };
}

/** Somebody set from when to when it may be used; archiving would lose that, and nobody could bring it back. */
const limitedByDays = (): RecordRejectedError =>
  new RecordRejectedError('The partner is limited by days', {
    code: 'sap-b1.limited_by_days',
    params: { message: 'Valid from/to, Frozen from/to' },
    properties: ['Valid', 'Frozen'],
  });
