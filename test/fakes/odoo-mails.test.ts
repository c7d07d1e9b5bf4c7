import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { callOdoo, searchRead } from './odoo/caller.ts';
import { startOdooFake, type OdooFake } from './odoo/index.ts';

// What a running server keeps of the mail with a document; the double does the same.
type Outcome = 'accepted' | 'no mail server' | 'address refused';
interface Recorded {
  document: Record<string, unknown>;
  customer: object;
  follower?: object;
  /** With the customer. */
  arrives: boolean;
}
const FIXTURE = new URL('../fixtures/odoo/mails.json', import.meta.url);
const { versions } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as {
  versions: Record<string, Record<'quotation' | 'invoice', Record<Outcome, Recorded>>>;
};
const recorded = versions['18']!;

let odoo: OdooFake;
afterEach(() => odoo.close());

async function begin(outcome: Outcome) {
  odoo = await startOdooFake({ version: 18, botGroups: 'sales' });
  for (const operation of ['read', 'write'] as const) odoo.grantRight('account.move', operation);
  if (outcome === 'no mail server') odoo.db.mailServer = 'down';
  if (outcome === 'address refused') odoo.db.refusedAddresses.add('compras@aceros.mx');
  const customer = await odoo.createPartner({ name: 'Aceros', is_company: true, email: 'compras@aceros.mx' });
  const follower = await odoo.createPartner({ name: 'Ana Ruiz', is_company: false, email: 'ana@puente.mx' });
  return { customer, follower };
}

const call = (model: string, method: string, positional: unknown[], named = {}) => callOdoo(odoo, { model, method, positional, named });

async function sendQuotation(customer: number): Promise<number> {
  const id = await odoo.transaction((erp) => erp.sales.createOrder({ partner: customer, lines: [{ name: 'Válvula', price: '90' }] }));
  const { res_model: model, context } = (await call('sale.order', 'action_quotation_send', [[id]])) as {
    res_model: string;
    context: object;
  };
  const window = await call(model, 'create', [{}], { context });
  await call(model, 'action_send_mail', [[window]], { context });
  return id;
}

async function sendInvoice(customer: number, follower: number): Promise<number> {
  const id = await odoo.createInvoice({ partner: customer, total: '1160.00' });
  await odoo.transaction(({ books }) => books.tx.update('account.move', id, { message_partner_ids: [follower] }));
  const window = await call('account.move.send.wizard', 'create', [{ move_id: id, sending_methods: ['email'] }]);
  await call('account.move.send.wizard', 'action_send_and_print', [[window]]);
  return id;
}

async function recipientsOf(model: string, id: number): Promise<Map<unknown, object>> {
  const fields = ['res_partner_id', ...Object.keys(recorded.quotation.accepted.customer)];
  const domain = [['mail_message_id.model', '=', model], ['mail_message_id.res_id', '=', id]]; // prettier-ignore
  const rows = (await searchRead(odoo, 'mail.notification', domain, fields)) as Record<string, unknown>[];
  return new Map(rows.map(({ id: _id, res_partner_id: to, ...row }) => [Array.isArray(to) ? (to as unknown[])[0] : to, row]));
}

/** A text that was emptied is empty, one that never was anything is false. */
const emptyAsFalse = (value: object): unknown => JSON.parse(JSON.stringify(value, (_key, one: unknown) => (one === '' ? false : one)));

describe.each(['accepted', 'no mail server', 'address refused'] as const)(
  'the mail with a document in the double of Odoo: %s',
  (outcome) => {
    it.each([
      ['quotation', 'sale.order'],
      ['invoice', 'account.move'],
    ] as const)('%s', async (kind, model) => {
      const { customer, follower } = await begin(outcome);
      const id = kind === 'quotation' ? await sendQuotation(customer) : await sendInvoice(customer, follower);
      const { document, arrives, ...known } = recorded[kind][outcome];
      expect(odoo.record(model, id)).toMatchObject(document);
      const recipients = await recipientsOf(model, id);
      expect({ customer: recipients.get(customer), ...(known.follower && { follower: recipients.get(follower) }) }).toEqual(
        emptyAsFalse(known),
      );
      expect(odoo.db.sent).toEqual(arrives ? [`${model} ${id}`] : []);
    });
  },
);
