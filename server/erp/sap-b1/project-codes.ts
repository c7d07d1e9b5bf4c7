import { z } from 'zod';
import type { Choice, NewOrder } from '../shared/contract.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import type { Connection } from './connection.ts';
import { ifRefused } from './errors.ts';
import { readSet } from './item-references.ts';
import { isWithin } from './mapping.ts';
import { orderRefusals } from './order-refusals.ts';
import { DayText, Text, YesNo } from './raw.ts';
import { isTaken } from './write-errors.ts';

const SET = 'Projects';
const LONGEST_CODE = 20;
const LONGEST_NAME = 100;

const RawProject = z.object({ Code: z.string().min(1), Name: Text, ValidFrom: DayText, ValidTo: DayText, Active: YesNo });
type RawProject = z.output<typeof RawProject>;

/** In use today; none where the user may not look. */
export async function readProjectCodes(connection: Connection, signal: AbortSignal): Promise<Choice[]> {
  const rows = await readSet(connection.client, { set: SET, key: 'Code', select: fieldsOf(RawProject) }, signal).catch(ifRefused([]));
  const used = readableRows(RawProject, rows).filter((project) => isUsed(connection, project));
  return used.map(({ Code, Name }) => ({ id: Code, name: Name === null || Name === Code ? Code : `${Code} · ${Name}` }));
}

const isUsed = (connection: Connection, { Active, ValidFrom, ValidTo }: RawProject): boolean =>
  Active && isWithin(todayOf(connection), ValidFrom, ValidTo);

/**
 * The code that a document is to carry, made where the order names one of its own; null: none. The server has no code twice, so the code itself keeps two
 * calls from making two, and an answer that was lost from making a second one.
 */
export async function projectCodeOf(
  connection: Connection,
  { projectCode }: Pick<NewOrder, 'projectCode'>,
  signal: AbortSignal,
): Promise<string | null> {
  if (!projectCode) return null;
  const { code, name } = projectCode;
  const known = await findProject(connection, code, signal);
  if (known) {
    if (!isUsed(connection, known)) throw orderRefusals.noSuchProjectCode(code);
    return known.Code;
  }
  if (name === null) throw orderRefusals.noSuchProjectCode(code);
  try {
    const body = { Code: code.slice(0, LONGEST_CODE), Name: name.slice(0, LONGEST_NAME).trim() || code, Active: 'tYES' };
    await connection.client.write('POST', SET, body, signal);
  } catch (error) {
    // Somebody else was faster.
    if (!isTaken(error) || !(await findProject(connection, code, signal))) throw error;
  }
  return code.slice(0, LONGEST_CODE);
}

async function findProject({ client }: Connection, code: string, signal: AbortSignal): Promise<RawProject | undefined> {
  const query = { select: fieldsOf(RawProject), filter: oneOf('Code', [code.slice(0, LONGEST_CODE)]) };
  const { rows } = await client.page(SET, query, 1, signal);
  return readableRows(RawProject, rows)[0];
}
