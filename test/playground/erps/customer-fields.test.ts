import { expect, it } from '@jest/globals';
import { startOdooFake } from '../../fakes/odoo/index.ts';
import { startB1Fake } from '../../fakes/sap-b1/index.ts';
import { customerFields as odooFields } from './odoo-customers.ts';
import { customerFields as b1Fields, editCustomer, personOf } from './sap-b1-customers.ts';

it('Odoo’s form offers the states of the customer’s country', async () => {
  const odoo = await startOdooFake({ version: 18 });
  try {
    const mexico = odoo.records('res.country').find(({ code }) => code === 'MX')!.id;
    const partner = await odoo.transaction((erp) => erp.createPartner({ name: 'Aceros del Valle', is_company: true, country_id: mexico }));
    const fields = odooFields(odoo, odoo.record('res.partner', partner)!);
    const states = fields.find(({ name }) => name === 'state_id')?.options?.map(({ label }) => label) ?? [];
    expect(states).toContain('Nuevo León (MX)');
    expect(states.filter((label) => !label.endsWith('(MX)'))).toEqual([]);
  } finally {
    await odoo.close();
  }
});

it('Business One’s form has the fields that the company added, and keeps a number as one', async () => {
  const b1 = await startB1Fake({ companies: [{ db: 'SBO', name: 'Válvulas', localCurrency: 'MXN' }] });
  try {
    const code = b1.createPartner({ name: 'Aceros del Valle' });
    const fieldOf = (wanted: string) => b1Fields(b1, personOf(b1, code)!).find(({ name }) => name === wanted);
    expect(fieldOf('U_Route')).toEqual({ name: 'U_Route', label: 'Ruta de reparto', value: '', options: null });
    expect(fieldOf('U_Region')?.options).toContainEqual({ value: 'Sur', label: 'Sureste' });
    editCustomer(b1, personOf(b1, code)!, { U_Route: '7', U_Region: 'Sur' });
    expect(b1.record('BusinessPartners', code)).toMatchObject({ U_Route: 7, U_Region: 'Sur' });
    expect(() => editCustomer(b1, personOf(b1, code)!, { U_Route: 'norte' })).toThrow();
  } finally {
    await b1.close();
  }
});
