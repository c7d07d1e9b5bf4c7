import { z } from 'zod';
import type { CommandSupport, CustomerFieldSupport, ErpCapabilities, ErpConnector, OrderSupport } from './contract.ts';
import { asUnclear, type Failures } from './failures.ts';
import { askAboutProducts } from './refused-question.ts';
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
    capabilities: checkedCapabilities(connector.capabilities, failures, guard),
  };
}

type Guard = <T>(ask: () => Promise<T>) => Promise<T>;

function checkedCapabilities(capabilities: Partial<ErpCapabilities>, failures: Failures, guard: Guard): Partial<ErpCapabilities> {
  const { describeFields, findHidden, hints, catalog, commands, customerFields, orders } = capabilities;
  const rates = catalog?.rates;
  // It concerns what was asked about.
  const question: Guard = (ask) => askAboutProducts(guard(ask), [failures.unexpectedAnswer('', '').code]);
  return {
    ...capabilities,
    ...(describeFields && { describeFields: (stream, signal) => guard(() => describeFields(stream, signal)) }),
    ...(catalog && {
      catalog: {
        choices: (signal) => guard(() => catalog.choices(signal)),
        pricesOf: (listId, productIds, signal) => question(() => catalog.pricesOf(listId, productIds, signal)),
        costsOf: (productIds, signal) => question(() => catalog.costsOf(productIds, signal)),
        ...(rates && { rates: (signal: AbortSignal) => question(() => rates(signal)) }),
      },
    }),
    ...(findHidden && { findHidden: (stream, ids, signal) => guard(() => findHidden(stream, ids, signal)) }),
    ...(hints && {
      hints: {
        ...hints,
        install: (given, signal) => guard(() => hints.install(given, signal)),
        renew: (installation, signal) => guard(() => hints.renew(installation, signal)),
        remove: (given, signal) => guard(() => hints.remove(given, signal)),
      },
    }),
    ...(commands && { commands: checkedCommands(commands, failures, guard) }),
    ...(customerFields && { customerFields: checkedCustomerFields(customerFields, guard) }),
    ...(orders && { orders: checkedOrders(orders, { guard, question }) }),
  };
}

function checkedCommands(commands: CommandSupport, failures: Failures, guard: Guard): CommandSupport {
  return {
    ...commands,
    find: (name, keys, signal) => guard(() => commands.find(name, keys, signal)),
    run: (name, command, signal) => guard(() => unclearWhenNotUnderstood(failures, () => commands.run(name, command, signal))),
  };
}

/** It was answered, so it may well have been done. */
async function unclearWhenNotUnderstood<T>(failures: Failures, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const field = notUnderstood(error);
    throw field === null ? error : asUnclear(failures.unexpectedAnswer('The answer to a command cannot be understood', field, error));
  }
}

function checkedCustomerFields(fields: CustomerFieldSupport, guard: Guard): CustomerFieldSupport {
  const { readWithEdits } = fields;
  return {
    list: (kind, signal) => guard(() => fields.list(kind, signal)),
    read: (ids, names, signal) => guard(() => fields.read(ids, names, signal)),
    ...(readWithEdits && { readWithEdits: (ids, names, signal) => guard(() => readWithEdits(ids, names, signal)) }),
    write: (id, values, signal, before) => guard(() => fields.write(id, values, signal, before)),
    findAlike: (facts, signal) => guard(() => fields.findAlike(facts, signal)),
  };
}

function checkedOrders(orders: OrderSupport, { guard, question }: { guard: Guard; question: Guard }): OrderSupport {
  const { preview, hindrance } = orders;
  return {
    choices: (signal) => guard(() => orders.choices(signal)),
    standing: (about, signal) => guard(() => orders.standing(about, signal)),
    ...(hindrance && { hindrance: (about, signal) => guard(() => hindrance(about, signal)) }),
    ...(preview && { preview: (order, signal) => question(() => preview(order, signal)) }),
  };
}

/** Null: it was understood well. */
function notUnderstood(error: unknown): string | null {
  if (error instanceof UnreadableError) return error.field;
  return error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : null;
}
