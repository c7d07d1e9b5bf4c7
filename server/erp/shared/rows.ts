import { z } from 'zod';
import { compiled } from '../../shared/compiled.ts';

/**
 * `z.array`, ended by the first row that is wrong. An ERP that sends 150,000 wrong ones got as many reasons back: a second to make them, and
 * 190 MB in the log.
 */
export const rowsOf = <T extends z.ZodType>(row: T) =>
  z.array(z.unknown()).transform((values, context): z.output<T>[] => {
    const rows: z.output<T>[] = [];
    const schema = compiled(row);
    for (const [index, value] of values.entries()) {
      const { success, data, error } = schema.safeParse(value);
      if (!success) {
        for (const { message, path } of error.issues.slice(0, 1)) context.addIssue({ code: 'custom', message, path: [index, ...path] });
        return z.NEVER;
      }
      rows.push(data);
    }
    return rows;
  });

/** The rows that can be understood, where the others belong to nobody who could be told. */
export const readableRows = <T extends z.ZodType>(row: T, rows: readonly unknown[]): z.output<T>[] =>
  rows.flatMap((value) => {
    const { success, data } = row.safeParse(value);
    return success ? [data] : [];
  });

/** The names to ask for, which are the names we read. */
export const fieldsOf = (schema: z.ZodObject): string[] => Object.keys(schema.shape);
