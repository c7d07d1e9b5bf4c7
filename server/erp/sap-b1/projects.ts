import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Project, Task } from '../shared/contract.ts';
import { addDays } from '../../shared/calendar.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { agreedId, ORDERS } from './agreed-documents.ts';
import type { Connection } from './connection.ts';
import { PATCH_LEVEL_TOO_OLD, REQUEST_REFUSED } from './errors.ts';
import { DayText, Id, Text, YesNo } from './raw.ts';
import { contactId } from './record-ids.ts';
import { keyOf, listedByReading, rejectBy, SUPPORT, type B1Stream, type Row, type Step } from './stream.ts';
import { allOf, anyOf, inGroups, oneOf, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { mergeReads, parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { todayOf } from '../shared/today.ts';
import { PuenteError } from '../../shared/errors.ts';

/** Project Management, which not every server has. Its collections come whole. */
const SET = 'ProjectManagements';
const PAGE = 100;

const RawStage = z.object({ LineID: Id, StageID: Id.nullish(), Description: Text, IsFinished: YesNo, CloseDate: DayText });
type RawStage = z.output<typeof RawStage>;
const RawTied = z.object({ StageID: Id.nullish(), DocType: Text, DocEntry: Id.nullish() });
const RawProject = z.object({
  AbsEntry: Id,
  ProjectName: Text,
  ProjectStatus: Text,
  BusinessPartner: Text,
  ContactPerson: Id.nullish(),
  DueDate: DayText,
  FinancialProject: Text,
  PM_StagesCollection: z.array(RawStage).nullish(),
  PM_DocumentsCollection: z.array(RawTied).nullish(),
});
type RawProject = z.output<typeof RawProject>;
const FIELDS = fieldsOf(RawProject);

const projectId = ({ AbsEntry }: Row): ErpRecordId => erpRecordId(String(AbsEntry));
const reject = rejectBy(projectId);

const SALES_ORDER = 'pmdt_SalesOrder';
/** Order → whether it belongs to a stage; null: to the project as a whole. */
type Tied = { id: ErpRecordId; stageId: number | null }[];

/** The orders that people put on the project; where they put none, the only order that carries its financial project. */
async function readOrders(connection: Connection, rows: readonly RawProject[], signal: AbortSignal): Promise<Map<number, Tied>> {
  const named = new Map(rows.map((raw) => [raw.AbsEntry, tiedIn(raw)]));
  const without = rows.filter(({ AbsEntry, FinancialProject }) => FinancialProject !== null && named.get(AbsEntry)!.length === 0);
  const byCode = await readOrdersByCode(
    connection,
    [...new Set(without.flatMap(({ FinancialProject }) => FinancialProject ?? []))],
    signal,
  );
  for (const { AbsEntry, FinancialProject } of without) {
    const [only, ...others] = byCode.get(FinancialProject ?? '') ?? [];
    if (only !== undefined && others.length === 0) named.set(AbsEntry, [{ id: only, stageId: null }]);
  }
  return named;
}

const tiedIn = ({ PM_DocumentsCollection: documents }: RawProject): Tied =>
  (documents ?? []).flatMap(({ DocType, DocEntry, StageID }) =>
    DocType === SALES_ORDER && DocEntry ? [{ id: agreedId(ORDERS, DocEntry), stageId: StageID ?? null }] : [],
  );

const RawOrder = z.object({ DocEntry: Id, Project: Text });
const ORDERS_PAGE = 200;

/** Of each code all orders, or at least two. */
async function readOrdersByCode(
  connection: Connection,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ErpRecordId[]>> {
  const found = new Map<string, ErpRecordId[]>();
  for (const group of inGroups(codes)) {
    let asked = group;
    while (asked.length > 0) {
      const query = {
        select: fieldsOf(RawOrder),
        filter: allOf(`(${oneOf('Project', asked)})`, `CancelStatus eq 'csNo'`),
        orderby: 'DocEntry',
      };
      const { rows, hasMore } = await connection.client.page(ORDERS.name, query, ORDERS_PAGE, signal);
      const byCode = Map.groupBy(readableRows(RawOrder, rows), ({ Project }) => Project ?? '');
      for (const code of asked)
        found.set(
          code,
          (byCode.get(code) ?? []).map(({ DocEntry }) => agreedId(ORDERS, DocEntry)),
        );
      // A full page hides some; those with many are known now, and the others are asked for without them.
      const left = hasMore ? asked.filter((code) => found.get(code)!.length < 2) : [];
      asked = left.length < asked.length ? left : [];
    }
  }
  return found;
}

type ReadProjects = TranslatedRecords<Project> & { removedIds: ErpRecordId[] };

/** Those that are of an order; the others are nobody's here. */
async function projectsFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<ReadProjects> {
  const read = await parseRows(RawProject, rows, reject);
  const orders = await readOrders(connection, read.parsed, signal);
  const isSold = ({ AbsEntry }: RawProject): boolean => orders.get(AbsEntry)!.length > 0;
  const sold = { ...read, parsed: read.parsed.filter(isSold) };
  const translated = await translateRows(sold, reject, (raw) => [toProject(raw, orders.get(raw.AbsEntry)!, connection.settings.companyDb)]);
  return { ...translated, removedIds: read.parsed.filter((raw) => !isSold(raw)).map(projectId) };
}

const STATUS: Readonly<Record<string, Project['status']>> = { pst_Finished: 'done', pst_Stopped: 'archived', pst_Canceled: 'archived' };

function toProject(raw: RawProject, orders: Tied, companyDb: string): Project {
  const ids = [...new Set(orders.map(({ id }) => id))];
  const only = ids.length === 1 ? ids[0]! : null;
  const partner = raw.BusinessPartner;
  const project = {
    id: projectId(raw),
    name: raw.ProjectName ?? `#${raw.AbsEntry}`,
    status: STATUS[raw.ProjectStatus ?? ''] ?? 'open',
    customerId:
      partner === null ? null : raw.ContactPerson && raw.ContactPerson > 0 ? contactId(partner, raw.ContactPerson) : erpRecordId(partner),
    organisationId: partner === null ? null : erpRecordId(partner),
    companyId: companyDb,
    orderId: only,
    // Business One plans costs and days, no hours.
    plannedHours: null,
    endsOn: raw.DueDate,
    tasks: (raw.PM_StagesCollection ?? []).map((stage) => toTask(stage, only === null ? orderOfStage(orders, stage) : null)),
    createdAt: null,
    changedAt: null,
  };
  return { ...project, changeStamp: createHash('sha1').update(JSON.stringify(project)).digest('base64') };
}

/** Of a project for several orders a stage is of the one that people put on it. */
function orderOfStage(orders: Tied, { StageID }: RawStage): ErpRecordId | null {
  const ids = new Set(orders.flatMap(({ id, stageId }) => (stageId !== null && stageId === StageID ? [id] : [])));
  const [only] = ids;
  return ids.size === 1 ? only! : null;
}

const toTask = ({ LineID, Description, IsFinished, CloseDate }: RawStage, orderId: ErpRecordId | null): Task => ({
  ...{ id: String(LineID), name: Description ?? `#${LineID}`, stage: null, status: IsFinished ? 'done' : 'open', assignees: [] },
  ...{ plannedHours: null, spentHours: null, deadline: CloseDate, parentId: null, orderId },
});

/** So long after a project was closed it is still looked at by every reading. */
const CLOSED_DAYS = 30;

/** Nothing says when a project was changed, so what may still change is read each time; all of it by the comparison of the night. */
function stillMoving(connection: Connection): string {
  const closedSince = addDays(todayOf(connection), -CLOSED_DAYS);
  return anyOf([`(${oneOf('ProjectStatus', ['pst_Started', 'pst_Paused'])})`, `ClosingDate ge ${quoted(closedSince)}`]);
}

async function readPage(connection: Connection, { after, filter }: { after: string; filter: string }, signal: AbortSignal) {
  const query = { select: FIELDS, filter: allOf(filter, `AbsEntry gt ${after || 0}`), orderby: 'AbsEntry' };
  const { rows, hasMore } = await connection.client.page(SET, query, PAGE, signal);
  return { ...(await projectsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'AbsEntry') : null };
}

const ABSENT = { records: [], rejected: [], after: null, notices: [{ code: 'projects.absent', params: {} }] };
/** The server has no such set; a right that is missing is no such thing. */
const isAbsent = (error: unknown): boolean => error instanceof PuenteError && [REQUEST_REFUSED, PATCH_LEVEL_TOO_OLD].includes(error.code);

async function unlessAbsent(reading: ReturnType<typeof readPage>): ReturnType<Step<Project>> {
  try {
    return await reading;
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return ABSENT;
  }
}

const step: Step<Project> = (connection, position, signal) =>
  unlessAbsent(readPage(connection, { after: position.after, filter: position.phase === 'all' ? '' : stillMoving(connection) }, signal));

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Project>> {
  const entries = ids.filter((id) => /^\d+$/.test(id)).map(Number);
  const parts: TranslatedRecords<Project>[] = [];
  for (const group of inGroups(entries)) {
    const query = { select: FIELDS, filter: anyOf(group.map((entry) => `AbsEntry eq ${entry}`)) };
    const { rows } = await connection.client.page(SET, query, group.length, signal);
    parts.push(await projectsFrom(connection, rows, signal));
  }
  return mergeReads(parts);
}

/** Off until somebody wants it. What is taken off its order, or deleted, shows when everything is compared. */
export const projects: B1Stream<'projects'> = {
  support: { ...SUPPORT, translationVersion: 1 },
  watermarks: { clocks: [], numbers: [] },
  steps: { all: [step], since: [step] },
  readByIds,
  list: () => [listedByReading((connection, after, signal) => unlessAbsent(readPage(connection, { after, filter: '' }, signal)))],
  described: { set: SET, type: 'PM_ProjectDocumentData', key: 'AbsEntry', tables: ['OPMG'] },
};
