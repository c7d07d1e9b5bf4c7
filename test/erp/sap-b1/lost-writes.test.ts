import { describe, expect, it } from '@jest/globals';
import {
  CredentialsRefusedError,
  ReconnectError,
  RecordRejectedError,
  RetryLaterError,
  TransientError,
  UnclearOutcomeError,
} from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import type { Fault } from '../../fakes/faults.ts';
import {
  BLOCKED_PAGE,
  LOAD_BALANCER_ERROR,
  NOT_FOUND_PAGE,
  PROXY_ERROR,
  SIGN_IN_REDIRECT,
  SWITCH_COMPANY_ERROR,
} from '../../fakes/sap-b1/index.ts';
import { KEY, personIn, writing } from './writing-harness.ts';

const { harness, commands, fields, create, find, partner, partners } = writing();
const CREATE = /^POST .*\/BusinessPartners$/;
const CHANGE = /^PATCH /;
const fail = (fault: Fault, match = CREATE, times = 1) => harness().fake.faults.next({ ...fault, match, times });
const refusedWith = (status: number, code: string): Fault => ({ kind: 'status', status, body: { error: { code, message: 'Mensaje' } } });

describe('a customer whose making got no clear answer', () => {
  it.each<[string, Fault, number]>([
    ['the connection ended before', { kind: 'reset' }, 0],
    ['the connection ended after', { kind: 'doneButNoAnswer' }, 1],
    ['half an answer came', { kind: 'cutOff' }, 1],
    ['the proxy gave up', PROXY_ERROR, 0],
    ['the server failed', SWITCH_COMPANY_ERROR, 0],
    ['a page came', { kind: 'status', status: 200, body: '<html>Maintenance</html>' }, 0],
    ['the answer is not a partner', { kind: 'status', status: 201, body: {} }, 0],
  ])('is unclear where %s, and the key tells', async (_, fault, made) => {
    fail(fault);
    expect(await failureOf(create({ CardName: 'Aceros' }))).toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(made);
    const again = await create({ CardName: 'Aceros' });
    expect([await find(), partners().length]).toEqual([[again], 1]);
  });

  it('is unclear where our own time was over while the server worked', async () => {
    fail({ kind: 'slow', ms: 300 });
    const input = { kind: 'organisation', organisationId: null, values: { CardName: 'Aceros' } } as const;
    const erp = harness().connect();
    await erp.check(never);
    const error = await failureOf(erp.capabilities.commands!.run('createCustomer', { key: KEY, input }, AbortSignal.timeout(100)));
    expect(error).toBeInstanceOf(UnclearOutcomeError);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await find()).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['after', { kind: 'doneButNoAnswer' }],
    ['before', { kind: 'reset' }],
  ])('is unclear of a contact person where the connection ended %s', async (when, fault) => {
    harness().fake.createPartner({ code: 'C1', name: 'Aceros' });
    fail(fault, CHANGE);
    const person = () => create({ FirstName: 'Ana' }, KEY, personIn(erpRecordId('C1')));
    expect(await failureOf(person())).toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(when === 'after' ? 1 : 0);
    if (when === 'after') expect(await failureOf(person())).toMatchObject({ code: 'sap-b1.contact_name_taken' });
    expect(partner('C1').ContactEmployees.length).toBeLessThanOrEqual(1);
  });

  it('is unclear of a contact person whose number could not be read', async () => {
    harness().fake.createPartner({ code: 'C1', name: 'Aceros' });
    const erp = harness().connect();
    await erp.check(never);
    fail({ kind: 'reset' }, /^GET .*ContactEmployees/);
    const input = { kind: 'person', organisationId: erpRecordId('C1'), values: { FirstName: 'Ana' } } as const;
    expect(await failureOf(erp.capabilities.commands!.run('createCustomer', { key: KEY, input }, never))).toBeInstanceOf(
      UnclearOutcomeError,
    );
    expect(await find()).toHaveLength(1);
  });
});

describe('a customer that surely was not made', () => {
  it.each<[string, Fault, abstract new (...given: never[]) => Error, string]>([
    ['too many calls', { kind: 'status', status: 429, headers: { 'retry-after': '20' } }, RetryLaterError, 'sap-b1.busy'],
    ['a server that asks to wait', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }, RetryLaterError, 'sap-b1.busy'],
    ['a server that is not up', { kind: 'status', status: 503, body: '<html/>' }, TransientError, 'sap-b1.unavailable'],
    ['somebody who changes it meanwhile', refusedWith(412, '-2039'), RetryLaterError, 'sap-b1.record_busy'],
    ['an internal error', refusedWith(400, '-1116'), TransientError, 'sap-b1.internal_error'],
    ['a firewall', BLOCKED_PAGE, ReconnectError, 'sap-b1.blocked'],
    ['a wrong address', NOT_FOUND_PAGE, ReconnectError, 'sap-b1.not_service_layer'],
    ['a gateway', SIGN_IN_REDIRECT, ReconnectError, 'outbound.redirected'],
    ['a rule of the company', refusedWith(400, '10001'), RecordRejectedError, 'sap-b1.refused'],
  ])('is told so: %s', async (_, fault, kind, code) => {
    fail(fault);
    const error = await failureOf(create({ CardName: 'Aceros' }));
    expect(error).toBeInstanceOf(kind);
    expect(error).not.toBeInstanceOf(UnclearOutcomeError);
    expect(error).toMatchObject({ code });
    expect(partners()).toEqual([]);
  });

  it('is made by the same call where only the session was over, or its node gone', async () => {
    const { fake } = harness();
    const erp = harness().connect();
    await erp.check(never);
    const run = (key: string) =>
      erp.capabilities.commands!.run(
        'createCustomer',
        { key, input: { kind: 'organisation', organisationId: null, values: { CardName: key } } },
        never,
      );
    fake.expireSessions();
    await run('HS-1');
    fail(LOAD_BALANCER_ERROR);
    await run('HS-2');
    expect(
      partners()
        .map(({ CardName }) => CardName)
        .sort(),
    ).toEqual(['HS-1', 'HS-2']);
  });

  it('is not tried with a user who is locked', async () => {
    harness().fake.lockUser();
    const error = await failureOf(create({ CardName: 'Aceros' }));
    expect(error).toBeInstanceOf(CredentialsRefusedError);
    expect(error).toMatchObject({ code: 'sap-b1.user_locked' });
  });

  it('is not unclear because a question got no answer: nothing had been sent', async () => {
    fail({ kind: 'reset' }, /PostQuery/);
    const error = await failureOf(commands().find('createCustomer', [KEY], never));
    expect(error).toBeInstanceOf(TransientError);
    expect(error).not.toBeInstanceOf(UnclearOutcomeError);
  });
});

describe('a change that got no clear answer', () => {
  it('comes to the same when it is made again', async () => {
    harness().fake.createPartner({ code: 'C1', name: 'Aceros' });
    const id = erpRecordId('C1');
    const values = { CardName: 'Aceros del Norte', 'BillTo.Country': 'MX', 'BillTo.State': 'MX-NLE' };
    fail({ kind: 'doneButNoAnswer' }, CHANGE);
    expect(await failureOf(fields().write(id, values, never))).toBeInstanceOf(UnclearOutcomeError);
    expect(await fields().write(id, values, never)).toEqual(values);
    expect(partner('C1').BPAddresses).toHaveLength(1);
  });
});
