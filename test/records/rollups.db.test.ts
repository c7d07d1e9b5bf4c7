import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../server/erp/shared/contract.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine } from '../support/engine.ts';
import { acme, rollup } from '../support/rollups.ts';
import { aCustomer } from '../support/erp-records.ts';

const db = useTestDatabase();

const LATE = '2026-11-19';
const TODAY = '2026-11-20';
const open = { status: 'open', open: '100.00', baseOpen: '100.00' } as const;

describe('the payment status of a record', () => {
  const paid = { status: 'paid', open: '0.00', baseOpen: '0.00' } as const;
  it.each<[string, Partial<Invoice>[]]>([
    [
      'overdue',
      [
        { ...open, dueOn: LATE },
        { status: 'partially_paid', open: '5.00', baseOpen: '5.00' },
      ],
    ],
    ['overdue', [{ status: 'partially_paid', open: '5.00', baseOpen: '5.00', dueOn: LATE }, paid]],
    ['partially_paid', [{ status: 'partially_paid', open: '5.00', baseOpen: '5.00' }, open]],
    [
      'open',
      [
        { ...open, dueOn: TODAY },
        { status: 'in_payment', open: '0.00', baseOpen: '0.00' },
      ],
    ],
    ['open', [open, paid]],
    ['in_payment', [{ status: 'in_payment', open: '10.00', baseOpen: '10.00', dueOn: LATE }, paid]],
    ['paid', [paid, { status: 'credited', open: '0.00', baseOpen: '0.00' }]],
    ['credited', [{ status: 'credited', open: '0.00', baseOpen: '0.00' }]],
    [
      'none',
      [
        { ...open, status: 'draft', dueOn: LATE },
        { ...open, status: 'cancelled', dueOn: LATE },
      ],
    ],
    ['none', [{ ...open, type: 'credit_note', dueOn: LATE }]],
    ['none', []],
  ])('is %s', async (status, invoices) => {
    const engine = await anEngine(db());
    await acme(engine, invoices);
    expect((await rollup(engine, 'companies')).values['erp_payment_status']).toBe(status);
  });

  it('is told without amounts where the portal wants none written, and those written before are emptied', async () => {
    const engine = await anEngine(db(), { settings: { writesAmounts: false } });
    await acme(engine, [{ ...open, dueOn: LATE }]);
    const { values } = await rollup(engine, 'companies');
    expect(values).toMatchObject({ erp_payment_status: 'overdue', erp_open_amount: '', erp_overdue_amount: '' });
  });

  it("follows the portal's own calendar", async () => {
    const engine = await anEngine(db(), { timeZone: 'Pacific/Auckland' });
    engine.now = new Date('2026-11-20T12:00:00Z'); // the 21st there
    await acme(engine, [{ ...open, dueOn: TODAY }]);
    expect((await rollup(engine, 'companies')).values['erp_payment_status']).toBe('overdue');
  });
});

describe('an ERP that counts', () => {
  it.each(['customers', 'invoices', 'payments'])(
    'was read to its end once: half a ledger is worse than none, even of %s',
    async (stream) => {
      const engine = await anEngine(db());
      await acme(engine, [open]);
      expect(await rollup(engine, 'companies')).toMatchObject({ isLinked: true, values: { erp_open_amount: '100' } });
      await db()('erpStreams').where({ stream }).update({ firstCompletedAt: null });
      expect(await rollup(engine, 'companies')).toMatchObject({ isLinked: false, values: { erp_open_amount: '' } });
    },
  );
});

describe('amounts', () => {
  it('count only the late instalments as overdue', async () => {
    const engine = await anEngine(db());
    const instalments = [
      { dueOn: LATE, total: '30.00', open: '30.00' },
      { dueOn: '2026-12-31', total: '70.10', open: '70.10' },
    ];
    await acme(engine, [{ ...open, open: '100.10', baseOpen: '100.10', dueOn: LATE, instalments }]);
    expect((await rollup(engine, 'companies')).values).toMatchObject({ erp_open_amount: '100.1', erp_overdue_amount: '30' });
  });

  it('count a late part however small it is', async () => {
    const engine = await anEngine(db());
    const instalments = [
      { dueOn: LATE, total: '0.50', open: '0.50' },
      { dueOn: '2026-12-31', total: '70.10', open: '70.10' },
    ];
    await acme(engine, [{ ...open, open: '70.60', baseOpen: '70.60', dueOn: LATE, instalments }]);
    expect((await rollup(engine, 'companies')).values).toMatchObject({ erp_open_amount: '70.6', erp_overdue_amount: '0.5' });
  });

  it('take the share of late instalments where the books have another currency than the document', async () => {
    const engine = await anEngine(db());
    const instalments = [
      { dueOn: LATE, total: '50.00', open: '50.00' },
      { dueOn: '2026-12-31', total: '50.00', open: '50.00' },
    ];
    await acme(engine, [{ ...open, currency: 'USD', baseCurrency: 'EUR', open: '100.00', baseOpen: '92.51', dueOn: LATE, instalments }]);
    expect((await rollup(engine, 'companies')).values).toMatchObject({ erp_open_amount: '92.51', erp_overdue_amount: '46.26' });
  });

  it.each([
    ['CLP', '95000', '31667'],
    ['KWD', '30.739', '10.246'],
    ['EUR', '95.00', '31.67'],
  ])('round a share to the digits of the books’ currency: %s', async (baseCurrency, baseOpen, expected) => {
    const engine = await anEngine(db(), { companyCurrency: baseCurrency });
    const instalments = [
      { dueOn: LATE, total: '10.00', open: '10.00' },
      { dueOn: '2026-12-31', total: '20.00', open: '20.00' },
    ];
    await acme(engine, [{ ...open, currency: 'USD', baseCurrency, open: '30.00', baseOpen, dueOn: LATE, instalments }]);
    expect((await rollup(engine, 'companies')).values['erp_overdue_amount']).toBe(expected);
  });

  it('stay exact where floats would not', async () => {
    const engine = await anEngine(db());
    await acme(engine, [
      { ...open, baseOpen: '0.10' },
      { ...open, baseOpen: '0.20' },
      { ...open, baseOpen: '90071992547409.91' },
    ]);
    expect((await rollup(engine, 'companies')).values['erp_open_amount']).toBe('90071992547410.21');
  });

  it.each([
    [
      'the portal’s currency',
      'EUR',
      [
        ['EUR', '10.00'],
        ['EUR', '5.00'],
      ],
      '15',
      [],
    ],
    [
      'two currencies',
      'EUR',
      [
        ['EUR', '10.00'],
        ['USD', '5.00'],
      ],
      '10',
      ['USD'],
    ],
    ['another currency', 'EUR', [['USD', '5.00']], '', ['USD']],
    ['a little of another currency', 'EUR', [['USD', '0.50']], '', ['USD']],
    [
      'another currency, the portal’s settled',
      'EUR',
      [
        ['EUR', '0.00'],
        ['USD', '5.00'],
      ],
      '',
      ['USD'],
    ],
    [
      'another currency, and a little of the portal’s',
      'EUR',
      [
        ['EUR', '0.50'],
        ['USD', '0.50'],
      ],
      '0.5',
      ['USD'],
    ],
    [
      'the portal’s currency, another one settled',
      'EUR',
      [
        ['EUR', '0.00'],
        ['USD', '0.00'],
      ],
      '0',
      [],
    ],
    ['another currency, settled', 'EUR', [['USD', '0.00']], '0', []],
    ['one currency, the portal’s unknown', null, [['USD', '5.00']], '5', []],
    [
      'two currencies, the portal’s unknown',
      null,
      [
        ['USD', '5.00'],
        ['EUR', '1.00'],
      ],
      '',
      ['EUR', 'USD'],
    ],
  ])('of %s', async (_what, companyCurrency, amounts, expected, others) => {
    const engine = await anEngine(db(), { companyCurrency });
    await acme(
      engine,
      (amounts as [string, string][]).map(([baseCurrency, baseOpen]) => ({ ...open, baseCurrency, baseOpen })),
    );
    const { values, otherCurrencies } = await rollup(engine, 'companies');
    expect(values['erp_open_amount']).toBe(expected);
    expect(otherCurrencies).toEqual(others);
    // What is late is added alike.
    await db()('erpInvoices').update({ dueOn: LATE });
    expect((await rollup(engine, 'companies')).values['erp_overdue_amount']).toBe(expected);
  });

  it('leave credit notes and negative residuals out', async () => {
    const engine = await anEngine(db());
    await acme(engine, [open, { ...open, baseOpen: '-40.00', open: '-40.00' }, { ...open, type: 'credit_note' }]);
    expect((await rollup(engine, 'companies')).values['erp_open_amount']).toBe('100');
  });
});

describe('the customer status', () => {
  it.each<[string, Partial<Invoice>[], boolean]>([
    ['none', [], false],
    ['none', [{ status: 'draft' }], false],
    ['active', [{ issuedOn: '2025-11-21' }], false],
    ['inactive', [{ issuedOn: '2025-11-20' }], false],
    ['blocked', [{ issuedOn: '2026-11-01' }], true],
  ])('is %s', async (status, invoices, blocked) => {
    const engine = await anEngine(db());
    await acme(engine, invoices);
    await engine.book({ customers: [aCustomer({ id: '1', blocked })] });
    expect((await rollup(engine, 'companies')).values['erp_customer_status']).toBe(status);
  });
});
