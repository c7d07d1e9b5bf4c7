import type { OdooDatabase } from '../database.ts';
import { modelOf } from '../env.ts';
import { accessError, attributeError, indexError, notFound, typeError, unprocessable } from '../errors.ts';
import type { Keyring } from '../keys.ts';
import { BUSINESS } from './business.ts';
import { catalogMethods } from './catalog.ts';
import { GENERIC } from './generic.ts';
import { UndoneAnswer } from './load.ts';
import type { Call, Method } from './method.ts';
import { SALES } from './sales.ts';
import { SENDING } from './sending.ts';
import { userMethods } from './users.ts';

interface Request {
  uid: number;
  model: string;
  method: string;
  /** JSON-RPC: positional, then named arguments. */
  positional: readonly unknown[];
  named: Readonly<Record<string, unknown>>;
  isJson2: boolean;
}

/** Runs calls the way Odoo does: one call, one transaction. */
export class Dispatcher {
  private readonly db: OdooDatabase;
  private readonly special: Methods;
  private readonly wizards = new Map<string, Record<string, unknown>>();

  constructor(db: OdooDatabase, keys: Keyring) {
    this.db = db;
    this.special = merged([BUSINESS, SALES, SENDING, catalogMethods(db.options.version), userMethods(keys, db.options.version)]);
  }

  async run(request: Request): Promise<unknown> {
    const { model, uid, isJson2 } = request;
    const { context: given, ...named } = request.named;
    const context = (given ?? {}) as Record<string, unknown>;
    modelOf(this.db.env(uid, context), model);
    const method = this.find(request);
    const { ids, args } = isJson2 ? namedArguments(request, method, named) : positionalArguments(request, method, named);
    const base = { db: this.db, model, ids, args, context, isJson2, wizards: this.wizards };
    if (!method.writes) return method.run({ ...base, env: this.db.env(uid, context), books: null });
    const work = this.db.transact((books) => method.run({ ...base, env: this.db.env(uid, context, books.tx), books } satisfies Call), {
      uid,
    });
    return work.catch((error: unknown) => {
      if (error instanceof UndoneAnswer) return error.answer;
      throw error;
    });
  }

  private find({ model, method, isJson2 }: Request): Method {
    if (method.startsWith('_')) throw accessError(`Private methods (such as '${model}.${method}') cannot be called remotely.`);
    const { version } = this.db.options;
    const found = this.special[model]?.[method] ?? GENERIC[method];
    if (found && version >= (found.since ?? 0) && version <= (found.until ?? Infinity)) return found;
    const message = `The method '${model}.${method}' does not exist`;
    throw isJson2 ? notFound(message) : attributeError(message);
  }
}

type Methods = Readonly<Record<string, Readonly<Record<string, Method>>>>;

/** Several know methods of one model. */
function merged(all: readonly Methods[]): Methods {
  const models = new Set(all.flatMap((methods) => Object.keys(methods)));
  return Object.fromEntries(
    [...models].map((model) => [model, Object.assign({}, ...all.map((methods) => methods[model])) as Methods[string]]),
  );
}

interface Arguments {
  ids: readonly number[];
  args: Record<string, unknown>;
}

function namedArguments({ model, method: name }: Request, method: Method, named: Readonly<Record<string, unknown>>): Arguments {
  const { ids, ...args } = named;
  if (ids !== undefined && method.level === 'model') throw unprocessable(`cannot call ${model}.${name} with ids`);
  const missing = (method.required ?? []).find((param) => !(param in args));
  if (missing) throw unprocessable(`missing a required argument: '${missing}'`);
  const unexpected = Object.keys(args).find((param) => !method.params.includes(param));
  if (unexpected) throw unprocessable(`got an unexpected keyword argument '${unexpected}'`);
  return { ids: toIds(ids), args };
}

function positionalArguments(
  { model, method: name, positional }: Request,
  method: Method,
  named: Readonly<Record<string, unknown>>,
): Arguments {
  // Odoo takes the ids, and what to create, from their place before it looks at names: `args[0]`.
  if (positional.length === 0 && (method.level === 'record' || name === 'create')) throw indexError('tuple index out of range');
  const [first, ...rest] = positional;
  const ids = method.level === 'record' ? toIds(first) : [];
  const values = method.level === 'record' ? rest : positional;
  const args: Record<string, unknown> = { ...named };
  for (const [index, value] of values.entries()) {
    const param = method.params[index];
    if (param === undefined)
      throw typeError(`${name}() takes ${method.params.length + 1} positional arguments but ${values.length + 1} were given`);
    args[param] = value;
  }
  // Modules that extend contacts call it otherwise.
  if (name === 'write' && 'vals' in named) throw typeError("write() got an unexpected keyword argument 'vals'");
  const missing = (method.required ?? []).find((param) => !(param in args));
  if (missing) throw typeError(`${model}.${name}() missing 1 required positional argument: '${missing}'`);
  const unexpected = Object.keys(args).find((param) => !method.params.includes(param));
  if (unexpected) throw typeError(`${model}.${name}() got an unexpected keyword argument '${unexpected}'`);
  return { ids, args };
}

const toIds = (value: unknown): readonly number[] =>
  Array.isArray(value) ? (value as number[]) : typeof value === 'number' ? [value] : [];
