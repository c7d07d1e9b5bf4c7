import { expect, it } from '@jest/globals';
import { STAGE_IDS, STAGE_LABELS } from '../fakes/hubspot/pipelines.ts';
import { shownValue } from './page/format.ts';
import { choiceOf } from './page/labels.ts';
import { EN } from './page/words.en.ts';
import { ES } from './page/words.es.ts';

const stageIn = (language: 'en' | 'es') => (id: string) => choiceOf(language, 'dealstage', { value: id, label: STAGE_LABELS[id] ?? '' });

it('the board speaks Spanish where Spanish was chosen, and keeps what an account calls otherwise', () => {
  expect(STAGE_IDS.map(stageIn('en'))).toEqual(STAGE_IDS.map((id) => STAGE_LABELS[id]));
  const same = STAGE_IDS.filter((id) => stageIn('es')(id) === STAGE_LABELS[id]);
  expect([same, stageIn('es')('closedwon')]).toEqual([[], 'Cierre ganado']);
  expect(choiceOf('es', 'dealstage', { value: 'closedwon', label: 'Firmado' })).toBe('Firmado');
  expect(choiceOf('es', 'erp_order_status', { value: 'ordered', label: 'Ordered' })).toBe('Confirmado');
  expect(choiceOf('es', 'hs_status', { value: 'inactive', label: 'Inactive' })).toBe('Inactivo');
});

it('the tour calls the stage as the board does', () => {
  expect([EN.guide.won('X'), ES.guide.won('X')]).toEqual([
    `move “X” to ${stageIn('en')('closedwon')}`,
    `mueva «X» a ${stageIn('es')('closedwon')}`,
  ]);
});

it('an amount is shown with its currency, as HubSpot shows a property in a currency format', () => {
  const viewer = { locale: 'es-MX', state: { portal: { currency: 'MXN' } } } as unknown as Parameters<typeof shownValue>[0];
  const shown = (name: string) => shownValue(viewer, { kind: 'number', name, value: '1200', shown: null }).replace(/\s/g, ' ');
  expect(['erp_subscription_monthly', 'erp_open_amount', 'erp_available'].map(shown)).toEqual(['$1,200.00 MXN', '$1,200.00 MXN', '1200']);
});

it('one is counted as one', () => {
  expect([EN.list.records('1'), EN.list.records('1,200'), ES.list.records('1'), ES.list.records('12')]).toEqual([
    '1 record',
    '1,200 records',
    '1 registro',
    '12 registros',
  ]);
});
