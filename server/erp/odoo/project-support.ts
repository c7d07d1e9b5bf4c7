import { z } from 'zod';
import type { ProjectSupport } from '../shared/contract.ts';
import { readableRows } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { Id, Text } from './raw.ts';
import { searchRead } from './search.ts';
import { scopeOf } from './stream.ts';

const RawTemplate = z.object({ id: Id, name: Text });

/** What goes with the command that makes projects. */
export function createProjectSupport(connection: Connection): ProjectSupport {
  return { templates: (signal) => readTemplates(connection, signal) };
}

/** In use and of no order; none where the module is missing or the user may not look. */
async function readTemplates({ client, settings }: Connection, signal: AbortSignal) {
  const { version } = await client.server(signal);
  const domain = scopeOf({ filter: [['sale_line_id', '=', false]], isSharable: true }, settings, version);
  try {
    const rows = await searchRead(client, { model: 'project.project', domain, fields: ['name'], context: { active_test: true } }, signal);
    return readableRows(RawTemplate, rows).map(({ id, name }) => ({ id: String(id), name: name ?? `#${id}` }));
  } catch (error) {
    if (isMissingModule(error) || isRefusal(error)) return [];
    throw error;
  }
}
