import { PuenteError } from '../../shared/errors.ts';
import { MALFORMED_QUERY, PATCH_LEVEL_TOO_OLD } from './errors.ts';

/** Beside it alone the version that a row comes with (`@odata.etag`) is the right one. */
export const DATA_VERSION = 'DataVersion';

/** Patch levels before 10.0 FP 2102 have no versions: asked for once, and then no more. */
export interface Versions {
  /** `version` is what has to be selected for it. */
  readWith<T>(read: (version: readonly string[]) => Promise<T>): Promise<T>;
}

export function createVersions(): Versions {
  let isServed = true;
  return {
    async readWith(read) {
      if (!isServed) return read([]);
      try {
        return await read([DATA_VERSION]);
      } catch (error) {
        if (!isUnknownProperty(error)) throw error;
        const answer = await read([]);
        isServed = false;
        return answer;
      }
    },
  };
}

/** 201, or -1000, which others met, too. */
export const isUnknownProperty = (error: unknown): boolean =>
  error instanceof PuenteError && (error.code === PATCH_LEVEL_TOO_OLD || error.params['errorCode'] === MALFORMED_QUERY);

/** Of what was read with it; null: the server has none. What does not begin so it would pass over without a word, and write blindly. */
export function versionOf(row: Readonly<Record<string, unknown>>): string | null {
  const version = row['@odata.etag'];
  return DATA_VERSION in row && typeof version === 'string' && version.startsWith('W/') ? version : null;
}
