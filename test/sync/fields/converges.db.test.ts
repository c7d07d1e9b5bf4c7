import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import { RetryLaterError, TransientError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { pairLinks } from '../../../server/sync/shared/field-pairs.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

/** `RUNS=10000 npm test -- test/sync/fields/converges.db.test.ts` for more of them. */
const RUNS = Number(process.env['RUNS'] ?? 120);

type Value = string | null;
type Side = 'hubspot' | 'erp';
type Pair = Record<Side, Value>;

// Property and field have one name here. The ERP writes names in capitals and websites with their protocol.
const FIELDS = ['name', 'phone', 'website', 'city', 'note'] as const;
const CUSTOMERS = ['1', '2', '3'] as const;
const REFUSED: Pair = { hubspot: 'not for HubSpot', erp: 'not for the ERP' };

/** An oracle that knows the rules and nothing of how they are carried out. */
class Oracle {
  held: Pair;
  private base: Pair | null = null;
  private decidedBy = '';
  private readonly name: string;

  constructor(name: string, held: Pair) {
    this.name = name;
    this.held = held;
  }

  edit(side: Side, value: Value): void {
    this.held = { ...this.held, [side]: this.spell(side, value) };
  }

  answer(answer: Side | 'both', mapping: FieldMapping): void {
    if (this.same()) return this.settle(mapping);
    const to = answer === 'hubspot' ? 'erp' : 'hubspot';
    if (answer === 'both' || !writes(mapping, to)) return this.settle(mapping);
    this.write(to, mapping);
  }

  look(mapping: FieldMapping): void {
    if (this.same()) return this.settle(mapping);
    const { base, held } = this;
    const isAnew = base === null || this.decidedBy !== JSON.stringify(mapping);
    if (isAnew && held.hubspot && held.erp && plain(held.hubspot) === plain(held.erp)) return this.settle(mapping);
    const moved = (side: Side) => (isAnew ? Boolean(held[side]) : base![side] !== held[side]);
    const counts = (side: Side) => moved(side) && (held[side] !== null || mapping.whenEmptied === 'clear');
    const movers = (['hubspot', 'erp'] as const).filter(moved);
    if (movers.length === 0) return;
    if (movers.length === 2) return this.conflict(mapping, counts);
    const [mover] = movers as [Side];
    const other = mover === 'hubspot' ? 'erp' : 'hubspot';
    if (writes(mapping, other)) {
      if (mapping.rule === 'fill_if_empty' && held[other]) return this.settle(mapping);
      return counts(mover) ? this.write(other, mapping) : this.settle(mapping);
    }
    if (isAnew) return this.settle(mapping);
    if (mapping.rule === 'ask') return;
    const isOwner = mapping.rule === `${other}_wins`;
    const isFilled = mapping.rule === 'fill_if_empty' && held[mover] === null;
    if ((isOwner || isFilled) && (held[other] !== null || mapping.whenEmptied === 'clear')) return this.write(mover, mapping);
    this.settle(mapping);
  }

  private conflict(mapping: FieldMapping, counts: (side: Side) => boolean): void {
    if (mapping.rule === 'ask') return;
    const { held } = this;
    const owner: Side | null = mapping.rule === 'erp_wins' ? 'erp' : mapping.rule === 'hubspot_wins' ? 'hubspot' : null;
    const other = (side: Side): Side => (side === 'hubspot' ? 'erp' : 'hubspot');
    // Where the owner's emptiness does not count, and where nobody owns it, the empty one is filled.
    const empty = owner === null ? (['erp', 'hubspot'] as const).find((side) => held[side] === null) : counts(owner) ? undefined : owner;
    const to = empty ?? (owner && other(owner));
    if (!to || !writes(mapping, to) || (held[to] !== null && empty) || (held[other(to)] === null && mapping.whenEmptied === 'keep'))
      return this.settle(mapping);
    this.write(to, mapping);
  }

  /** A side takes what it does not refuse, and spells it its own way. */
  private write(to: Side, mapping: FieldMapping): void {
    const value = this.held[to === 'erp' ? 'hubspot' : 'erp'];
    if (value !== null && plain(value) === plain(REFUSED[to]!)) return;
    this.edit(to, value);
    this.settle(mapping);
  }

  private settle(mapping: FieldMapping): void {
    this.base = { ...this.held };
    this.decidedBy = JSON.stringify(mapping);
  }

  private same = (): boolean => this.held.hubspot === this.held.erp;

  private spell(side: Side, value: Value): Value {
    const text = value?.trim() ?? '';
    if (text === '') return null;
    if (side === 'hubspot') return text;
    if (this.name === 'name') return text.toUpperCase();
    return this.name === 'website' && !text.includes('://') ? `http://${text}` : text;
  }
}

const plain = (text: string): string => text.toLowerCase().replace(/^http:\/\//, '');
const writes = ({ direction }: FieldMapping, to: Side): boolean =>
  direction === 'both' || direction === (to === 'erp' ? 'to_erp' : 'to_hubspot');

const value = fc.constantFrom<Value>('Acme', 'acme', ' Beta ', 'beta', 'Gamma.com', REFUSED.hubspot, REFUSED.erp, null, null, '  ');
const anEdit = fc.record({
  customer: fc.constantFrom(...CUSTOMERS),
  field: fc.constantFrom(...FIELDS),
  side: fc.constantFrom<Side>('hubspot', 'erp'),
  value,
});
const aMapping = fc
  .record({
    direction: fc.constantFrom('both' as const, 'both' as const, 'to_erp' as const, 'to_hubspot' as const),
    rule: fc.constantFrom('erp_wins' as const, 'hubspot_wins' as const, 'fill_if_empty' as const, 'ask' as const),
    whenEmptied: fc.constantFrom('clear' as const, 'keep' as const),
  })
  // Where one side is never written, that side cannot be said to win.
  .filter(
    ({ direction, rule }) => !(direction === 'to_erp' && rule === 'erp_wins') && !(direction === 'to_hubspot' && rule === 'hubspot_wins'),
  );
const someRules = fc.tuple(...FIELDS.map(() => aMapping));
const mishap = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('dies' as const), after: fc.integer({ min: 0, max: 45 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('erp_lost_before' as const, 'erp_lost_after' as const, 'erp_busy' as const, 'erp_down' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('hubspot_lost_before' as const, 'hubspot_lost_after' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('looks_again' as const) }) },
);
/** Edits between two looks, and what happens to the process and its calls before everything comes to rest. */
const chapter = fc.record({
  edits: fc.array(anEdit, { minLength: 1, maxLength: 8 }),
  mishaps: fc.array(mishap, { maxLength: 4 }),
  rules: fc.option(someRules, { freq: 4 }),
  answer: fc.option(
    fc.record({
      customer: fc.constantFrom(...CUSTOMERS),
      field: fc.constantFrom(...FIELDS),
      answer: fc.constantFrom('hubspot' as const, 'erp' as const, 'both' as const),
    }),
  ),
});
type Chapter = typeof chapter extends fc.Arbitrary<infer T> ? T : never;
type Rules = typeof someRules extends fc.Arbitrary<infer T> ? T : never;

class Story {
  private readonly world: WritingWorld;
  private readonly records = new Map<string, RecordId>();
  private readonly oracles = new Map<string, Oracle>();
  private mapping: FieldMapping[] = [];

  constructor(world: WritingWorld) {
    this.world = world;
  }

  async begin(rules: Rules, firstValues: readonly Value[]): Promise<void> {
    const { world } = this;
    world.erp.refuses = (values) => Object.keys(values).filter((name) => plain(values[name] ?? '') === plain(REFUSED.erp!));
    world.hubspot.refuse({
      applies: (_, { properties }) => Object.values(properties).some((text) => plain(text) === plain(REFUSED.hubspot!)),
      scope: 'input',
    });
    const usual = world.erp.spell;
    world.erp.spell = (name, text) => (name === 'name' ? text.trim().toUpperCase() : usual(name, text));
    let next = 0;
    for (const customer of CUSTOMERS) {
      const [hubspot, erp] = [{} as Record<string, Value>, {} as Record<string, Value>];
      for (const name of FIELDS) {
        const oracle = new Oracle(name, { hubspot: null, erp: null });
        hubspot[name] = firstValues[next++ % firstValues.length] ?? null;
        erp[erpName(name)] = firstValues[next++ % firstValues.length] ?? null;
        oracle.edit('hubspot', hubspot[name]!);
        oracle.edit('erp', erp[erpName(name)]!);
        this.oracles.set(`${customer} ${name}`, oracle);
      }
      world.erp.edit(customer, erp);
      this.records.set(customer, world.hubspot.add('companies', hubspot));
      await world.link('companies', customer, this.records.get(customer)!);
    }
    await this.use(rules);
    await pairLinks(db(), world.scope, world.now);
  }

  private async use(rules: Rules): Promise<void> {
    this.mapping = FIELDS.map((name, at) => mapped(name, erpName(name), rules[at]!));
    await this.world.useRules({ companies: aRule({ mapping: this.mapping }) });
  }

  /** What both sides hold then, and what the oracle says. */
  async tell({ edits, mishaps, rules, answer }: Chapter): Promise<{ held: object; expected: object }> {
    if (rules) await this.use(rules);
    for (const { customer, field, side, value: text } of edits) {
      if (side === 'hubspot') this.world.hubspot.edit('companies', this.records.get(customer)!, { [field]: text });
      else this.world.erp.edit(customer, { [erpName(field)]: text });
      this.oracle(customer, field).edit(side, text);
    }
    if (answer) await this.world.order(answer.customer, answer.field, { kind: 'answer', answer: answer.answer, userId: 5 });
    await this.world.markDue();
    for (const one of mishaps) await this.suffer(one);
    await this.comeToRest();
    if (answer) this.oracle(answer.customer, answer.field).answer(answer.answer, this.mappingOf(answer.field));
    for (const customer of CUSTOMERS) for (const name of FIELDS) this.oracle(customer, name).look(this.mappingOf(name));
    return { held: this.held(), expected: this.expected() };
  }

  private async suffer(one: Chapter['mishaps'][number]): Promise<void> {
    const { erp, hubspot, now } = this.world;
    switch (one.kind) {
      case 'dies':
        return this.world.dieAfter(one.after, () => this.world.fields());
      case 'erp_lost_before':
      case 'erp_lost_after':
        return void erp.ends.push(one.kind === 'erp_lost_before' ? 'lost_before' : 'lost_after');
      case 'erp_busy':
        return void erp.ends.push(new RetryLaterError('busy', { code: 'memory.busy', retryAt: new Date(now.getTime() + 3_000) }));
      case 'erp_down':
        return void erp.ends.push(new TransientError('down', { code: 'memory.down' }));
      case 'hubspot_lost_before':
      case 'hubspot_lost_after':
        return hubspot.mishap(one.kind === 'hubspot_lost_before' ? 'before' : 'after');
      case 'looks_again':
        return this.world.markDue();
    }
  }

  async comeToRest(): Promise<void> {
    await this.world.settle(() => this.world.fields());
  }

  /** Everything is looked at once more: what was written until then, and what after. */
  async lookAgain(): Promise<{ before: object; after: object }> {
    const { erp, hubspot } = this.world;
    const written = async () => ({
      offered: [erp.countOf('fields.write'), hubspot.callsOf('batchUpdate')],
      changes: await this.world.changes(),
    });
    const before = await written();
    await this.world.markDue();
    erp.ends.length = 0;
    await this.comeToRest();
    return { before, after: await written() };
  }

  private oracle = (customer: string, field: string): Oracle => this.oracles.get(`${customer} ${field}`)!;
  private mappingOf = (field: string): FieldMapping => this.mapping.find(({ property }) => property === field)!;

  private held(): object {
    const { hubspot, erp } = this.world;
    const of = (customer: string, name: string): Pair => ({
      hubspot: hubspot.get('companies', this.records.get(customer)!)[name] || null,
      erp: erp.holds(customer, erpName(name)),
    });
    return Object.fromEntries(CUSTOMERS.flatMap((customer) => FIELDS.map((name) => [`${customer} ${name}`, of(customer, name)])));
  }

  private expected = (): object => Object.fromEntries([...this.oracles].map(([name, { held }]) => [name, held]));
}

const erpName = (name: string): string => (name === 'note' ? 'x_note' : name);

describe('fields of both sides', () => {
  it(
    'end as the rules say, whatever fails on the way, and then rest',
    async () => {
      let portalId = 100;
      await fc.assert(
        fc.asyncProperty(
          someRules,
          fc.array(value, { minLength: 3, maxLength: 12 }),
          fc.array(chapter, { minLength: 1, maxLength: 4 }),
          async (rules, firstValues, chapters) => {
            const story = new Story(await WritingWorld.start(db(), { portalId: portalId++ }));
            await story.begin(rules, firstValues);
            for (const one of chapters) {
              const { held, expected } = await story.tell(one);
              expect(held).toEqual(expected);
            }
            const { before, after } = await story.lookAgain();
            expect(after).toEqual(before);
          },
        ),
        { numRuns: RUNS },
      );
    },
    120_000 + RUNS * 5_000,
  );
});
