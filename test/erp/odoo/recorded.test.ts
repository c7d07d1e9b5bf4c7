import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ReconnectError, RetryLaterError, TransientError } from '../../../server/shared/errors.ts';
import { failureOf } from '../../../server/erp/odoo/errors.ts';
import { odoo } from '../../../server/erp/odoo/index.ts';
import type { Answer } from '../../../server/erp/shared/http.ts';
import { statusOf } from '../../../server/erp/odoo/mapping-invoices.ts';
import { amountText, plainDecimal } from '../../../server/erp/shared/money.ts';
import { RawPartner } from '../../../server/erp/odoo/customers.ts';
import { RawMove } from '../../../server/erp/odoo/raw.ts';
import { ODOO_DECLARES } from './harness.ts';

// What real servers answered.
const fixture = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../../fixtures/odoo/${name}.json`, import.meta.url), 'utf8')) as T;

interface Exchange {
  label: string;
  status: number;
  answer: unknown;
}

const settings = odoo.settings.parse({ url: 'https://acme.example', database: 'acme', login: 'bot', apiKey: 'x' });
const asked = {
  settings,
  model: 'res.partner',
  method: 'search_read',
  clock: { now: () => new Date('2026-11-23T12:00:00Z'), timeZone: 'UTC' },
};
const answerOf = ({ status, answer }: Pick<Exchange, 'status' | 'answer'>, headers = {}): Answer => ({
  status,
  headers: new Headers(headers),
  text: typeof answer === 'string' ? answer : JSON.stringify(answer),
  json: typeof answer === 'string' ? null : answer,
  isJson: typeof answer !== 'string',
});

describe.each([18, 19] as const)('what Odoo %i answered when something was wrong', (version) => {
  const { exchanges } = fixture<{ exchanges: Exchange[] }>(`errors-${version}`);
  const recorded = (label: string): Exchange => {
    const found = exchanges.find((exchange) => exchange.label === label);
    if (!found) throw new Error(`nothing recorded: ${label}`);
    return found;
  };
  const shared = [
    ['unknown field in fields', 'odoo.field_unknown', TransientError],
    ['unknown field in domain', 'odoo.field_unknown', TransientError],
    ['MissingError: write on a deleted record', 'odoo.server_error', TransientError],
    ['AccessError: company not allowed', 'odoo.missing_right', ReconnectError],
  ] as const;
  const own = {
    18: [
      ['login unknown database', 'odoo.database_unknown', ReconnectError],
      ['object call unknown database', 'odoo.database_unknown', ReconnectError],
      ['object call with wrong password or revoked key', 'odoo.access_denied', ReconnectError],
      ['AccessError: user without rights', 'odoo.missing_right', ReconnectError],
      ['wrong content type', 'odoo.unreadable_answer', TransientError],
    ],
    19: [
      ['unknown database in X-Odoo-Database', 'odoo.database_unknown', ReconnectError],
      ['no key', 'odoo.access_denied', ReconnectError],
      ['invalid or expired key', 'odoo.access_denied', ReconnectError],
      ['AccessError: bot without rights', 'odoo.missing_right', ReconnectError],
    ],
  } as const;

  it.each([...shared, ...own[version]])('%s: %s', (label, code, kind) => {
    const failure = failureOf(answerOf(recorded(label)), asked);
    expect(failure).toBeInstanceOf(kind);
    expect(failure.code).toBe(code);
  });

  it('a model it does not have: its module is missing', () => {
    const failure = failureOf(answerOf(recorded('unknown model')), { ...asked, model: 'res.nope' });
    expect(failure).toMatchObject({ code: 'odoo.module_missing', params: { model: 'res.nope' } });
    expect(failure).toBeInstanceOf(ReconnectError);
  });

  it('a missing right, with the model and the groups that have it', () => {
    const label = version === 18 ? 'AccessError: user without rights' : 'AccessError: bot without rights';
    const groups = version === 18 ? 'Administration/Settings' : 'Role / Administrator';
    expect(failureOf(answerOf(recorded(label)), asked).params).toEqual({ model: 'base.automation', groups });
  });
});

describe('what hosts and proxies answer', () => {
  const page = (status: number, headers = {}) => failureOf(answerOf({ status, answer: '<html></html>' }, headers), asked);

  it('too many requests: the time they name, or a minute', () => {
    expect(page(429, { 'retry-after': '7' })).toMatchObject({ code: 'odoo.busy', retryAt: new Date('2026-11-23T12:00:07Z') });
    expect(page(503, { 'retry-after': '30' })).toBeInstanceOf(RetryLaterError);
    expect(page(429)).toMatchObject({ retryAt: new Date('2026-11-23T12:01:00Z') });
  });

  it.each([500, 502, 503, 504])('%i: once more', (status) => {
    expect(page(status)).toMatchObject({ code: 'odoo.unavailable', params: { status } });
    expect(page(status)).toBeInstanceOf(TransientError);
  });

  it('Odoo Online without a plan that has an API', () => {
    const online = { ...asked, settings: odoo.settings.parse({ ...settings, url: 'acme.odoo.com' }) };
    const failure = failureOf(answerOf({ status: 403, answer: '<html></html>' }), online);
    expect(failure).toMatchObject({ code: 'odoo.plan_without_api', params: { host: 'acme.odoo.com' } });
    expect(page(403)).toMatchObject({ code: 'odoo.blocked', params: { status: 403 } });
  });

  it('a database that is busy, as opposed to one that does not exist', () => {
    const fault = (message: string) =>
      failureOf(answerOf({ status: 200, answer: { error: { data: { name: 'psycopg2.OperationalError', message } } } }), asked);
    expect(fault('FATAL: remaining connection slots are reserved')).toMatchObject({ code: 'odoo.database_busy' });
    expect(fault('FATAL:  no existe la base de datos «acme»')).toMatchObject({ code: 'odoo.database_unknown' });
  });
});

describe.each([16, 17, 18, 19] as const)('the life of an invoice as Odoo %i answered it', (version) => {
  const { steps } = fixture<{ steps: { label: string; result: unknown }[] }>(`lifecycle-${version}`);
  const Row = RawMove.pick({ state: true, payment_state: true, amount_residual: true, amount_total: true });
  const status = (label: string) => statusOf(z.array(Row).parse(steps.find((step) => step.label === label)?.result)[0]!);

  it.each([
    ['invoice: read draft', 'draft'],
    ['invoice: read posted', 'open'],
    ['invoice: read after partial payment', 'partially_paid'],
    ['invoice: read after full payment', 'paid'],
    ['invoice: read after payment 2 cancelled', 'partially_paid'],
    [version === 16 ? 'invoice 2: read after reconcile' : 'invoice 2: read after credit note posted', 'credited'],
    ...(version >= 18 ? [['invoice 3: read blocked', 'open']] : []),
    ['invoice 3: read reset to draft', 'draft'],
    ['invoice 3: read cancelled', 'cancelled'],
  ])('%s: %s', (label, expected) => {
    expect(status(label)).toBe(expected);
  });
});

describe('values', () => {
  it('that Odoo leaves empty are false, except where false is a value', () => {
    const { reads } = fixture<{ reads: { label: string; result: unknown }[] }>('reads-18');
    const partners = reads.find(({ label }) => label === 'partners')?.result;
    const row = (partners as Record<string, unknown>[])[0];
    const bare = { ...row, commercial_partner_id: 1, state_id: 13, country_id: 233, create_date: row?.write_date };
    expect(RawPartner.parse(bare)).toMatchObject({
      is_company: true,
      active: true,
      vat: null,
      ref: null,
      parent_id: null,
      company_id: null,
      mobile: null,
    });
  });

  it.each([
    [4762.5, 2, '4762.50'],
    [30.03, 2, '30.03'],
    [1.61, 2, '1.61'],
    [0.29, 2, '0.29'],
    [-0.001, 2, '0.00'],
    [12345, 0, '12345'],
    [9999999999.99, 2, '9999999999.99'],
    [1.125, 3, '1.125'],
  ])('%d with %i decimals is %s', (value, decimals, text) => {
    expect(amountText(value, decimals)).toBe(text);
  });

  it.each([
    [10.005, '10.005'],
    [3, '3'],
    [1e-7, '0.0000001'],
    [-2.5, '-2.5'],
  ])('quantity %d is %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text);
  });
});

describe.each([17, 18, 19] as const)('the calls Odoo %i made', (version) => {
  it('each name their invoice', () => {
    const { received } = fixture<{ received: { body: { _id: number } }[] }>(`webhooks-${version}`);
    const { hints } = ODOO_DECLARES.capabilities;
    expect(received.length).toBeGreaterThan(0);
    for (const { body } of received) expect(hints?.parse(body)).toEqual([{ stream: 'invoices', id: String(body._id) }]);
  });
});
