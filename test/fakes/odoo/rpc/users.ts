import { parseBound } from '../datetime.ts';
import { demand, modelOf } from '../env.ts';
import { userError, validationError, valueError } from '../errors.ts';
import type { Keyring } from '../keys.ts';
import { search } from '../search.ts';
import { rowOf } from './load.ts';
import { requiredBooks } from './method.ts';
import type { OdooVersion } from '../types.ts';
import type { Call, Method } from './method.ts';

const DAY_MICROS = 86_400_000_000;
const MAX_DAYS = 90;

/** Until then it asks about whoever calls. */
const FIRST_OF_A_USER = 18;

export const userMethods = (keys: Keyring, version: OdooVersion): Readonly<Record<string, Readonly<Record<string, Method>>>> => ({
  'res.users': {
    context_get: { level: 'model', params: [], run: ({ env }) => ({ lang: 'en_US', tz: false, uid: env.uid }) },
    has_group: {
      level: version >= FIRST_OF_A_USER ? 'record' : 'model',
      params: ['group_ext_id'],
      required: ['group_ext_id'],
      run: hasGroup,
    },
  },
  'res.users.apikeys': {
    generate: {
      level: 'model',
      params: ['key', 'scope', 'name', 'expiration_date'],
      required: ['key', 'name'],
      writes: true,
      since: 19,
      run: (call) => generate(call, keys),
    },
    revoke: {
      level: 'model',
      params: ['key'],
      required: ['key'],
      writes: true,
      since: 19,
      run: (call) => keys.revoke(requiredBooks(call).tx, String(call.args.key)),
    },
  },
  'ir.model.data': {
    check_object_reference: {
      level: 'model',
      params: ['module', 'xml_id', 'raise_on_access_error'],
      required: ['module', 'xml_id'],
      run: referenceOf,
    },
  },
  'ir.config_parameter': {
    get_param: {
      level: 'model',
      params: ['key', 'default'],
      required: ['key'],
      run: (call) => parameter(call, 'read') ?? call.args.default ?? false,
    },
    set_param: { level: 'model', params: ['key', 'value'], required: ['key', 'value'], writes: true, run: setParameter },
  },
});

function hasGroup({ env, args, ids }: Call): boolean {
  const [user = env.uid, another] = ids;
  if (env.version >= FIRST_OF_A_USER && (ids.length === 0 || another !== undefined)) throw valueError('Expected singleton: res.users');
  if (user !== env.uid) throw new Error('the double knows the groups of whoever calls, no more');
  return env.rights.hasGroup(String(args.group_ext_id));
}

/** For everybody, with ids of records that the user may see. */
function referenceOf({ env, args, db }: Call): [string, number | false] {
  const [module, name] = [String(args.module), String(args.xml_id)];
  const id = rowOf(env.view, module, name);
  const row = id === undefined ? undefined : env.view.get('ir.model.data', id);
  const remembered = db.remembered.get(`${module}.${name}`);
  if (!row && remembered !== undefined) return [remembered, false];
  if (!row) throw valueError(`External ID not found in the system: ${module}.${name}`);
  const [found] = search(env, String(row.model), [['id', '=', row.res_id]]);
  return [String(row.model), found ?? false];
}

function parameter(call: Call, operation: 'read' | 'write'): string | null {
  demand(call.env, modelOf(call.env, 'ir.config_parameter'), operation);
  return valueOf(call, String(call.args.key));
}

function valueOf({ env }: Call, key: string): string | null {
  const id = env.view.ids('ir.config_parameter').find((one) => env.view.get('ir.config_parameter', one)?.key === key);
  return id === undefined ? null : String(env.view.get('ir.config_parameter', id)?.value);
}

function setParameter(call: Call): string | false {
  const before = parameter(call, 'write');
  const { tx } = requiredBooks(call);
  const id = tx.ids('ir.config_parameter').find((one) => tx.get('ir.config_parameter', one)?.key === call.args.key);
  const value = call.args.value === false ? null : String(call.args.value);
  if (id !== undefined && value === null) tx.remove('ir.config_parameter', id);
  else if (id !== undefined) tx.update('ir.config_parameter', id, { value }, { force: true });
  else if (value !== null) tx.insert('ir.config_parameter', { key: String(call.args.key), value });
  return before ?? false;
}

function generate(call: Call, keys: Keyring): string {
  const { tx } = requiredBooks(call);
  if (!call.env.rights.isAdmin && valueOf(call, 'base.enable_programmatic_api_keys') !== 'True')
    throw userError('Programmatic API keys are not enabled');
  const until = typeof call.args.expiration_date === 'string' ? parseBound(call.args.expiration_date, 18) : null;
  if (!call.env.rights.isAdmin && until === null) throw validationError('The API key must have an expiration date');
  if (!call.env.rights.isAdmin && until !== null && until - tx.at > MAX_DAYS * DAY_MICROS)
    throw validationError('You cannot exceed 90.0 days.');
  return keys.create(tx, call.env.uid, String(call.args.name), until);
}
