import { PuenteError, RecordRejectedError } from '../../shared/errors.ts';

/**
 * What an ERP refuses when it is asked about some products, or answers in a way that nobody understands, says nothing of the connection: it
 * concerns these products. `codes`: the failures that are such an answer.
 */
export async function askAboutProducts<T>(asking: Promise<T>, codes: readonly string[]): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof PuenteError) || error instanceof RecordRejectedError || !codes.includes(error.code)) throw error;
    throw new RecordRejectedError(error.message, { code: error.code, params: error.params, cause: error });
  }
}
