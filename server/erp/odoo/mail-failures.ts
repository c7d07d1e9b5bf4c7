import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

/** One recipient of one message. */
const RawRecipient = z.object({
  id: Id,
  res_partner_id: Reference,
  notification_status: Text,
  failure_type: Text,
  failure_reason: Text,
});
type RawRecipient = z.output<typeof RawRecipient>;

/** `isServer`: no outgoing mail server answered, whoever the recipient is. */
export interface MailFailure {
  isServer: boolean;
  message: string;
}

/** Whom Odoo wrote to about a record, and what became of it. Every internal user may read that (seen on 18). */
export async function readRecipients({ client }: Connection, model: string, id: number, signal: AbortSignal): Promise<RawRecipient[]> {
  const domain = [['mail_message_id.model', '=', model], ['mail_message_id.res_id', '=', id], ['notification_type', '=', 'email']] as const; // prettier-ignore
  const fields = ['res_partner_id', 'notification_status', 'failure_type', 'failure_reason'];
  return rowsOf(RawRecipient).parse(await searchRead(client, { model: 'mail.notification', domain, fields }, signal));
}

/**
 * Mail is handed to the server behind the commit, so Odoo calls the document sent whatever becomes of it. Followers get a copy, which may pass where
 * the customer's does not. Null: it left, is queued, or nobody was written to.
 */
export function mailFailure(recipients: readonly RawRecipient[], customer: number | null): MailFailure | null {
  const counted = countedOf(recipients, customer);
  const last = counted.at(-1);
  if (!last || !counted.every(isFailed)) return null;
  // What the other server answered stands in the last line.
  const answer = last.failure_reason?.trim().split('\n').at(-1);
  return { isServer: last.failure_type === 'mail_smtp', message: answer ?? last.failure_type ?? '' };
}

/** It waits for the mail server's answer, or for its turn. */
export const isMailQueued = (recipients: readonly RawRecipient[], customer: number | null): boolean =>
  countedOf(recipients, customer).at(-1)?.notification_status === 'ready';

function countedOf(recipients: readonly RawRecipient[], customer: number | null): readonly RawRecipient[] {
  const customers = recipients.filter(({ res_partner_id }) => res_partner_id === customer);
  return customers.length > 0 ? customers : recipients;
}

/** Nobody tries again by itself; `canceled`: somebody took note of it. */
const isFailed = ({ notification_status: status }: RawRecipient): boolean => status === 'exception' || status === 'canceled';
