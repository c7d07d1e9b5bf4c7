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
  /** How many decimals are kept of each; left out: all. */
  digits(wanted: WantedFields, signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  forget(): void;
}

const Digits = z.tuple([z.unknown(), z.number().int().nonnegative()]);
const FieldsGet = z.record(
  z.string(),
  z.object({
    digits: z
      .union([Digits, z.literal(false)])
      .nullish()
      .catch(null),
  }),
);

interface Known {
  names: string[];
  digits: ReadonlyMap<string, number>;
}

export function createAvailableFields(client: OdooClient): AvailableFields {
  const known = new Map<WantedFields, Known>();
  async function describe(wanted: WantedFields, signal: AbortSignal): Promise<Known> {
    const cached = known.get(wanted);
    if (cached) return cached;
    const allfields = [...wanted.needed, ...wanted.optional];
    const answer = await client.call(wanted.model, 'fields_get', { allfields, attributes: ['type', 'digits'] }, signal);
    const existing = FieldsGet.parse(answer);
    const names = allfields.filter((name) => name in existing);
    if (names.length === 0) throw missingModule(wanted.model);
    const missing = wanted.needed.find((name) => !(name in existing));
    if (missing !== undefined) throw missingField(wanted.model, missing);
    const digits = new Map(names.flatMap((name) => (existing[name]?.digits ? [[name, existing[name].digits[1]] as const] : [])));
    known.set(wanted, { names, digits });
    return { names, digits };
  }
  return {
    available: async (wanted, signal) => (await describe(wanted, signal)).names,
    digits: async (wanted, signal) => (await describe(wanted, signal)).digits,
    forget: () => known.clear(),
  };
}
