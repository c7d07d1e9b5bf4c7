import { describe, expect, it } from '@jest/globals';
import { answerIn, changeSetOf } from '../../../server/erp/sap-s4/change-set.ts';
import { entityPath } from '../../../server/erp/sap-s4/entity-path.ts';
import { partnerKey, partnerNumber } from '../../../server/erp/sap-s4/partner-keys.ts';
import { nameParts } from '../../../server/erp/sap-s4/partner-names.ts';
import { joinPhone, splitPhone } from '../../../server/erp/sap-s4/phone-numbers.ts';

describe('a phone number', () => {
  it.each([
    ['+52 477 123 4567', 'ES', { country: 'MX', number: '477 123 4567' }],
    ['+524771234567', null, { country: 'MX', number: '4771234567' }],
    ['+1 (555) 0100', 'CA', { country: 'CA', number: '(555) 0100' }],
    ['+1-555-0100', 'MX', { country: 'US', number: '555-0100' }],
    ['+351 21 000', null, { country: 'PT', number: '21 000' }],
    ['477 123 4567', 'MX', { country: null, number: '477 123 4567' }],
    ['+999 12', null, { country: null, number: '+999 12' }],
  ])('%s in %s is kept without the prefix of its country', (text, country, parts) => {
    expect(splitPhone(text, country)).toEqual(parts);
  });

  it.each([
    ['477 123 4567', null, '+524771234567', '+52 477 123 4567'],
    ['0171 000', null, '+49171000', '+49 0171 000'],
    ['477 123', '45', '+5247712345', '+52 477 123-45'],
    ['477 123', null, '', '477 123'],
    ['+999 12', null, '+99912', '+999 12'],
    ['477 123', null, '+52999', '+52999'],
  ])('%s-%s is read with it', (number, extension, whole, text) => {
    const kept = { PhoneNumber: number, PhoneNumberExtension: extension, InternationalPhoneNumber: whole || null };
    expect(joinPhone(kept)).toBe(text);
  });
});

describe('a name', () => {
  it('is parted at blanks into lines, and cut where that is not enough', () => {
    expect(Object.values(nameParts('Aceros  del Valle', false))).toEqual(['Aceros del Valle', '', '', '']);
    const word = 'x'.repeat(50);
    expect(Object.values(nameParts(`${word} SA`, false))).toEqual(['x'.repeat(40), `${'x'.repeat(10)} SA`, '', '']);
  });

  it('of a person with one word is the last name', () => {
    expect(nameParts('Cher', true)).toEqual({ FirstName: '', LastName: 'Cher' });
  });
});

describe('what must never change, because records are found by it', () => {
  it('is the key in a partner and the number that is made of it', () => {
    expect(partnerKey('HS-4711-COMPANY-99')).toMatch(/^HS[0-9A-Z]{18}$/);
    expect([partnerKey('PU-1'), partnerNumber('PU-1')]).toEqual(['HS67JK4I18R9H5J5AQJM', 'HSH5J5AQJM']);
  });
});

describe('the address of a record', () => {
  it('has literals by type, encoded', () => {
    expect(entityPath('A_BusinessPartner', { BusinessPartner: '11' })).toBe(`A_BusinessPartner('11')`);
    expect(entityPath('A_X', { Key: `O'Neil ñ`, From: { day: '2026-11-30' }, IsDefault: true })).toBe(
      `A_X(Key='O''Neil%20%C3%B1',From=datetime'2026-11-30T00%3A00%3A00',IsDefault=true)`,
    );
  });
});

describe('a change set', () => {
  it('numbers its parts and says how long they are', () => {
    const { contentType, body } = changeSetOf([
      { method: 'PATCH', path: `A_X('1')`, body: { Name: 'ñ' }, etag: 'W/"1"' },
      { method: 'DELETE', path: `A_Y('2')` },
    ]);
    const boundary = contentType.split('boundary=')[1] ?? '';
    expect(body.startsWith(`--${boundary}\r\n`)).toBe(true);
    expect(body.endsWith(`--${boundary}--\r\n`)).toBe(true);
    expect(body).toContain(`Content-ID: 1\r\n\r\nPATCH A_X('1') HTTP/1.1\r\n`);
    expect(body).toContain('if-match: W/"1"\r\ncontent-length: 13\r\n\r\n{"Name":"ñ"}');
    expect(body).toContain(`Content-ID: 2\r\n\r\nDELETE A_Y('2') HTTP/1.1\r\n`);
  });

  it('that was refused answers with the refusal, wherever it stands', () => {
    const part = (status: string, text: string) =>
      `--c\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status}\r\nsap-message: m\r\n\r\n${text}\r\n`;
    expect(answerIn({ text: `${part('204 No Content', '')}${part('204 No Content', '')}--c--` })?.status).toBe(204);
    const refused = answerIn({ text: `${part('204 No Content', '')}${part('400 Bad Request', '{"error":{}}')}--c--` });
    expect([refused?.status, refused?.json, refused?.headers.get('sap-message')]).toEqual([400, { error: {} }, 'm']);
    expect(answerIn({ text: '<html>' })).toBeNull();
  });
});
