import { describe, expect, it } from '@jest/globals';
import { openDeal } from './ordering-page.tsx';
import { anOrder, anOrderCommand } from './orders.ts';

describe('what was asked of the ERP', () => {
  it.each([
    ['en-us', 'Requested by a rule (', 'Approved by Lucía Prado, ', 'Declined by somebody, ', 'Left as it is by Lucía Prado, '],
    ['es-mx', 'Lo solicitó una regla (', 'Aprobado por Lucía Prado, ', 'Rechazado por alguien, ', 'Lucía Prado lo dejó como está, '],
  ])('names who approved, declined, or let it rest (%s)', async (locale, ...sentences) => {
    const [at, by] = ['2026-11-23T15:00:00Z', 'Lucía Prado'];
    const commands = [
      anOrderCommand({ key: 'c', name: 'cancelOrder', state: 'cancelled', decisions: [{ what: 'left', by, at }] }),
      anOrderCommand({
        ...{ key: 'b', name: 'confirmOrder', state: 'done', askedBy: { kind: 'rule' } },
        decisions: [
          { what: 'declined', by: null, at },
          { what: 'approved', by, at },
        ],
      }),
    ];
    const card = openDeal({ status: 'ordered', commands }, { locale });
    await card.reads(sentences[1]!);
    for (const sentence of sentences) expect(card.words()).toContain(sentence);
  });

  it.each([
    ['en-us', 'Not cancelled', 'Not cancelled: S00042 was delivered and paid already.', 'Leave it as it is'],
    ['es-mx', 'No cancelado', 'No cancelado: S00042 ya se entregó y se pagó.', 'Dejarlo como está'],
  ])('is not called refused by an ERP that was not asked (%s)', async (locale, look, sentence, word) => {
    const reasons = [{ code: 'order.kept_delivered_paid', params: { number: 'S00042' } }];
    const commands = [anOrderCommand({ name: 'cancelOrder', state: 'rejected', reasons, askedBy: { kind: 'rule' } })];
    const card = openDeal({ status: 'paid', commands, actions: [{ action: 'leave', key: 'k' }] }, { locale });
    expect(await card.tag('command-cancelOrder-1')).toBe(look);
    expect(card.words()).toContain(sentence);
    expect([card.button('leave-k')?.text, card.button('leave-k')?.props.variant]).toEqual([word, 'secondary']);
  });

  it.each([
    [
      'en-us',
      'You can approve or decline it below.',
      'has to press "Approve" on this card.',
      ['eva@example.com'],
      'Can approve: eva@example.com',
    ],
    [
      'es-mx',
      'Puede aprobarla o rechazarla abajo.',
      'tiene que pulsar «Aprobar» en esta tarjeta.',
      ['eva@example.com'],
      'Puede aprobar: eva@example.com',
    ],
    [
      'es-mx',
      'Puede aprobarla o rechazarla abajo.',
      'tiene que pulsar «Aprobar» en esta tarjeta.',
      ['eva@example.com', 'Ventas'],
      'Pueden aprobar: eva@example.com, Ventas',
    ],
  ])(
    'sends nobody who may approve to somebody else, and names who may below what waits (%s)',
    async (locale, mine, others, approvers, who) => {
      const waiting = { code: 'order.waiting_approval', params: {} };
      const commands = [anOrderCommand({ name: 'confirmOrder', state: 'waiting', reasons: [waiting] })];
      const deal = { status: 'waiting_approval', waiting, commands, approvers } as const;
      const approver = openDeal({ ...deal, actions: [{ action: 'approve', key: 'k', net: '1000.00' }] }, { locale });
      await approver.reads(`${mine}${who}`);
      expect(approver.words()).not.toContain(others);
      const other = openDeal(deal, { locale });
      await other.reads(`${others}${who}`);
      expect(other.words()).not.toContain(mine);
    },
  );

  it('says at what time the ERP is told, where that is later', async () => {
    const card = openDeal({ status: 'paid', commands: [anOrderCommand({ name: 'cancelOrder', dueAt: '2026-11-23T15:01:00Z' })] });
    await card.reads('Aceros ERP is told at 9:01 AM. You may close this page.');
  });
});

describe('an order that was made of a quotation', () => {
  it.each([
    ['en-us', 'ERP order', '$1,160 MXN, taxes included', 'created from this deal · created from quotation 3003'],
    [
      'es-mx',
      'Pedido en el ERP',
      '$1,160 MXN, impuestos incluidos',
      'creado a partir de este negocio · creado a partir de la cotización 3003',
    ],
  ])('is one document, whose amount says that taxes are in it (%s)', async (locale, title, total, from) => {
    const orders = [anOrder({ how: 'created', quotation: { number: '3003', url: 'https://erp.example.com/3003' } })];
    const card = openDeal({ status: 'ordered' }, { orders, locale });
    await card.reads(from);
    for (const words of [title, total]) expect(card.words()).toContain(words);
  });
});
