import { z } from 'zod';
import type { ErpCapabilities, ErpConnector } from './contract.ts';
import type { Failures } from './failures.ts';
import { UnreadableError } from './unreadable-error.ts';

/** A connector for which an answer that is not what was asked for is a failure of that call. `onFailure` sees what was thrown before. */
export function reportUnexpectedAnswers(connector: ErpConnector, failures: Failures, onFailure?: (error: unknown) => void): ErpConnector {
  const guard: Guard = async (ask) => {
    try {
      return await ask();
    } catch (error) {
      onFailure?.(error);
      const field = notUnderstood(error);
      throw field === null ? error : failures.unexpectedAnswer('The answer cannot be understood', field, error);
    }
  };
  return {
    ...connector,
    check: (signal) => guard(() => connector.check(signal)),
    identify: (signal) => guard(() => connector.identify(signal)),
    readPage: (stream, cursor, signal) => guard(() => connector.readPage(stream, cursor, signal)),
    readByIds: (stream, ids, signal) => guard(() => connector.readByIds(stream, ids, signal)),
    list: (stream, range, after, signal) => guard(() => connector.list(stream, range, after, signal)),
    capabilities: checkedCapabilities(connector.capabilities, guard),
  };
}

type Guard = <T>(ask: () => Promise<T>) => Promise<T>;

function checkedCapabilities(capabilities: Partial<ErpCapabilities>, guard: Guard): Partial<ErpCapabilities> {
  const { describeFields, hints } = capabilities;
  return {
    ...capabilities,
    ...(describeFields && { describeFields: (stream, signal) => guard(() => describeFields(stream, signal)) }),
    ...(hints && {
      hints: {
        ...hints,
        install: (given, signal) => guard(() => hints.install(given, signal)),
        remove: (given, signal) => guard(() => hints.remove(given, signal)),
      },
    }),
  };
}

/** Null: it was understood well. */
function notUnderstood(error: unknown): string | null {
  if (error instanceof UnreadableError) return error.field;
  return error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : null;
}
