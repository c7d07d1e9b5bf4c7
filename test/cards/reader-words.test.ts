import { describe, expect, it } from '@jest/globals';
import { inReadersWords } from '../../hubspot-app/app/settings/hooks/deal-words.ts';
import { anOrdersView } from './settings-orders-views.ts';

const pipelines = [
  {
    id: 'default',
    label: 'Sales Pipeline',
    stages: [
      { id: 'closedwon', label: 'Closed Won', outcome: 'won' as const },
      { id: 'contractsent', label: 'Paper is out', outcome: 'open' as const },
      { id: '4711', label: 'Ours', outcome: 'open' as const },
    ],
  },
];
const stage = { name: 'lifecyclestage', label: 'Lifecycle Stage', type: 'choice' as const, isReadOnly: false };
const dealProperties = [
  { ...stage, options: [{ value: 'customer', label: 'Customer' }] },
  { ...stage, name: 'contract_status', label: 'Contract', options: null },
];

describe('what an account calls as a new one does', () => {
  it('has the names of the reader’s language in the rules for orders; what it calls otherwise stays', () => {
    const { pipelines: shown, dealProperties: properties } = inReadersWords(anOrdersView([], { pipelines, dealProperties }), 'es');
    expect(shown?.map(({ label, stages }) => [label, stages.map((one) => one.label)])).toEqual([
      ['Pipeline de ventas', ['Cierre ganado', 'Paper is out', 'Ours']],
    ]);
    expect(properties?.map(({ label, options }) => [label, options?.[0]?.label])).toEqual([
      ['Etapa del ciclo de vida', 'Cliente'],
      ['Contract', undefined],
    ]);
  });

  it('is as HubSpot says it in English, and nothing where HubSpot says nothing', () => {
    const view = anOrdersView([], { pipelines, dealProperties });
    expect(inReadersWords(view, 'en')).toEqual(view);
    expect(inReadersWords({ ...view, pipelines: null, dealProperties: null }, 'es')).toMatchObject({
      pipelines: null,
      dealProperties: null,
    });
  });
});
