import { describe, expect, it } from '@jest/globals';
import type { FieldChange } from '../../hubspot-app/app/cards/api/customers.ts';
import { createFormat } from '../../hubspot-app/app/cards/common/format.ts';
import { translator } from '../../hubspot-app/app/cards/common/translate.ts';
import { changeText } from '../../hubspot-app/app/cards/common/change-text.ts';
import { valueWords } from '../../hubspot-app/app/cards/components/CutText.tsx';
import { EN } from '../../hubspot-app/app/cards/i18n/en.ts';
import { ES } from '../../hubspot-app/app/cards/i18n/es.ts';
import { aChange } from './customers.ts';
import { NOW } from './host.ts';

const sentence = (over: Partial<FieldChange>, language: 'en' | 'es' = 'en', length: 'cut' | 'whole' = 'cut'): string => {
  const locale = language === 'en' ? 'en-US' : 'es-MX';
  const format = createFormat({ locale, timeZone: 'America/Mexico_City', now: () => NOW });
  const t = translator(language === 'en' ? EN : ES, language, locale);
  const change = aChange(over);
  const { quoted } = valueWords(t);
  const [before, after, lost] = [change.before, change.after, change.lost].map((value) => quoted(value, length)) as [
    string,
    string,
    string,
  ];
  const named = { label: language === 'en' ? 'Phone' : 'Teléfono', name: 'Odoo', values: { before, after, lost } };
  return changeText(change, named, { t, format });
};
/** Spaces that do not break are like others. */
const said = (...of: Parameters<typeof sentence>): string => sentence(...of).replaceAll('\u00a0', ' ');

describe('a change of a field, as a sentence', () => {
  it('says who changed what, and where the value that lost went', () => {
    const change = { lost: '81 3333', rule: 'erp_wins' } as const;
    expect(said(change)).toBe(
      'Nov 12, 2:02 PM, Odoo changed "Phone" from "81 1111" to "81 2222". HubSpot’s "81 3333" was kept in history because the ERP wins here.',
    );
    expect(said(change, 'es')).toBe(
      '12 nov, 2:02 p.m.: Odoo cambió el campo «Teléfono» de «81 1111» a «81 2222». El valor de HubSpot, «81 3333», quedó en el historial porque aquí gana el ERP.',
    );
  });

  it('says that nobody changed it in the winner, where a value was only put right', () => {
    expect(said({ lost: '81 1111', rule: 'erp_wins' })).toBe(
      'Nov 12, 2:02 PM, "Phone" in HubSpot became "81 2222", as in Odoo. HubSpot’s "81 1111" was kept in history because the ERP wins here.',
    );
  });

  it('keeps telephones and times in one piece', () => {
    expect(sentence({ after: '+52 (81) 2222', before: 'Calle 5' })).toBe(
      'Nov\u00a012, 2:02\u00a0PM, Odoo changed "Phone" from "Calle 5" to "+52\u00a0(81)\u00a02222".',
    );
  });

  it('has words for an empty value', () => {
    expect(said({ after: '' })).toBe('Nov 12, 2:02 PM, Odoo changed "Phone" from "81 1111" to empty.');
    expect(said({ after: null }, 'es')).toContain('de «81 1111» a vacío.');
    expect(said({ before: '', lost: '' })).toBe('Nov 12, 2:02 PM, "Phone" was empty in HubSpot and was filled from Odoo: "81 2222".');
  });

  it.each<[Partial<FieldChange>, string]>([
    [{}, 'Odoo changed "Phone" from "81 1111" to "81 2222".'],
    [{ lost: '81 1111' }, 'Odoo changed "Phone" from "81 1111" to "81 2222".'],
    [{ writtenTo: 'erp' }, 'HubSpot changed "Phone" from "81 1111" to "81 2222".'],
    [{ writtenTo: 'erp', rule: 'hubspot_wins', lost: '9' }, 'Odoo’s "9" was kept in history because HubSpot wins here.'],
    [{ rule: 'fill_if_empty', before: null }, '"Phone" was empty in HubSpot and was filled from Odoo: "81 2222".'],
    [{ rule: 'fill_if_empty', before: null, writtenTo: 'erp' }, '"Phone" was empty in Odoo and was filled from HubSpot: "81 2222".'],
    [{ rule: 'person', by: 'ana@example.com' }, 'ana@example.com kept Odoo’s value of "Phone": in HubSpot, "81 1111" became "81 2222".'],
    [
      { rule: 'person', writtenTo: 'erp', lost: '81 1111' },
      'somebody kept HubSpot’s value of "Phone": in Odoo, "81 1111" became "81 2222".',
    ],
    [{ rule: 'person', writtenTo: 'nobody', lost: '1' }, 'somebody left both values of "Phone" as they are.'],
    [{ rule: 'undo', by: 'ana' }, 'ana took a change back: in HubSpot, "Phone" went from "81 1111" to "81 2222".'],
    [{ rule: 'undo', by: 'ana', writtenTo: 'erp' }, 'ana took a change back: in Odoo, "Phone" went from "81 1111" to "81 2222".'],
    [{ rule: 'ask', writtenTo: 'nobody' }, 'both sides had changed "Phone"; a person is asked.'],
    [
      { rule: 'fill_if_empty', writtenTo: 'nobody', lost: '9' },
      '"Phone" was left as it is on both sides. The other value, "9", was kept in history because only empty fields are filled here.',
    ],
    [{ lost: '9' }, 'HubSpot’s "9" was kept in history.'],
  ])('%j', (change, words) => {
    expect(said(change).endsWith(words)).toBe(true);
  });

  const at = '2026-11-12T20:00:00Z';
  const ANA = { kind: 'user', name: 'ana@example.com', at } as const;
  const BERTA = { kind: 'user', name: 'Berta Gil', at } as const;
  const IMPORT = { kind: 'import', name: null, at } as const;

  it.each<[Partial<FieldChange>, string, string]>([
    [
      { writtenTo: 'erp', editedBy: { hubspot: ANA, erp: null } },
      'Nov 12, 2:00 PM, ana@example.com changed "Phone" in HubSpot from "81 1111" to "81 2222".',
      '12 nov, 2:00 p.m.: ana@example.com cambió el campo «Teléfono» en HubSpot de «81 1111» a «81 2222».',
    ],
    [
      { writtenTo: 'erp', editedBy: { hubspot: IMPORT, erp: null } },
      'Nov 12, 2:00 PM, an import changed "Phone" in HubSpot from "81 1111" to "81 2222".',
      '12 nov, 2:00 p.m.: una importación cambió el campo «Teléfono» en HubSpot de «81 1111» a «81 2222».',
    ],
    [
      { lost: '81 3333', rule: 'erp_wins', editedBy: { hubspot: ANA, erp: BERTA } },
      'HubSpot’s "81 3333" was kept in history because the ERP wins here. It was edited in HubSpot by ana@example.com (Nov 12, 2:00 PM). ' +
        'The customer was last edited in Odoo by Berta Gil (Nov 12, 2:00 PM).',
      'El valor de HubSpot, «81 3333», quedó en el historial porque aquí gana el ERP. En HubSpot lo editó ana@example.com ' +
        '(12 nov, 2:00 p.m.). La última edición del cliente en Odoo la hizo Berta Gil (12 nov, 2:00 p.m.).',
    ],
    [
      { writtenTo: 'erp', before: null, editedBy: { hubspot: { ...ANA, name: null }, erp: null } },
      'filled from HubSpot: "81 2222". It was edited in HubSpot by a user (Nov 12, 2:00 PM).',
      'En HubSpot lo editó un usuario (12 nov, 2:00 p.m.).',
    ],
    [{ undoneAt: at }, 'to "81 2222". It was taken back (Nov 12, 2:00 PM).', 'a «81 2222». Se deshizo (12 nov, 2:00 p.m.).'],
  ])('says who edited, and what became of it: %#', (change, english, spanish) => {
    const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(plain(said(change))).toContain(english);
    expect(plain(said(change, 'es'))).toContain(spanish);
  });

  it('cuts long values, never in the middle of a letter, and has the whole too', () => {
    const after = '🏗️'.repeat(50);
    expect(said({ after })).toMatch(/…"\.$/u);
    expect(said({ after }).isWellFormed()).toBe(true);
    expect(said({ after }, 'en', 'whole')).toContain(after);
  });
});
