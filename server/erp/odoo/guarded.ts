import { z } from 'zod';
import { PuenteError, TransientError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './errors.ts';

/** What is not what we asked for is a failure of this call; a field that is unknown or refused shows that the ERP was changed meanwhile. */
export async function guarded<T>({ client, fields }: Connection, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isUnknown = error instanceof PuenteError && error.code === 'odoo.field_unknown';
    if (isUnknown || isRefusal(error)) fields.forget();
    if (isUnknown) client.forget();
    if (!(error instanceof z.ZodError)) throw error;
    const field = error.issues[0]?.path.join('.') ?? '';
    throw new TransientError('The answer of Odoo cannot be understood', {
      code: 'odoo.unexpected_answer',
      params: { field },
      cause: error,
    });
  }
}
