import { describe, expect, it } from '@jest/globals';
import { Button, DescriptionListItem, Link, LoadingSpinner, StatusTag } from '@hubspot/ui-extensions';
import { PaymentSidebar } from '../../hubspot-app/app/cards/components/PaymentSidebar.tsx';
import { hostOf, readable, refused, service, wordsOf } from './host.ts';
import { openRenderer } from './renderer.tsx';
import { aConnection, linkedView, totalsIn } from './views.ts';

function open(record: unknown, locale = 'en-us') {
  const renderer = openRenderer('crm.record.sidebar');
  renderer.render(<PaymentSidebar host={hostOf(renderer, service({ 'GET /cards/record': record }), { locale })} />);
  const text = () => wordsOf(renderer.getRootNode());
  const sees = (words: string | RegExp) => renderer.waitFor(() => expect(text()).toMatch(words));
  const facts = () => Object.fromEntries(renderer.findAll(DescriptionListItem).map((item) => [item.props.label, readable(item)]));
  return { ...renderer, text, sees, facts };
}

describe('the sidebar card', () => {
  it('answers in one glance', async () => {
    const card = open(linkedView());
    await card.sees('Last payment');
    expect(card.findByTestId(StatusTag, 'overall')).toMatchObject({ text: 'Overdue, oldest 23 days', props: { variant: 'danger' } });
    expect(card.facts()).toEqual({ Open: '$184,220 MXN', Overdue: '$41,000 MXN', 'Last payment': '$20,000 MXN, Oct 29' });
    expect(card.find(Link)).toMatchObject({ text: 'Aceros del Norte S.A. de C.V. in the ERP', props: { href: { external: true } } });
  });

  it('keeps currencies apart, each on its line, the overdue one first', async () => {
    const card = open(linkedView({ totals: [totalsIn('MXN', { overdue: '0' }), totalsIn('USD', { open: '5.10', overdue: '1.00' })] }));
    await card.sees('Last payment');
    expect(card.facts()).toMatchObject({ Open: '$5.10 USD$184,220.00 MXN', Overdue: '$1.00 USD' });
  });

  it('says when nothing is open, and when nothing was ever invoiced', async () => {
    const none = { open: '0.00', overdue: '0.00', oldestOverdueDays: null };
    const settled = open(linkedView({ totals: [totalsIn('MXN', none)] }));
    await settled.sees('Nothing open');
    expect(settled.findByTestId(StatusTag, 'overall').props.variant).toBe('success');
    const empty = open(linkedView({ totals: [], lastInvoice: null, lastPayment: null }));
    await empty.sees('Nothing invoiced');
    expect(empty.facts()).toEqual({});
    const onlyCancelled = open(linkedView({ totals: [], lastPayment: null }));
    await onlyCancelled.sees('Nothing invoiced');
  });

  it('speaks Spanish', async () => {
    const card = open(linkedView(), 'es-ES');
    await card.sees('Con atraso de hasta 23 días');
    expect(card.facts()).toMatchObject({ Saldo: '184.220 MXN', 'Último pago': '20.000 MXN, 29 oct' });
  });

  it('keeps the figures while the ERP does not answer', async () => {
    const trouble = { code: 'connection.unreachable', since: '2026-11-23T13:40:00Z', isAdministratorNeeded: false };
    const card = open(linkedView({ connections: [aConnection({ trouble })] }));
    await card.sees('Last payment');
    expect(card.findByTestId(StatusTag, 'as-of').props.variant).toBe('warning');
    expect(card.text()).toMatch(/has not answered since|no responde/);
  });

  it('shows the same states in small', async () => {
    const states: [unknown, string][] = [
      [{ state: 'not_connected', isPaused: false, isAdministrator: true, administrators: [] }, 'Open settings'],
      [
        { state: 'not_connected', isPaused: false, isAdministrator: false, administrators: ['ana@example.com'] },
        'connect one: ana@example.com.',
      ],
      [{ state: 'not_connected', isPaused: true, isAdministrator: true, administrators: [] }, 'HubSpot no longer lets Puente in'],
      [{ state: 'preparing', isAdministrator: false, needsApproval: false, rowsRead: 1200 }, '1,200 records read so far'],
      [{ state: 'preparing', isAdministrator: true, needsApproval: true, rowsRead: 1 }, 'Review the preview'],
      [{ state: 'not_allowed', administrators: ['ana@example.com'], notices: [] }, 'Amounts are not visible to you'],
      [
        { state: 'not_linked', candidates: [], notYet: null, refused: null, canDecide: true, connections: [] },
        'Choose the ERP customer in the tab',
      ],
      [
        {
          state: 'not_linked',
          candidates: [],
          notYet: { since: '2026-11-20T15:00:00Z', by: null },
          refused: null,
          canDecide: true,
          connections: [],
        },
        'Not a customer yet',
      ],
    ];
    for (const [view, words] of states) await open(view).sees(words);
  });

  it('waits without flicker, fails with words, and tries again', async () => {
    let calls = 0;
    const card = open(() => (++calls === 1 ? refused({ code: 'network', who: 'you', reference: 'HTTP 502' }, 502) : linkedView()));
    expect(card.maybeFind(LoadingSpinner)).toBeNull();
    await card.sees('Puente could not be reached');
    expect(card.maybeFind(StatusTag)).toBeNull();
    expect(card.text()).toContain('Code for support: HTTP 502');
    card.find(Button).trigger('onClick');
    await card.sees('Overdue, oldest 23 days');
  });
});
