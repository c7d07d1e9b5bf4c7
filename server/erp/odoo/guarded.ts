import { z } from 'zod';
import { PuenteError, TransientError } from '../../errors.ts';
import type { Connection } from './connection.ts';

/** What is not what we asked for is a failure of this call; what names an unknown field shows that the ERP was changed meanwhile. */
export async function guarded<T>({ client, fields }: Connection, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PuenteError && error.code === 'odoo.field_unknown') {
      fields.forget();
      client.forget();
    }
    if (!(error instanceof z.ZodError)) throw error;
    const field = error.issues[0]?.path.join('.') ?? '';
    throw new TransientError('The answer of Odoo cannot be understood', {
      code: 'odoo.unexpected_answer',
      params: { field },
      cause: error,
    });
  }
}
