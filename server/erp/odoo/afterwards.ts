import { PuenteError } from '../../shared/errors.ts';
import { asUnclear } from '../shared/failures.ts';

/** What fails after something was made or changed leaves open whether all of it was. */
export async function afterwards<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PuenteError ? asUnclear(error) : error;
  }
}
