import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { RawLine, RawMove, RawNestedPartial } from '../../server/erp/odoo/raw.ts';
import { RawDocument } from '../../server/erp/sap-b1/raw.ts';
import { BatchAnswer, ListAnswer, SearchAnswer } from '../../server/hubspot/raw.ts';
import { compiled } from '../../server/shared/compiled.ts';

describe('a compiled schema', () => {
  const Row = z.object({ id: z.number().int(), name: z.preprocess((value) => (value === false ? null : value), z.string().nullable()) });

  it.each([{ id: 1, name: 'Acme', more: true }, { id: 1, name: false }, { id: '1', name: 2 }, { name: null }, null])(
    'says of %p what the schema says',
    (value) => {
      const [plain, fast] = [Row.safeParse(value), compiled(Row).safeParse(value)];
      expect(fast.data).toEqual(plain.data);
      expect(fast.error?.issues).toEqual(plain.error?.issues);
    },
  );

  it('is made once', () => {
    expect(compiled(Row)).toBe(compiled(Row));
  });

  // What cannot be compiled is parsed node by node, and nobody would see it.
  it.each(Object.entries({ RawMove, RawLine, RawNestedPartial, RawDocument, BatchAnswer, ListAnswer, SearchAnswer }))(
    'is there for %s, of which there are thousands',
    (_name, schema) => {
      expect(() => z.compile(schema as z.ZodType, { strict: true })).not.toThrow();
    },
  );
});
