import { describe, expect, it } from '@jest/globals';
import { connectionId, erpRecordId, recordId } from '../../../server/shared/ids.ts';
import { decide, mayShare, withoutCollisions, type CustomerFacts, type Decision, type Hits } from '../../../server/sync/match/rules.ts';

const FIRST = connectionId('00000000-0000-4000-8000-000000000001');
const SECOND = connectionId('00000000-0000-4000-8000-000000000002');
/** Two valid Spanish tax ids. */
const TAX = 'B65410011';
const OTHER_TAX = 'A58818501';

const customer = (given: Partial<CustomerFacts> = {}): CustomerFacts => ({
  connectionId: FIRST,
  customerId: erpRecordId('1'),
  companyId: null,
  taxId: TAX,
  country: 'ES',
  isTaxIdShared: false,
  sharedEmails: [],
  isNameShared: false,
  ...given,
});
const hit = (id: string, taxId: string | null = null) => ({ recordId: recordId(id), name: `Record ${id}`, taxId });
const mailed = (id: string, email: string) => ({ ...hit(id), email });
const hits = (given: Partial<Hits>): Hits => ({ byKey: null, byTaxId: [], byEmail: [], byDomainAndName: [], byName: [], ...given });
/** `link 1 email`, `ambiguous 1 email, 2 email` or `none`. */
function said(decision: Decision): string {
  if (decision.kind === 'link') return `link ${decision.recordId} ${decision.rule}`;
  if (decision.kind === 'none') return 'none';
  return `ambiguous ${decision.candidates.map(({ recordId: id, rule }) => `${id} ${rule}`).join(', ')}`;
}

describe('the first rule that finds anything decides', () => {
  const everything = hits({
    byKey: hit('1'),
    byTaxId: [hit('2')],
    byEmail: [mailed('3', 'a@acme.test'), mailed('4', 'shared@acme.test')],
    byDomainAndName: [hit('5')],
  });
  it.each([
    ['link 1 key', {}],
    ['link 2 tax_id', { byKey: null }],
    ['link 3 email', { byKey: null, byTaxId: [] }],
    ['ambiguous 4 email', { byKey: null, byTaxId: [], byEmail: [mailed('4', 'shared@acme.test')] }],
    ['link 5 domain_and_name', { byKey: null, byTaxId: [], byEmail: [] }],
    ['none', { byKey: null, byTaxId: [], byEmail: [], byDomainAndName: [], byName: [] }],
  ])('%s', (expected, given) => {
    expect(said(decide(customer({ sharedEmails: ['shared@acme.test'] }), { ...everything, ...given }, []))).toBe(expected);
  });

  it.each([
    ['ambiguous 1 tax_id', { isTaxIdShared: true }, { byTaxId: [hit('1')] }],
    ['ambiguous 1 domain_and_name', { isNameShared: true }, { byDomainAndName: [hit('1')] }],
    ['link 1 email', { isNameShared: true, isTaxIdShared: true }, { byEmail: [mailed('1', 'a@acme.test')] }],
    ['ambiguous 1 tax_id, 2 tax_id', {}, { byTaxId: [hit('1'), hit('2')] }],
    ['link 1 email', {}, { byEmail: [mailed('1', 'a@acme.test'), mailed('1', 'b@acme.test')] }],
    ['ambiguous 1 email', {}, { byEmail: [{ ...mailed('1', 'a@acme.test'), taxId: OTHER_TAX }] }],
    ['link 1 email', { taxId: null }, { byEmail: [{ ...mailed('1', 'a@acme.test'), taxId: OTHER_TAX }] }],
  ])('where the value is held by one on both sides, and nothing speaks against it: %s', (expected, given, found) => {
    expect(said(decide(customer(given), hits(found), []))).toBe(expected);
  });
});

describe('a record that carries a customer already', () => {
  const occupant = (given: object) => ({ ...customer({ customerId: erpRecordId('2') }), recordId: recordId('1'), ...given });
  it.each([
    ['of the same books', {}, {}, 'ambiguous 1 tax_id'],
    ['that is this one', {}, { customerId: erpRecordId('1') }, 'link 1 tax_id'],
    [
      'of the same number in another ERP, with another tax id',
      {},
      { connectionId: SECOND, customerId: erpRecordId('1'), taxId: OTHER_TAX },
      'ambiguous 1 tax_id',
    ],
    ['of another ERP, with the same tax id', {}, { connectionId: SECOND }, 'link 1 tax_id'],
    ['of another ERP, both without a tax id', { taxId: null }, { connectionId: SECOND, taxId: null }, 'ambiguous 1 tax_id'],
    ['of another company of the ERP', { companyId: 'a' }, { companyId: 'b' }, 'link 1 tax_id'],
    ['of the same company of the ERP', { companyId: 'a' }, { companyId: 'a' }, 'ambiguous 1 tax_id'],
    ['of one company of the ERP, while this one is of all', {}, { companyId: 'b' }, 'ambiguous 1 tax_id'],
    ['of all companies of the ERP, while this one is of one', { companyId: 'a' }, {}, 'ambiguous 1 tax_id'],
    ['on another record', {}, { recordId: recordId('9') }, 'link 1 tax_id'],
  ])('%s', (_whose, given, other, expected) => {
    expect(said(decide(customer(given), hits({ byTaxId: [hit('1')] }), [occupant(other)]))).toBe(expected);
  });

  it('must be free of each of them', () => {
    const occupants = [occupant({ connectionId: SECOND }), occupant({})];
    expect(said(decide(customer(), hits({ byTaxId: [hit('1')] }), occupants))).toBe('ambiguous 1 tax_id');
    expect(mayShare(customer(), customer({ connectionId: SECOND }))).toBe(true);
  });
});

describe('customers of one batch', () => {
  const link = (id: string, rule: 'key' | 'email' = 'email'): Decision => ({ kind: 'link', recordId: recordId(id), name: null, rule });
  const of = (id: string, decision: Decision, given: Partial<CustomerFacts> = {}) => ({
    customer: customer({ customerId: erpRecordId(id), ...given }),
    decision,
  });
  const decided = (...all: ReturnType<typeof of>[]) => withoutCollisions(all).map(({ decision }) => said(decision));

  it('do not get a record that two of them chose', () => {
    expect(decided(of('1', link('7')), of('2', link('7')), of('3', link('8')))).toEqual([
      'ambiguous 7 email',
      'ambiguous 7 email',
      'link 8 email',
    ]);
  });

  it('keep what our own key says, and what they may share', () => {
    expect(decided(of('1', link('7', 'key')), of('2', link('7')))).toEqual(['link 7 key', 'ambiguous 7 email']);
    expect(decided(of('1', link('7')), of('2', link('7'), { connectionId: SECOND }))).toEqual(['link 7 email', 'link 7 email']);
  });

  it('are not in their own way, nor in that of others by what is undecided', () => {
    expect(decided(of('1', link('7')), of('1', link('7')))).toEqual(['link 7 email', 'link 7 email']);
    const undecided: Decision = { kind: 'ambiguous', candidates: [{ recordId: recordId('7'), name: null, rule: 'email' }] };
    expect(decided(of('1', link('7')), of('2', undecided), of('3', { kind: 'none' }))).toEqual([
      'link 7 email',
      'ambiguous 7 email',
      'none',
    ]);
  });
});
