import { describe, expect, it } from '@jest/globals';
import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun, aRunGroup } from './settings-customers-views.ts';

const NONE = aCustomersView().counts;
const waiting = aRunGroup('incomplete', { count: 14, reason: { code: 'command.waiting_trial', params: {} } });
const GROUPS = [
  aRunGroup('create', { count: 4 }),
  aRunGroup('update_erp', { count: 5, property: 'phone', field: 'phone', rule: 'moved' as never }),
  aRunGroup('update_hubspot', { count: 1, property: 'phone', field: 'phone', rule: 'erp_wins' }),
  waiting,
];

async function openTrial({ locale = 'en-us', groups = GROUPS, counts = {} } = {}) {
  return openCustomers(
    aCustomersView({ state: 'live', isTrial: true, run: aRun({ groups }), counts: { ...NONE, behindTrial: 11, ...counts } }),
    {
      locale,
      routes: {
        'POST /settings/customers/stop': { done: true },
        'POST /settings/customers/undo-many': { taken: 6, refused: 0, upTo: '9', hasMore: false },
      },
    },
  );
}

describe('the first ten', () => {
  it.each([
    ['en-us', '4 customers created. 6 fields changed. 25 records wait for your answer.', 'Going on writes the 25 records that wait'],
    ['es-mx', '4 clientes creados. 6 campos cambiados. 25 registros esperan su respuesta.', 'Al continuar se escriben los 25 registros'],
  ])('say together what was done, what waits, and what both answers do (%s)', async (locale, counts, goOn) => {
    const page = await openTrial({ locale });
    await page.reads(counts);
    expect(page.words()).toContain(goOn);
    expect(page.maybeFindByTestId(LoadingButton, 'stop-trial-c1')).toBeNull();
  });

  it('are stopped with one press where what stays and what is given up was read', async () => {
    const page = await openTrial({ counts: { archivalsPlanned: 1, held: 1 } });
    await page.reads('They are wrong');
    page.press('wrong-customers-c1');
    await page.sees('your rules become a draft that you can correct, and what was written stays.');
    await page.reads('4 customers were created and stay in the ERP.');
    await page.reads('2 planned archivings wait');
    page.press('stop-trial-c1');
    await page.waitFor(() => expect(page.findByTestId(Button, 'not-wrong-c1').props.disabled).toBe(true));
    expect(await page.sent('/customers/stop')).toEqual({ connectionId: 'c1' });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Stopped. What was written stays.']));
  });

  it('are put back first, which is counted and lies behind the start of the run', async () => {
    const page = await openTrial();
    await page.reads('They are wrong');
    page.press('wrong-customers-c1');
    await page.reads('Put the changed fields back');
    page.press('undo-many');
    await page.sees('Changes that can be taken back: 6.');
    page.press('undo-many-yes');
    const sent = () => page.server.to('POST /settings/customers/undo-many').map(({ body }) => body);
    await page.waitFor(() => expect(sent()).toHaveLength(2));
    const trialSince = aRun().startedAt;
    expect(sent()).toEqual([
      { connectionId: 'c1', group: { trialSince, upTo: null }, isPreview: true },
      { connectionId: 'c1', group: { trialSince, upTo: '9' }, isPreview: false },
    ]);
  });

  it.each([
    ['en-us', '3 records are being put back. Wait for them before you stop: stopping now leaves them as they are.'],
    ['es-mx', '3 registros se están reponiendo. Espere antes de detener: si detiene ahora, quedan como están.'],
  ])('say before the stop what is still being put back (%s)', async (locale, now) => {
    const page = await openTrial({ locale, counts: { undoing: 3 } });
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'wrong-customers-c1')).not.toBeNull());
    page.press('wrong-customers-c1');
    await page.reads(now);
  });

  it.each([
    ['en-us', { planned: 3 }, 'The first ones are still being written.'],
    ['es-mx', { planned: 3 }, 'Los primeros todavía se están escribiendo.'],
  ])('cannot be confirmed while they are being written, and can be called wrong (%s)', async (locale, counts, sentence) => {
    const page = await openTrial({ locale, groups: [aRunGroup('create', { count: 3 })], counts: { ...counts, behindTrial: 0 } });
    await page.sees(sentence);
    expect(page.words()).not.toMatch(/Nothing waits|No hay nada en espera/);
    expect(page.findByTestId(LoadingButton, 'confirm-customers-c1').props.disabled).toBe(true);
    page.press('wrong-customers-c1');
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'stop-trial-c1')).not.toBeNull());
    const done = await openTrial();
    await done.reads('They are wrong');
    expect(done.findByTestId(LoadingButton, 'confirm-customers-c1').props.disabled).toBe(false);
  });

  it('offer to put nothing back where no field was changed', async () => {
    const page = await openTrial({ groups: [aRunGroup('create', { count: 4 })] });
    await page.reads('They are wrong');
    page.press('wrong-customers-c1');
    await page.sees('What shall become of them');
    expect(page.words()).not.toContain('Put the changed fields back');
    page.press('not-wrong-c1');
    await page.waitFor(() => expect(page.text()).not.toContain('What shall become of them?'));
  });
});
