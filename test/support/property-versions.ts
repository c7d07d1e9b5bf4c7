import type { PropertyVersion } from '../../server/hubspot/contract.ts';
import type { Properties } from './hubspot-values.ts';

export type GivenBy = Pick<PropertyVersion, 'source' | 'userId'> & Partial<PropertyVersion>;

/** The values that properties had. */
export class PropertyVersions {
  /** Oldest first. */
  private readonly kept = new Map<string, PropertyVersion[]>();

  add(record: string, properties: Properties, by: GivenBy & Pick<PropertyVersion, 'at'>): void {
    for (const [name, value] of Object.entries(properties)) {
      const key = `${record} ${name}`;
      this.kept.set(key, [...(this.kept.get(key) ?? []), { value: value ?? '', ...by }]);
    }
  }

  /** The newest first. */
  of(record: string, names: readonly string[]): Record<string, PropertyVersion[]> {
    return Object.fromEntries(names.map((name) => [name, this.kept.get(`${record} ${name}`)?.toReversed() ?? []]));
  }
}
