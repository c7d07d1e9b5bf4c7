import { describe, expect, it } from '@jest/globals';
import { explainer } from '../../hubspot-app/app/cards/common/explain.ts';
import { erpFieldLabel } from '../../hubspot-app/app/cards/common/erp-fields.ts';
import { deliveryFields } from '../../server/erp/odoo/delivery-fields.ts';
import { isListed, type PartnerField } from '../../server/erp/odoo/partner-fields.ts';
import { STANDARD_FIELDS } from '../../server/erp/sap-b1/partner-fields.ts';
import { STANDARD_FIELDS as S4_FIELDS } from '../../server/erp/sap-s4/partner-fields.ts';
import { partnerModel } from '../fakes/odoo/schema/partners.ts';

/** As the connector lists them to people whose Odoo is in English. */
function odooLabels(version: 16 | 18 | 19): string[] {
  const own = Object.entries(partnerModel(version).fields).map(
    ([name, field]) => ({ ...field, name, column: name, place: 'partner' }) as unknown as PartnerField,
  );
  return [...own, ...deliveryFields(own)].filter((field) => isListed(field, 'customer')).map(({ string }) => string);
}

const WORDS_BY_THEMSELVES = ['Name', 'Currency', 'Website'];

describe('a field of an ERP that gives it no words', () => {
  it.each(['en', 'es'] as const)('has words of ours, and no two fields of a record the same (%s)', (language) => {
    for (const fields of Object.values(STANDARD_FIELDS)) {
      const wordless = fields.map(({ name }) => name).filter((name) => erpFieldLabel(name, language) === name);
      expect(wordless.filter((name) => language === 'es' || !WORDS_BY_THEMSELVES.includes(name))).toEqual([]);
      expect(new Set(fields.map(({ name }) => erpFieldLabel(name, language))).size).toBe(fields.length);
    }
  });

  it.each([
    ['SAP S/4HANA', Object.values(S4_FIELDS).flatMap((fields) => fields.map(({ label }) => label))],
    ['Odoo', [16, 18, 19].flatMap((version) => odooLabels(version as 16 | 18 | 19))],
  ])('has Spanish words for each of %s’s own', (_, labels) => {
    expect(labels.length).toBeGreaterThan(20);
    expect([...new Set(labels)].filter((label) => erpFieldLabel(label, 'es') === label)).toEqual([]);
  });

  it('is called in Spanish where an English ERP says a standard word, and keeps words of its own', () => {
    expect(['Tax ID', 'Customer Payment Terms', 'Zona'].map((label) => erpFieldLabel(label, 'es'))).toEqual([
      'ID fiscal (RFC)',
      'Condiciones de pago del cliente',
      'Zona',
    ]);
    expect(erpFieldLabel('Customer Payment Terms', 'en')).toBe('Customer Payment Terms');
  });

  it('is called by them in sentences, and a field with words keeps its own', () => {
    const missing = (field: string) => ({ code: 'customer.field_missing', params: { field, property: 'RFC' } });
    const refused = { code: 'command.refused', params: { message: 'No.', fields: 'FederalTaxID, BillTo.Street, U_Zone' } };
    const [en, es] = [explainer('en', 'en-US'), explainer('es', 'es-MX')];
    expect(en(missing('FederalTaxID')).what).toContain('"Tax ID"');
    expect(es(missing('FederalTaxID')).what).toContain('«ID fiscal (RFC)»');
    expect(es(missing('Zona de ventas')).what).toContain('«Zona de ventas»');
    expect(en(refused).todo).toContain('(Tax ID, Invoice address: street, U_Zone)');
  });
});
