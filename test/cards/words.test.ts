import { describe, expect, it } from '@jest/globals';
import { CODES_EN } from '../../hubspot-app/app/cards/common/codes.en.ts';
import { CODES_ES } from '../../hubspot-app/app/cards/common/codes.es.ts';
import { explainer } from '../../hubspot-app/app/cards/common/explain.ts';
import { createFormat, isSameAmount, isZero, negated } from '../../hubspot-app/app/cards/common/format.ts';
import { languageOf, localeOf, translator } from '../../hubspot-app/app/cards/common/translate.ts';
import { statusLook } from '../../hubspot-app/app/cards/components/status.ts';
import { EN } from '../../hubspot-app/app/cards/i18n/en.ts';
import { ES } from '../../hubspot-app/app/cards/i18n/es.ts';
import { describeProperties } from '../../server/records/catalogue/index.ts';
import { DEAL } from '../../server/shared/object-types.ts';
import { NOW } from './host.ts';
import { differences } from './catalogues.ts';
import { anInvoice } from './views.ts';

describe('both languages', () => {
  it('have the same sentences with the same placeholders', () => {
    expect(differences(EN, ES)).toEqual([]);
    expect(differences(CODES_EN, CODES_ES)).toEqual([]);
  });

  it('notices what is missing', () => {
    expect(
      differences({ a: 'x {n}', b: { one: '{count}', other: '{count} {x}' } }, { a: 'y', b: { one: '{count}', other: '{count} {x}' } }),
    ).toEqual(['a: placeholders']);
    expect(differences({ a: 'x' }, { b: 'x' })).toEqual(['a: missing in the second', 'b: missing in the first']);
  });

  it('are chosen by the user’s language, English for everybody else', () => {
    expect(['es', 'es-mx', 'es_ES', 'ES'].map((locale) => languageOf({ locale }))).toEqual(['es', 'es', 'es', 'es']);
    expect(['en', 'pt-br', 'est', '', undefined].map((locale) => languageOf({ locale }))).toEqual(['en', 'en', 'en', 'en', 'en']);
    expect(languageOf({ language: 'en', locale: 'es-mx' })).toBe('en');
    expect([localeOf({ locale: 'es_MX' }), localeOf({ locale: 'not a locale' }), localeOf({})]).toEqual(['es-MX', 'en', 'en']);
  });

  it('end a sentence once, although a time or a name brings its own full stop', () => {
    const es = translator(ES, 'es', 'es-MX');
    expect(es('refresh.waiting', { name: 'SAP', time: '8:02 a.m.' })).toMatch(/: 8:02 a\.m\. No se pierde nada\.$/);
    expect(es('refresh.running')).toBe('Preguntando al ERP…');
  });

  it('count in both', () => {
    const [en, es] = [translator(EN, 'en', 'en-US'), translator(ES, 'es', 'es-MX')];
    expect([en('list.count', { count: 1 }), en('list.count', { count: 1200 })]).toEqual(['1 invoice', '1,200 invoices']);
    expect([es('list.count', { count: 1 }), es('list.count', { count: 1_000_000 })]).toEqual(['1 factura', '1,000,000 facturas']);
  });
});

describe('the state of a deal', () => {
  it.each([
    ['en', EN],
    ['es', ES],
  ] as const)('is called on the card as HubSpot calls it in the property (%s)', (language, sentences) => {
    const property = describeProperties(DEAL, language).definitions.find(({ name }) => name === 'erp_order_status');
    const shown =
      property?.options?.filter(({ value }) => value !== 'none').map(({ value, label }) => [`deal.status.${value}`, label]) ?? [];
    expect(shown.length).toBeGreaterThan(10);
    expect(Object.fromEntries(Object.entries(sentences).filter(([key]) => key.startsWith('deal.status.')))).toEqual(
      Object.fromEntries(shown),
    );
  });
});

describe('codes', () => {
  it('become sentences with their facts', () => {
    const explain = explainer('en', 'en-US');
    expect(explain({ code: 'outbound.host_not_found', params: { host: 'erp.example.com' } }).what).toBe(
      'There is no server named erp.example.com.',
    );
  });

  it.each([
    ['en', 'XAXX010101000', 'tax ID XAXX010101000'],
    ['es', 'XAXX-010101-000', 'RFC XAXX-010101-000'],
    ['es', 'DE136695976', 'ID fiscal DE136695976'],
  ] as const)('call a tax id by the name that its form has (%s, %s)', (language, taxId, words) => {
    expect(explainer(language, language)({ code: 'customer.tax_id_check_digit', params: { taxId } }).what).toContain(` ${words} `);
  });

  it('say nothing of fields where the ERP named none', () => {
    const refused = { code: 'command.refused', params: { message: 'Locked', fields: null } };
    expect(explainer('en', 'en-US')(refused).todo).toBe(
      'Correct what the ERP complains about on the HubSpot record or in the ERP, then retry.',
    );
    expect(explainer('es', 'es-MX')(refused).todo).toBe(
      'Corrija en el registro de HubSpot o en el ERP lo que este objeta. Después reintente.',
    );
  });

  it('call where a record belongs in words that people know', () => {
    const refused = { code: 'field.refused_by_hubspot', params: { property: '$company', reason: 'hubspot.refused' } };
    expect(explainer('en', 'en-US')(refused).what).toContain('the property Company of the contact (');
    expect(explainer('es', 'es-MX')(refused).what).toContain('Empresa del contacto (');
  });

  it.each([
    ['en', 'en-US', 'The ERP refused. Its answer: "1250.50"', '1,250.50', '7.50', 'Nov\u00a030'],
    ['es', 'es-ES', 'El ERP lo rechazó. Su respuesta: «1250.50»', '1250,50', '7,50', '30\u00a0nov'],
  ] as const)(
    'show amounts, quantities and days as people read them, and leave all else alone (%s)',
    (language, locale, said, amount, over, day) => {
      const more = { 'x.y': { what: '{room} {currency}, {over}, {wanted}, {expected}', todo: '{deal} {product}' } };
      const explain = explainer(language, locale, { codes: more });
      expect(explain({ code: 'command.refused', params: { message: '1250.50', fields: 'RFC' } }).what).toBe(said);
      const params = {
        currency: 'MXN',
        room: '1250.5000',
        over: '7.50',
        wanted: '10.000000',
        expected: `${new Date().getUTCFullYear()}-11-30`,
      };
      const { what, todo } = explain({ code: 'x.y', params: { ...params, deal: 'MXN', product: '10.50' } });
      expect(what).toBe(`${amount} MXN, ${over}, 10, ${day}`);
      expect(todo).toBe('MXN 10.50');
    },
  );

  it('that nobody knows still get words, and a way out', () => {
    const { what, todo } = explainer('es', 'es-MX')({ code: 'x.y', params: {} });
    expect(what).toBe('Algo requiere atención (x.y).');
    expect(todo).toContain('soporte');
  });
});

describe('money and dates', () => {
  const format = (locale: string, timeZone = 'America/Mexico_City') => createFormat({ locale, timeZone, now: () => NOW });

  it('keep every digit, however large', () => {
    expect(format('en-US').money({ amount: '12345678901234567.89', currency: 'USD' })).toBe('$12,345,678,901,234,567.89');
    expect(format('en-US').money({ amount: '0.10', currency: 'KWD' }, { withCode: true })).toContain('0.100\u00a0KWD');
  });

  it('have the digits of their currency by ISO 4217, whatever the browser believes', () => {
    const shown = (amount: string, currency: string) => format('en-US').money({ amount, currency }, { withCode: true });
    expect(shown('0.40', 'COP')).toBe('$0.40\u00a0COP');
    expect(shown('1234.567', 'IQD')).toContain('1,234.567');
    for (const currency of ['HUF', 'PKR', 'ALL', 'TWD', 'IDR']) expect(shown('1234.5', currency)).toContain('1,234.50');
    expect(shown('31664', 'CLP')).toBe('$31,664\u00a0CLP');
    expect(shown('1234.5', 'CLF')).toContain('1,234.5000');
    expect(shown('1.00', 'COP')).toBe('$1\u00a0COP');
  });

  it('round nothing away that an ERP says more finely', () => {
    expect(format('en-US').money({ amount: '0.01250', currency: 'USD' })).toBe('$0.0125');
    expect(format('en-US').money({ amount: '31663.8', currency: 'CLP' })).toBe('$31,663.8');
  });

  it('survive a currency nobody knows', () => {
    expect(format('en-US').money({ amount: '10.00', currency: '##' })).toBe('10\u00a0##');
    expect(format('en-US').money({ amount: '10.5', currency: '##' })).toBe('10.50\u00a0##');
  });

  it('show the year only when it is another, and a time alone only for today', () => {
    const words = format('es-MX');
    expect(words.day('2026-10-29')).toBe('29\u00a0oct');
    expect(words.day('2025-10-29')).toBe('29\u00a0oct\u00a02025');
    expect(words.day(null)).toBe('–');
    expect(words.moment('2026-11-23T14:02:00Z')).toMatch(/^8:02/);
    expect(words.moment('2026-11-22T14:02:00Z')).toMatch(/^22\u00a0nov, 8:02/);
    expect(words.dayOf('2026-11-24T02:00:00Z')).toBe('23\u00a0nov');
  });

  it('compare amounts as numbers, not as text', () => {
    expect([isZero('0'), isZero('-0.000'), isZero('0.01'), isZero('10')]).toEqual([true, true, false, false]);
    expect([isSameAmount('10', '10.00'), isSameAmount('010.5', '10.50'), isSameAmount('100', '1')]).toEqual([true, true, false]);
    expect(negated({ amount: '5.00', currency: 'MXN' }).amount).toBe('-5.00');
    expect(negated({ amount: '0.00', currency: 'MXN' }).amount).toBe('0.00');
  });
});

describe('status words', () => {
  const look = (over: Parameters<typeof anInvoice>[0], language: 'en' | 'es' = 'en') => {
    const locale = language === 'en' ? 'en-US' : 'es-MX';
    const words = {
      t: translator(language === 'en' ? EN : ES, language, locale),
      format: createFormat({ locale, timeZone: 'UTC', now: () => NOW }),
      withCode: false,
    };
    const { variant, hollow = false, text } = statusLook(anInvoice(over), words);
    return [variant, hollow, text];
  };
  const left = { amount: '20000.00', currency: 'MXN' };

  it('say what the colour says', () => {
    expect(look({ status: 'draft' })).toEqual(['default', true, 'Draft']);
    expect(look({ status: 'open', daysOverdue: -9 })).toEqual(['info', false, 'Open, due in 9 days']);
    expect(look({ status: 'open', daysOverdue: 0 })).toEqual(['info', false, 'Open, due today']);
    expect(look({ status: 'open', daysOverdue: null })).toEqual(['info', false, 'Open']);
    expect(look({ status: 'partially_paid', open: left })).toEqual(['warning', false, 'Partly paid, $20,000 left']);
    expect(look({ status: 'in_payment' })).toEqual(['info', false, 'Payment in progress']);
    expect(look({ status: 'paid', settledOn: '2026-10-29' })).toEqual(['success', false, 'Paid on Oct\u00a029']);
    expect(look({ status: 'paid' })).toEqual(['success', false, 'Paid']);
    expect(look({ status: 'overdue', daysOverdue: 6 })).toEqual(['danger', false, 'Overdue 6\u00a0days']);
    expect(look({ status: 'credited' })).toEqual(['default', false, 'Credited']);
    expect(look({ status: 'cancelled' })).toEqual(['default', true, 'Cancelled']);
  });

  it('overdue wins over partly paid, and the amount left is shown', () => {
    expect(look({ status: 'overdue', daysOverdue: 1, open: left })).toEqual(['danger', false, 'Overdue 1 day, $20,000 left']);
  });

  it('of instalments name the part that is late', () => {
    const late = { amount: '22595.00', currency: 'MXN' };
    const instalments = { status: 'overdue', daysOverdue: 25, open: { amount: '75317.00', currency: 'MXN' }, overdue: late } as const;
    expect(look(instalments)).toEqual(['danger', false, '$75,317 open, of it $22,595 overdue 25 days']);
    expect(look(instalments, 'es')).toEqual(['danger', false, 'Faltan $75,317, de ello $22,595 vencido hace 25 días']);
  });

  it('say of when they are where the invoice is hidden from us since', () => {
    const hidden = { daysOverdue: -9, hiddenSince: '2026-11-12' } as const;
    expect(look({ ...hidden, status: 'open' })).toEqual(['info', false, 'Open, due in 9 days (as of Nov\u00a012)']);
    expect(look({ ...hidden, status: 'open' }, 'es')).toEqual(['info', false, 'Abierta, vence en 9 días (al 12\u00a0nov)']);
  });

  it('never call a credit note due', () => {
    expect(look({ type: 'credit_note', status: 'open', daysOverdue: 30 })).toEqual(['default', false, 'Not applied yet']);
    expect(look({ type: 'credit_note', status: 'partially_paid', open: left })).toEqual(['default', false, 'Partly applied, $20,000 left']);
    expect(look({ type: 'credit_note', status: 'paid' })).toEqual(['default', false, 'Applied']);
  });

  it('are the agreed Spanish ones', () => {
    const spanish = [
      look({ status: 'open', daysOverdue: -9 }, 'es'),
      look({ status: 'partially_paid', open: left }, 'es'),
      look({ status: 'in_payment' }, 'es'),
      look({ status: 'paid', settledOn: '2026-10-29' }, 'es'),
      look({ status: 'overdue', daysOverdue: 6 }, 'es'),
      look({ status: 'credited' }, 'es'),
    ].map(([, , text]) => text);
    expect(spanish).toEqual([
      'Abierta, vence en 9 días',
      'Pago parcial, faltan $20,000',
      'Pago en proceso',
      'Pagada el 29\u00a0oct',
      'Vencida hace 6\u00a0días',
      'Con nota de crédito',
    ]);
  });
});
