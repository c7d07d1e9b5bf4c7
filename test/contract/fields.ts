import { describe, expect, it } from '@jest/globals';
import type { StreamName } from '../../server/erp/shared/contract.ts';
import { ReconnectError } from '../../server/shared/errors.ts';
import type { Current } from './erp-contract.ts';
import { failureOf, never } from './reading.ts';

export function describeFields(current: Current, streams: readonly StreamName[]): void {
  const describeOne = (stream: StreamName) => current().connect().capabilities.describeFields!(stream, never);

  describe('the fields', () => {
    it.each(streams)('of %s are described, custom ones included', async (stream) => {
      const { name, label } = current().addCustomField(stream);
      const fields = await describeOne(stream);
      expect(fields).toContainEqual(expect.objectContaining({ name, label, type: 'text', isCustom: true, isWritable: true }));
      // What people named is shown as they named it.
      expect(fields.filter((field) => field.isCustom && field.label === field.name)).toEqual([]);
      expect(fields).toContainEqual(expect.objectContaining({ name: current().wellKnownField(stream), isCustom: false }));
      expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
    });

    it.each(streams)('lists what a choice of %s can be', async (stream) => {
      const choices = (await describeOne(stream)).filter(({ type }) => type === 'choice');
      expect(choices.flatMap(({ options }) => options ?? [])).toContainEqual({ value: expect.any(String), label: expect.any(String) });
    });

    it.each(streams)('names the right that is missing to describe %s', async (stream) => {
      const right = current().revokeRight(stream);
      const error = await failureOf(describeOne(stream));
      expect(error).toBeInstanceOf(ReconnectError);
      expect(Object.values((error as ReconnectError).params)).toContain(right);
    });
  });
}
