import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectionId } from '../support/customers-app.ts';
import { companyCard, liveRules, press, show, useCustomerCards } from '../support/customer-cards.ts';
import { ask, hubspot, settle, vatAnswers } from '../support/settings-app.ts';

useCustomerCards();
const TAX_ID = 'ESA58818501';
const WARNING = { code: 'customer.tax_id_not_in_vies', params: { taxId: TAX_ID } };

describe('a VAT number that VIES does not know', () => {
  let prospect: string;
  beforeEach(async () => {
    prospect = hubspot.add('companies', { name: 'New Steel', tax_id: TAX_ID, phone: '55' });
    vatAnswers.set(TAX_ID, 'invalid');
    await ask('/portal', { body: { checksVies: true } }).expect(200);
  });
  const warnings = async () => (await show(companyCard(prospect))).offers.map((offer) => offer.warnings);
  const commands = async () => (await show(companyCard(prospect))).commands;

  it('is a warning where the customer is offered, if the account asks the EU', async () => {
    await liveRules();
    expect(await warnings()).toEqual([[WARNING]]);
    vatAnswers.set(TAX_ID, 'unknown');
    expect(await warnings()).toEqual([[]]);
    vatAnswers.set(TAX_ID, 'invalid');
    await ask('/portal', { body: { checksVies: false } }).expect(200);
    expect(await warnings()).toEqual([[]]);
  });

  it('stops nobody who presses the button', async () => {
    await liveRules();
    await press('create', { connectionId }, companyCard(prospect)).expect(200);
    await settle();
    expect(await commands()).toMatchObject([{ state: 'done', reason: null }]);
  });

  it('makes what a rule asked for wait, until a person has it tried again', async () => {
    await liveRules({ createWhen: [{ property: 'phone', values: [] }] });
    await settle();
    const [waiting] = await commands();
    expect(waiting).toMatchObject({ state: 'waiting', reason: WARNING });
    await press('retry', { key: waiting!.key }, companyCard(prospect)).expect(200);
    await settle();
    expect(await commands()).toMatchObject([{ state: 'done', reason: null }]);
  });
});
