import { z } from 'zod';

const known = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The same schema as one function, made when it is first used: rows come in thousands, and node by node most of the time goes into objects
 * that live for one value. Results and failures are the same. For schemas that are made once.
 */
export function compiled<T extends z.ZodType>(schema: T): T {
  const made = known.get(schema) ?? z.compile(schema);
  known.set(schema, made);
  return made as T;
}
