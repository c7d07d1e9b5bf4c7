import { describe, expect, it } from '@jest/globals';
import { Alert } from '@hubspot/ui-extensions';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView } from './settings-customers-views.ts';
import { addCondition } from './settings-page.tsx';

describe('what is not said in a place where people look', () => {
  it.each([
    ['en-us', 'Changed here and not saved yet: "Save as draft" stands below the rules.'],
    ['es-mx', 'Cambiado aquí y sin guardar: «Guardar como borrador» está debajo de las reglas.'],
  ])('is that a change is not saved: the part that was changed says it (%s)', async (locale, title) => {
    const page = await openCustomers(aCustomersView({ isDraft: true }), { locale });
    await page.waitFor(() => expect(page.text()).toContain(locale === 'en-us' ? 'Save as draft' : 'Guardar como borrador'));
    const signs = () => page.findAll(Alert).filter(({ props }) => props.title === title);
    expect(signs()).toHaveLength(0);
    addCondition(page, 'add-when-companies');
    await page.waitFor(() => expect(signs()).toHaveLength(1));
  });

  it.each([
    ['en-us', 'Pause halts all reading and writing', 'their rules become a draft', 'In the ERP a customer is only taken out of use'],
    [
      'es-mx',
      'Pausar detiene toda lectura y escritura',
      'sus reglas vuelven a ser un borrador',
      'En el ERP un cliente solo deja de usarse',
    ],
  ])('is what stopping does, and that there is a pause (%s)', async (locale, pause, stop, deletion) => {
    const routes = { 'POST /settings/connections/update': { done: true } };
    const page = await openCustomers(aCustomersView({ state: 'live', isDraft: true }), { locale, routes });
    for (const sentence of [pause, stop, deletion]) await page.sees(sentence);
    expect(page.text()).not.toMatch(/Nothing is ever deleted|Nunca se elimina nada/);
    page.press('pause-c1');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', isPaused: true });
  });
});
