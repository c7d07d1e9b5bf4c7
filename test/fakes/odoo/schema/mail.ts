import { char, integer, many2many, many2one, model, selection } from './field.ts';
import type { Model } from './field.ts';

const STATUSES = ['ready', 'process', 'pending', 'sent', 'bounce', 'exception', 'canceled'].map((key) => [key, key] as const);

/** What Odoo wrote to people, and what became of it: of each recipient every internal user reads that. */
export function mailModels(administrators: readonly string[]): Model[] {
  return [
    model('mail.mail', {
      description: 'Outgoing Mails',
      groups: [...administrators],
      fields: { subject: char('Subject'), recipient_ids: many2many('To (Partners)', 'res.partner') },
    }),
    model('mail.message', {
      description: 'Message',
      indexed: ['res_id'],
      fields: { model: char('Related Document Model'), res_id: integer('Related Document ID'), subject: char('Subject') },
    }),
    model('mail.notification', {
      description: 'Message Notifications',
      indexed: ['mail_message_id'],
      fields: {
        mail_message_id: many2one('Message', 'mail.message', { required: true }),
        res_partner_id: many2one('Recipient', 'res.partner'),
        notification_type: selection('Notification Type', [['inbox', 'Inbox'], ['email', 'Email']]), // prettier-ignore
        notification_status: selection('Status', STATUSES),
        failure_type: char('Failure type'),
        failure_reason: char('Failure reason'),
      },
    }),
    model('mail.compose.message', { description: 'Email composition wizard', wizard: true, fields: {} }),
  ];
}
