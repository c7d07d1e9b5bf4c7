import { z } from 'zod';
import type { OdooClient } from './client.ts';
import { missingField, missingModule } from './errors.ts';

/** What we would like to know of a model, beside the id. */
export interface WantedFields {
  model: string;
  /** Without these its records mean nothing. */
  needed: readonly string[];
  /** Read where this version has them and the user may. */
  optional: readonly string[];
}

export interface AvailableFields {
  /** Names to ask for, because one unknown or forbidden field fails the whole call. */
  available(wanted: WantedFields, signal: AbortSignal): Promise<string[]>;
  forget(): void;
}

const FieldsGet = z.record(z.string(), z.unknown());

export function createAvailableFields(client: OdooClient): AvailableFields {
  const known = new Map<WantedFields, string[]>();
  return {
    async available(wanted, signal) {
      const cached = known.get(wanted);
      if (cached) return cached;
      const allfields = [...wanted.needed, ...wanted.optional];
      const answer = await client.call(wanted.model, 'fields_get', { allfields, attributes: ['type'] }, signal);
      const existing = FieldsGet.parse(answer);
      const names = allfields.filter((name) => name in existing);
      if (names.length === 0) throw missingModule(wanted.model);
      const missing = wanted.needed.find((name) => !(name in existing));
      if (missing !== undefined) throw missingField(wanted.model, missing);
      known.set(wanted, names);
      return names;
    },
    forget: () => known.clear(),
  };
}
