import { describe, expect, it } from '@jest/globals';
import type { FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import { decideField } from '../../../server/sync/fields/decide-field.ts';
import { ruleKey, type FieldDecision, type FieldOrder, type FieldState, type SentValue } from '../../../server/sync/fields/field-state.ts';

type Value = string | null;

const aMapping = (more: Partial<FieldMapping> = {}): FieldMapping => ({
  ...{ property: 'p', field: 'f', direction: 'both', rule: 'erp_wins', whenEmptied: 'clear', translation: [] },
  ...more,
});

const isAlike = (one: string, two: string): boolean => one.toLowerCase() === two.toLowerCase();

interface Given {
  base?: [hubspot: Value, erp: Value];
  hubspot: Value;
  erp: Value;
  mapping?: FieldMapping;
  state?: Partial<FieldState>;
  order?: FieldOrder;
  isFrozen?: boolean;
  /** What the ERP's value is for HubSpot; undefined: it has none like it. */
  erpForHubSpot?: string | undefined;
}

function decide({ base, hubspot, erp, mapping = aMapping(), state, order, isFrozen = false, ...more }: Given): FieldDecision {
  const known = base && { base: { hubspot: base[0], erp: base[1] }, rule: ruleKey(mapping) };
  const kept = known || state ? { field: 'f', ...known, ...state } : undefined;
  const now = {
    hubspot: { held: hubspot, asOther: hubspot },
    erp: { held: erp, asOther: 'erpForHubSpot' in more ? more.erpForHubSpot : erp },
  };
  return decideField(mapping, { state: kept, order, isFrozen }, now, isAlike);
}

/** `→H` written to the ERP, `←E` to HubSpot, `∅` emptied, `(X)` the value that lost; `=` left as they are, `?` a person is asked, `✗` not taken back, `·` nothing new. */
function inShort(decision: FieldDecision): string {
  switch (decision.kind) {
    case 'write':
      return `${decision.to === 'erp' ? '→' : '←'}${decision.value ?? '∅'}${decision.lost === null ? '' : `(${decision.lost})`}`;
    case 'leave':
      return `=${decision.lost === null ? '' : `(${decision.lost})`}`;
    case 'rest':
      return decision.keep ? '✓' : '·';
    case 'ask':
      return '?';
    case 'blocked':
      return '!';
    case 'overtaken':
      return '✗';
  }
}

const MOMENTS: Record<string, Given> = {
  'first look, HubSpot only': { hubspot: 'H', erp: null },
  'first look, ERP only': { hubspot: null, erp: 'E' },
  'first look, both': { hubspot: 'H', erp: 'E' },
  'HubSpot moved': { base: ['A', 'A'], hubspot: 'H', erp: 'A' },
  'ERP moved': { base: ['A', 'A'], hubspot: 'A', erp: 'E' },
  'both moved': { base: ['A', 'A'], hubspot: 'H', erp: 'E' },
  'HubSpot emptied': { base: ['A', 'A'], hubspot: null, erp: 'A' },
  'ERP emptied': { base: ['A', 'A'], hubspot: 'A', erp: null },
  'HubSpot emptied, ERP moved': { base: ['A', 'A'], hubspot: null, erp: 'E' },
  'HubSpot moved, ERP emptied': { base: ['A', 'A'], hubspot: 'H', erp: null },
  'neither moved': { base: ['H', 'E'], hubspot: 'H', erp: 'E' },
  'both moved alike': { base: ['A', 'A'], hubspot: 'N', erp: 'N' },
};

const RULES = ['erp_wins', 'hubspot_wins', 'fill_if_empty', 'ask'] as const;

// Columns: erp_wins, hubspot_wins, fill_if_empty, ask.
const TABLES = {
  'both clear': `
    first look, HubSpot only   | →H     →H     →H     →H
    first look, ERP only       | ←E     ←E     ←E     ←E
    first look, both           | ←E(H)  →H(E)  =      ?
    HubSpot moved              | →H     →H     =(H)   →H
    ERP moved                  | ←E     ←E     =(E)   ←E
    both moved                 | ←E(H)  →H(E)  =      ?
    HubSpot emptied            | →∅     →∅     =      →∅
    ERP emptied                | ←∅     ←∅     =      ←∅
    HubSpot emptied, ERP moved | ←E     →∅(E)  ←E     ?
    HubSpot moved, ERP emptied | ←∅(H)  →H     →H     ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
  'both keep': `
    first look, HubSpot only   | →H     →H     →H     →H
    first look, ERP only       | ←E     ←E     ←E     ←E
    first look, both           | ←E(H)  →H(E)  =      ?
    HubSpot moved              | →H     →H     =(H)   →H
    ERP moved                  | ←E     ←E     =(E)   ←E
    both moved                 | ←E(H)  →H(E)  =      ?
    HubSpot emptied            | =      =      =      =
    ERP emptied                | =      =      =      =
    HubSpot emptied, ERP moved | ←E     ←E     ←E     ?
    HubSpot moved, ERP emptied | →H     →H     →H     ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
  'to_erp clear': `
    first look, HubSpot only   | →H     →H     →H     →H
    first look, ERP only       | =      =      =      =
    first look, both           | =(H)   →H(E)  =      ?
    HubSpot moved              | →H     →H     =(H)   →H
    ERP moved                  | =      →A(E)  =      ?
    both moved                 | =(H)   →H(E)  =      ?
    HubSpot emptied            | →∅     →∅     =      →∅
    ERP emptied                | =      →A     →A     ?
    HubSpot emptied, ERP moved | =      →∅(E)  =      ?
    HubSpot moved, ERP emptied | =(H)   →H     →H     ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
  'to_erp keep': `
    first look, HubSpot only   | →H     →H     →H     →H
    first look, ERP only       | =      =      =      =
    first look, both           | =(H)   →H(E)  =      ?
    HubSpot moved              | →H     →H     =(H)   →H
    ERP moved                  | =      →A(E)  =      ?
    both moved                 | =(H)   →H(E)  =      ?
    HubSpot emptied            | =      =      =      =
    ERP emptied                | =      →A     →A     ?
    HubSpot emptied, ERP moved | =      =      =      ?
    HubSpot moved, ERP emptied | →H     →H     →H     ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
  'to_hubspot clear': `
    first look, HubSpot only   | =      =      =      =
    first look, ERP only       | ←E     ←E     ←E     ←E
    first look, both           | ←E(H)  =(E)   =      ?
    HubSpot moved              | ←A(H)  =      =      ?
    ERP moved                  | ←E     ←E     =(E)   ←E
    both moved                 | ←E(H)  =(E)   =      ?
    HubSpot emptied            | ←A     =      ←A     ?
    ERP emptied                | ←∅     ←∅     =      ←∅
    HubSpot emptied, ERP moved | ←E     =(E)   ←E     ?
    HubSpot moved, ERP emptied | ←∅(H)  =      =      ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
  'to_hubspot keep': `
    first look, HubSpot only   | =      =      =      =
    first look, ERP only       | ←E     ←E     ←E     ←E
    first look, both           | ←E(H)  =(E)   =      ?
    HubSpot moved              | ←A(H)  =      =      ?
    ERP moved                  | ←E     ←E     =(E)   ←E
    both moved                 | ←E(H)  =(E)   =      ?
    HubSpot emptied            | ←A     =      ←A     ?
    ERP emptied                | =      =      =      =
    HubSpot emptied, ERP moved | ←E     ←E     ←E     ?
    HubSpot moved, ERP emptied | =      =      =      ?
    neither moved              | ·      ·      ·      ·
    both moved alike           | ✓      ✓      ✓      ✓`,
};

const CASES = Object.entries(TABLES).flatMap(([name, table]) => {
  const [direction, whenEmptied] = name.split(' ') as [FieldMapping['direction'], FieldMapping['whenEmptied']];
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [moment = '', outcomes = ''] = line.split('|').map((part) => part.trim());
      return { direction, whenEmptied, moment, outcomes: outcomes.split(/\s+/) };
    });
});

describe('one field', () => {
  const order = { kind: 'restore', to: 'hubspot', value: 'A', changeId: '1', userId: 5 } as const;

  it.each(CASES)('$direction, $whenEmptied: $moment', ({ direction, whenEmptied, moment, outcomes }) => {
    const given = MOMENTS[moment]!;
    expect(RULES.map((rule) => inShort(decide({ ...given, mapping: aMapping({ direction, whenEmptied, rule }) })))).toEqual(outcomes);
  });

  it('that is spelled differently on the first look stays so', () => {
    expect(inShort(decide({ hubspot: 'acme', erp: 'ACME' }))).toBe('✓');
  });

  it('whose value has no counterpart is not written, until the other side moves and wins', () => {
    expect(decide({ base: ['A', 'A'], hubspot: 'A', erp: 'E', erpForHubSpot: undefined })).toEqual({ kind: 'blocked', from: 'erp' });
    const mapping = aMapping({ rule: 'hubspot_wins' });
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'E', erpForHubSpot: undefined, mapping }))).toBe('→H(E)');
  });

  it('that was empty and still is has not moved', () => {
    expect(inShort(decide({ base: ['A', null], hubspot: 'H', erp: null, mapping: aMapping({ rule: 'ask' }) }))).toBe('→H');
  });

  it('that is only filled where it is empty says so of what it left', () => {
    const mapping = aMapping({ rule: 'fill_if_empty' });
    expect(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'E', mapping })).toMatchObject({ rule: 'fill_if_empty' });
  });

  it('that people froze stays as it is, but for what they take back', () => {
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'A', isFrozen: true }))).toBe('·');
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'H', erp: 'E', isFrozen: true, order }))).toBe('←A');
  });

  it('keeps what the other side was edited to since, where a change is taken back', () => {
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'H', erp: 'E2', order }))).toBe('←A(E2)');
  });

  it('taken back is apart from the other side where that says something else', () => {
    const isApart = (value: Value, erp: Value) => 'isApart' in decide({ base: ['H', 'E'], hubspot: 'H', erp, order: { ...order, value } });
    expect([isApart('A', 'A') || isApart('A', 'a') || isApart(null, null), isApart('A', 'E') && isApart('A', null)]).toEqual([false, true]);
  });

  it('takes nothing back that was edited since, but goes over a write of its own again', () => {
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'H2', erp: 'E', order }))).toBe('✗');
    expect(inShort(decide({ base: ['H', 'E'], hubspot: null, erp: 'E', order }))).toBe('✗');
    expect(inShort(decide({ base: ['', 'E'], hubspot: null, erp: 'E', order }))).toBe('←A');
    expect(inShort(decide({ hubspot: 'H', erp: 'E', order }))).toBe('✗');
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'A', erp: 'E', order }))).toBe('←A');
    const sending = { to: 'hubspot', before: 'H', value: 'A', lost: null, rule: 'undo' } as const;
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'a', erp: 'E', order, state: { sending } }))).toBe('←A');
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'H2', erp: 'E', order, state: { sending } }))).toBe('✗');
  });
});

describe('a changed rule', () => {
  const before = { rule: ruleKey(aMapping({ rule: 'fill_if_empty' })) };

  it('decides anew what it finds different', () => {
    expect(inShort(decide({ base: ['H', 'E'], hubspot: 'H', erp: 'E', state: before }))).toBe('←E(H)');
  });

  it('rewrites nothing that is only spelled differently', () => {
    expect(inShort(decide({ base: ['acme', 'ACME'], hubspot: 'acme', erp: 'ACME', state: before }))).toBe('✓');
  });

  it('empties nothing', () => {
    const mapping = aMapping({ direction: 'to_hubspot' });
    expect(inShort(decide({ base: ['H', null], hubspot: 'H', erp: null, state: before, mapping }))).toBe('=');
  });

  it('answers what the rule before had asked', () => {
    const state = { rule: ruleKey(aMapping({ rule: 'ask' })), asked: { hubspot: 'H', erp: 'E', since: '2026-11-01' } };
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'E', state }))).toBe('←E(H)');
  });
});

describe('a write whose answer was lost', () => {
  const sending: SentValue = { to: 'erp', before: 'A', value: 'acme', lost: null, rule: 'moved' };
  const after = (hubspot: Value, erp: Value, mapping = aMapping()) =>
    inShort(decide({ base: ['A', 'A'], hubspot, erp, state: { sending }, mapping }));

  it('is sent again where it did not arrive', () => {
    expect(after('acme', 'A')).toBe('→acme');
  });

  it('is no move of the side it went to, however that side spells it', () => {
    expect(after('acme', 'ACME')).toBe('✓');
    expect(after('Beta', 'ACME')).toBe('→Beta');
  });

  it('that changes only the spelling is sent again where it did not arrive', () => {
    const respelled: SentValue = { ...sending, before: 'Acme' };
    expect(inShort(decide({ base: ['Acme', 'Acme'], hubspot: 'acme', erp: 'Acme', state: { sending: respelled } }))).toBe('→acme');
  });

  it('does not hide what somebody wrote there meanwhile', () => {
    expect(after('acme', 'Zeta')).toBe('←Zeta(acme)');
    expect(after('acme', 'Zeta', aMapping({ rule: 'hubspot_wins' }))).toBe('→acme(Zeta)');
    expect(after('acme', 'Zeta', aMapping({ rule: 'ask' }))).toBe('?');
  });
});

describe('what a side refused', () => {
  const refusedBy = (held: [Value, Value]): Partial<FieldState> => ({
    refused: { to: 'erp', value: 'H', finding: { code: 'x', params: {} }, held: { hubspot: held[0], erp: held[1] } },
  });
  const mapping = aMapping({ rule: 'hubspot_wins' });

  it('is not offered again while nothing moves', () => {
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'A', state: refusedBy(['H', 'A']), mapping }))).toBe('·');
  });

  it('is offered again when a side moved', () => {
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'B', state: refusedBy(['H', 'A']), mapping }))).toBe('→H(B)');
  });

  it('is offered again when a person says so', () => {
    const order = { kind: 'retry', userId: 5 } as const;
    expect(inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'A', state: refusedBy(['H', 'A']), order, mapping }))).toBe('→H');
  });
});

describe("a person's answer", () => {
  const answered = (answer: 'hubspot' | 'erp' | 'both', mapping: FieldMapping) =>
    inShort(decide({ base: ['A', 'A'], hubspot: 'H', erp: 'E', order: { kind: 'answer', answer, userId: 5 }, mapping }));

  it('is written to the other side', () => {
    const mapping = aMapping({ rule: 'ask' });
    expect(answered('hubspot', mapping)).toBe('→H(E)');
    expect(answered('erp', mapping)).toBe('←E(H)');
    expect(answered('both', mapping)).toBe('=');
  });

  it('writes nothing to a side that the mapping does not write', () => {
    expect(answered('erp', aMapping({ rule: 'ask', direction: 'to_erp' }))).toBe('=(H)');
  });
});
