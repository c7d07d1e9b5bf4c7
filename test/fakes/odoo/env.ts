import type { Model } from './schema/field.ts';
import type { Schema } from './schema/index.ts';
import { notAllowed, notFound, userError } from './errors.ts';
import type { View } from './store.ts';
import type { OdooVersion } from './types.ts';

export type Operation = 'read' | 'write' | 'create' | 'unlink';

/** Rights of the user who calls. */
export interface Rights {
  isAdmin: boolean;
  may(model: Model, operation: Operation): boolean;
  seesField(model: string, field: string): boolean;
  hasGroup(group: string): boolean;
}

/** What a call sees: data, version, user and context. */
export interface Env {
  view: View;
  schema: Schema;
  version: OdooVersion;
  uid: number;
  rights: Rights;
  /** Companies this call sees; records of none are shared. */
  companyIds: readonly number[];
  activeTest: boolean;
  /** Products are named without their codes. */
  hidesCodes: boolean;
  rateOf(currencyId: number): number;
}

export function modelOf(env: Env, name: string): Model {
  const model = env.schema.get(name);
  if (model) return model;
  throw env.version >= 19 ? notFound(`the model '${name}' does not exist`) : userError(`Object ${name} doesn't exist`);
}

export function demand(env: Env, model: Model, operation: Operation): void {
  if (!env.rights.may(model, operation)) throw notAllowed(model, operation);
}
