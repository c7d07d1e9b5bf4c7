import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Link, StatusTag, TableRow } from '@hubspot/ui-extensions';
import type { RecordSubscriptions } from '../../hubspot-app/app/cards/api/subscriptions.ts';
import { readable, refused } from './host.ts';
import { DEAL } from './orders.ts';
import { aSubscriptionView, readySubscriptions } from './subscriptions.ts';
import { openTab } from './tab.tsx';
import { linkedView } from './views.ts';

const openDeal = (answer: RecordSubscriptions | (() => unknown), options: { language?: string; locale?: string } = {}) => {
  const view = linkedView({ dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 0, hasOrder: false } });
  return openTab({ 'GET /cards/record': view, 'GET /cards/subscriptions': answer }, { ...DEAL, ...options });
};
const openCompany = (answer: RecordSubscriptions) => openTab({ 'GET /cards/record': linkedView(), 'GET /cards/subscriptions': answer });
const tag = (card: ReturnType<typeof openDeal>, testId: string) => {
  const { text, props } = card.find(StatusTag, { testId });
  return [props.variant, text];
};

describe('the subscription on a card', () => {
  it.each([
    ['en', 'Subscription', 'Active', 'a month', 'Next invoice Dec 12 · Runs until Nov 11, 2027'],
    ['es', 'Suscripción', 'Activa', 'al mes', 'Próxima factura: 12 dic · Vigente hasta el 11 nov 2027'],
  ])('says how much a month, and what comes next (%s)', async (language, title, status, monthly, days) => {
    const card = openDeal(readySubscriptions([aSubscriptionView()]), { language, locale: language === 'es' ? 'es-mx' : 'en-us' });
    await card.sees(title);
    for (const words of [monthly, days]) expect(card.text()).toContain(words);
    expect(tag(card, 'subscription-contract-7')).toEqual(['success', status]);
    expect(card.find(Link, ({ text }) => text === 'Mantenimiento: S00042').props.href).toEqual({
      url: 'https://erp.example.com/contracts/7',
      external: true,
    });
  });

  it.each([
    ['en', 'danger', 'Payment overdue', { isUnpaid: true }],
    ['es', 'warning', 'En pausa', { status: 'paused' }],
    ['en', 'default', 'Cancelled', { status: 'cancelled' }],
    ['es', 'default', 'Terminada', { status: 'ended' }],
    ['en', 'default', 'Not started', { status: 'not_started' }],
  ] as const)('is told in colour and in words (%s): %s, %s', async (language, variant, text, over) => {
    const card = openDeal(readySubscriptions([aSubscriptionView(over)]), { language });
    await card.sees(language === 'es' ? 'Suscripción' : 'Subscription');
    expect(tag(card, 'subscription-contract-7')).toEqual([variant, text]);
  });

  it('shows what is invoiced on demand, and no amounts where there are none to see', async () => {
    const card = openDeal(readySubscriptions([aSubscriptionView()]));
    await card.sees('Subscription');
    card.find(Accordion, { title: 'What is invoiced' }).trigger('onClick');
    await card.sees('every 3 months');
    const hidden = openDeal(
      readySubscriptions([aSubscriptionView({ monthly: null, charges: [{ name: 'Soporte', amount: null, period: null }] })], {
        monthly: [],
      }),
    );
    await hidden.sees('Next invoice');
    hidden.find(Accordion, { title: 'What is invoiced' }).trigger('onClick');
    await hidden.sees('Soporte');
    expect(hidden.findAll(TableRow).map(readable)).toContain('Soporte––');
    expect(hidden.text()).not.toContain('a month');
  });

  it('adds active ones by currency, on a company too', async () => {
    const two = [
      aSubscriptionView(),
      aSubscriptionView({ id: 'contract-8', monthly: { amount: '50.00', currency: 'USD' }, customer: 'Acme Norte' }),
    ];
    const card = openCompany(
      readySubscriptions(two, {
        monthly: [
          { amount: '900.00', currency: 'MXN' },
          { amount: '50.00', currency: 'USD' },
        ],
      }),
    );
    await card.sees('2 subscriptions');
    expect(card.text()).toMatch(/Running subscriptions, in total: .*900.* \+ .*50.* a month/);
    expect(card.text()).toContain('Acme Norte');
  });

  it.each([
    ['should have made a subscription', { expected: 1, found: 0 }],
    ['should have made 2 subscriptions', { expected: 2, found: 1 }],
    ['has 2 subscriptions in the ERP but should have 1', { expected: 1, found: 2 }],
  ])('that the order %s is told, with who can help', async (title, counts) => {
    const card = openDeal(readySubscriptions([], { unexpected: [{ number: 'S00042', ...counts, names: ['Maintenance', 'Support'] }] }));
    await card.sees(title);
    const todo = counts.found > counts.expected ? 'Found: "Maintenance"; "Support". Close the extra one in the ERP' : 'can see why';
    expect(card.find(Alert).text).toContain(todo);
    expect(card.find(Alert).props).toMatchObject({ variant: 'warning', title: expect.stringContaining(title) });
  });

  it('is nothing where none is sold or read, and never stops the rest of the card', async () => {
    for (const answer of [{ state: 'off' }, readySubscriptions([])] as const) {
      const card = openDeal(answer);
      await card.sees('INV/');
      expect(card.text()).not.toContain('Subscription');
    }
    const broken = openDeal(() => refused({ code: 'internal' }, 500));
    await broken.sees('Subscription');
    expect(broken.text()).toContain('INV/');
  });
});
