import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryLaterError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

/** `RUNS=10000 npm test -- test/sync/customers/exactly-one.db.test.ts` for more of them. */
const RUNS = Number(process.env['RUNS'] ?? 15);

const TAX_IDS = ['B65410011', 'B78361219', 'A28015865'] as const;
const RECORDS = [0, 1, 2, 3, 4] as const;

const record = fc.constantFrom(...RECORDS);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('qualify' as const), record, times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('edit' as const), record, phone: fc.constantFrom('1', '2', ' 3 ') }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('dies' as const), after: fc.integer({ min: 0, max: 120 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      end: fc.constantFrom('lost_before' as const, 'lost_after' as const, 'late' as const, 'busy' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('round' as const, 'late_commit' as const, 'tells_late' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), record, into: record }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Story {
  private readonly world: WritingWorld;
  private readonly records: RecordId[];
  /** What HubSpot has not told yet; it tells in any order. */
  private untold: (() => Promise<void>)[] = [];

  constructor(world: WritingWorld, firms: readonly string[]) {
    this.world = world;
    this.records = firms.map((taxId, at) => world.hubspot.add('companies', { name: `Firm ${at}`, tax_id: taxId, lifecyclestage: 'lead' }));
  }

  async take(one: Step): Promise<void> {
    const { world } = this;
    switch (one.kind) {
      case 'qualify': {
        const id = this.records[one.record]!;
        world.hubspot.edit('companies', id, { lifecyclestage: 'customer' });
        for (let time = 0; time < one.times; time++) this.untold.unshift(() => world.tell('companies', id, { lifecyclestage: 'customer' }));
        return;
      }
      case 'edit': {
        const id = this.records[one.record]!;
        world.hubspot.edit('companies', id, { phone: one.phone });
        this.untold.push(() => world.tell('companies', id, { phone: one.phone.trim() }));
        return;
      }
      case 'dies':
        await this.tellAll();
        return world.dieAfter(one.after);
      case 'end':
        return void world.erp.ends.push(
          one.end === 'busy' ? new RetryLaterError('busy', { code: 'memory.busy', retryAt: world.now }) : one.end,
        );
      case 'late_commit':
        return world.erp.commitLate();
      case 'tells_late':
        return this.tellAll();
      case 'merge':
        return this.merge(one.record, one.into);
      case 'round':
        return void (await world.round().catch(() => undefined));
    }
  }

  private async merge(from: number, into: number): Promise<void> {
    const [one, two] = [this.records[into]!, this.records[from]!];
    const properties = (id: RecordId) => this.world.hubspot.get('companies', id);
    if (one === two || properties(one)['tax_id'] !== properties(two)['tax_id']) return;
    const isQualified = [one, two].some((id) => properties(id)['lifecyclestage'] === 'customer');
    const merged = this.world.hubspot.merge('companies', one, two);
    if (isQualified) this.world.hubspot.edit('companies', merged, { lifecyclestage: 'customer' });
    this.records.forEach((id, at) => (this.records[at] = id === one || id === two ? merged : id));
    for (const id of [one, two, merged]) this.untold.push(() => this.world.hear('companies', id));
  }

  private async tellAll(): Promise<void> {
    for (const tell of this.untold.splice(0)) await tell();
  }

  async comeToRest(): Promise<void> {
    this.world.erp.ends.length = 0;
    await this.tellAll();
    this.world.erp.commitLate();
    await this.world.settle();
  }

  /** Tax ids of the customers there are, and of those there should be: every firm that qualified, and what the ERP had already. */
  firms(known: readonly string[]): { made: (string | null)[]; wanted: string[] } {
    const wanted = new Set([...known, ...this.qualified().map(({ tax_id: taxId }) => taxId)]);
    const made = this.world.erp.records('customers').map(({ taxId }) => taxId);
    return { made: made.toSorted(), wanted: [...wanted].toSorted() };
  }

  /** Of records that qualified: what is wrong with them. Linked to another firm, out of step, or neither linked nor before a person. */
  async faults(): Promise<string[]> {
    const [commands, links] = [await this.world.commands(), await this.world.links()];
    const open = commands
      .filter(({ state }) => ['planned', 'sending', 'unknown'].includes(state))
      .map(({ key, state }) => `${key} ${state}`);
    const wrong = this.qualified().flatMap(({ id, tax_id: taxId, phone }) => {
      const link = links.find(({ recordId }) => recordId === id);
      const isAsked = commands.some((one) => one.recordId === id && one.waitingFor === 'command.waiting_review');
      if (!link) return isAsked ? [] : [`${id} is nothing`];
      const { holds } = this.world.erp;
      const [vat, number] = ['vat', 'phone'].map((name) => holds.call(this.world.erp, link.customerId, name));
      return [...(vat === taxId ? [] : [`${id} is another firm`]), ...(number === (phone ?? null) ? [] : [`${id} is out of step`])];
    });
    return [...open, ...wrong];
  }

  private qualified() {
    const alive = [...new Set(this.records)].map((id) => ({
      id,
      ...(this.world.hubspot.get('companies', id) as Record<'tax_id' | 'lifecyclestage', string> & { phone?: string }),
    }));
    return alive.filter(({ lifecyclestage }) => lifecyclestage === 'customer');
  }

  /** HubSpot tells everything once more; answers what is written then. */
  async lookAgain(): Promise<unknown[]> {
    const { world } = this;
    const history = (await world.changes()).length;
    world.forgetCalls();
    for (const id of new Set(this.records)) await world.hear('companies', id);
    await world.markDue();
    await world.settle();
    return [
      ...world.erp.writes,
      ...world.hubspot.writes,
      ...world.erp.calls.filter((call) => call === 'commands.run'),
      ...(await world.changes()).slice(history),
    ];
  }
}

describe('HubSpot records that qualify', () => {
  it(
    'become exactly one customer each, whatever is told twice, lost, late or killed',
    async () => {
      let portalId = 100;
      const firms = fc.array(fc.constantFrom(...TAX_IDS), { minLength: RECORDS.length, maxLength: RECORDS.length });
      await fc.assert(
        fc.asyncProperty(
          firms,
          fc.subarray([...TAX_IDS]),
          fc.array(step, { minLength: 2, maxLength: 14 }),
          async (ofRecords, known, steps) => {
            const world = await WritingWorld.start(db(), { portalId: portalId++ });
            await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule() });
            known.forEach((taxId, at) => world.erp.edit(String(at + 1), { name: `Known ${at}`, vat: taxId }));
            const story = new Story(world, ofRecords);
            for (const one of steps) await story.take(one);
            await story.comeToRest();
            const { made, wanted } = story.firms(known);
            expect(made).toEqual(wanted);
            expect(await story.faults()).toEqual([]);
            expect(await story.lookAgain()).toEqual([]);
          },
        ),
        { numRuns: RUNS },
      );
    },
    120_000 + RUNS * 5_000,
  );
});
