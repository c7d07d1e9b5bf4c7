import type { FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';

export type Value = string | null;
export type Side = 'hubspot' | 'erp';
export type Pair = Record<Side, Value>;

/** What a side never takes. */
export const REFUSED: Pair & Record<Side, string> = { hubspot: 'not for HubSpot', erp: 'not for the ERP' };

/** An oracle that knows the rules and nothing of how they are carried out. */
export class Oracle {
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

  /** The side holds this already. */
  holds(side: Side, value: Value): boolean {
    return this.held[side] === this.spell(side, value);
  }

  answer(answer: Side | 'both', mapping: FieldMapping): void {
    if (this.same()) return this.settle(mapping);
    const to = answer === 'hubspot' ? 'erp' : 'hubspot';
    if (answer === 'both' || !writes(mapping, to)) return this.settle(mapping);
    this.write(to, mapping);
  }

  /** Where something is to be written now; null: nowhere. */
  writesTo(mapping: FieldMapping): { side: Side; isRefused: boolean } | null {
    const trial = new Oracle(this.name, this.held);
    Object.assign(trial, { base: this.base, decidedBy: this.decidedBy });
    let to: Side | null = null;
    trial.write = (side) => void (to = side);
    trial.look(mapping);
    return to && { side: to, isRefused: this.isRefused(to) };
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
    if (this.isRefused(to)) return;
    this.edit(to, this.held[to === 'erp' ? 'hubspot' : 'erp']);
    this.settle(mapping);
  }

  private isRefused(to: Side): boolean {
    const value = this.held[to === 'erp' ? 'hubspot' : 'erp'];
    return value !== null && plain(value) === plain(REFUSED[to]);
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

export const plain = (text: string): string => text.toLowerCase().replace(/^http:\/\//, '');
const writes = ({ direction }: FieldMapping, to: Side): boolean =>
  direction === 'both' || direction === (to === 'erp' ? 'to_erp' : 'to_hubspot');
