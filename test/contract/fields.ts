import { describe, expect, it } from '@jest/globals';
import { STREAMS } from '../../server/streams/index.ts';
import { ReconnectError } from '../../server/shared/errors.ts';
import type { Current } from './erp-contract.ts';
import { never } from './reading.ts';

export function describeFields(current: Current): void {
  describe('the fields', () => {
    it.each(STREAMS)('of %s are described, custom ones included', async (stream) => {
      const { name, label } = current().addCustomField(stream);
      const fields = await current().connect().describe(stream, never);
      expect(fields).toContainEqual(expect.objectContaining({ name, label, type: 'text', isCustom: true, isWritable: true }));
      // What people named is shown as they named it.
      expect(fields.filter((field) => field.isCustom && field.label === field.name)).toEqual([]);
      expect(fields).toContainEqual(expect.objectContaining({ name: current().wellKnownField(stream), isCustom: false }));
      expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
    });

    it.each(STREAMS)('lists what a choice of %s can be', async (stream) => {
      const choices = (await current().connect().describe(stream, never)).filter(({ type }) => type === 'choice');
      expect(choices.flatMap(({ options }) => options ?? [])).toContainEqual({ value: expect.any(String), label: expect.any(String) });
    });

    it.each(STREAMS)('names the right that is missing to describe %s', async (stream) => {
      const right = current().revokeRight(stream);
      const error = await current()
        .connect()
        .describe(stream, never)
        .catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(ReconnectError);
      expect(Object.values((error as ReconnectError).params)).toContain(right);
    });
  });
}
