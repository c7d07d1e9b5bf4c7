import { propertyDefinition, type Language, type PropertyDesign, type PropertySet } from '../../hubspot/properties.ts';
import { PROJECT_OBJECTS, type ProjectObjectType } from '../../shared/object-types.ts';
import { dayIn } from '../../shared/calendar.ts';
import { hoursOf } from '../../streams/projects/hours.ts';
import { overallStatus, type ProjectStatus } from '../../streams/projects/progress.ts';
import type { Project } from '../../streams/projects/record.ts';
import { OWN_GROUP } from './group.ts';

/** By which a record is found again: our key of the project, made from the ERP's identity. */
export const PROJECT_KEY = 'erp_project_key';
export const STAGE = 'hs_pipeline_stage';
const PIPELINE = 'hs_pipeline';

/** Ours on an object of HubSpot that projects are records of, the most important first; within what a free account has room for. */
const PROPERTIES: readonly (PropertyDesign & { isKey?: true })[] = [
  {
    name: PROJECT_KEY,
    isKey: true,
    format: 'text',
    label: { en: 'ERP project key', es: 'Clave del proyecto ERP' },
    description: {
      en: 'Ties this record to its project in the ERP. Puente writes it; please leave it as it is.',
      es: 'Une este registro con su proyecto en el ERP. La escribe Puente; déjela como está.',
    },
  },
  {
    name: 'erp_project_status',
    format: 'status',
    label: { en: 'ERP project status', es: 'Estado del proyecto ERP' },
    description: {
      en: 'How far the project is in the ERP, by its tasks.',
      es: 'Cuánto avanzó el proyecto en el ERP, según sus tareas.',
    },
    options: {
      not_started: { en: 'Not started', es: 'Sin empezar' },
      in_progress: { en: 'In progress', es: 'En curso' },
      done: { en: 'Done', es: 'Terminado' },
      stopped: { en: 'Stopped', es: 'Detenido' },
      gone: { en: 'Not in the ERP any more', es: 'Ya no está en el ERP' },
    },
  },
  {
    name: 'erp_tasks_done',
    format: 'number',
    label: { en: 'ERP tasks done', es: 'Tareas terminadas ERP' },
    description: { en: 'How many tasks of the project are done.', es: 'Cuántas tareas del proyecto están terminadas.' },
  },
  {
    name: 'erp_tasks_total',
    format: 'number',
    label: { en: 'ERP tasks', es: 'Tareas ERP' },
    description: {
      en: 'How many tasks the project has, without cancelled ones.',
      es: 'Cuántas tareas tiene el proyecto, sin las canceladas.',
    },
  },
  {
    name: 'erp_hours_spent',
    format: 'number',
    label: { en: 'ERP hours spent', es: 'Horas dedicadas ERP' },
    description: { en: 'By the time sheets of the ERP.', es: 'Según las hojas de horas del ERP.' },
  },
  {
    name: 'erp_hours_planned',
    format: 'number',
    label: { en: 'ERP hours planned', es: 'Horas previstas ERP' },
    description: { en: 'As planned for the tasks in the ERP.', es: 'Lo previsto para las tareas en el ERP.' },
  },
];

/** HubSpot's own that are written, where the account has them. */
const standardOf = (objectType: ProjectObjectType): string[] => [
  'hs_name',
  PIPELINE,
  STAGE,
  'hs_start_date',
  PROJECT_OBJECTS[objectType].targetProperty,
  'hs_close_date',
];

/** What an account is to have on the object. */
export function describeProjectObject(objectType: ProjectObjectType, language: Language): PropertySet {
  const definitions = PROPERTIES.map(({ isKey = false, ...design }, at) => ({
    ...propertyDefinition(design, { groupName: OWN_GROUP.name, isUnique: isKey, language }),
    displayOrder: isKey ? PROPERTIES.length + 1 : at + 1,
  }));
  return { group: OWN_GROUP, definitions, standard: standardOf(objectType) };
}

/** Where in HubSpot's pipeline a record stands; null: no stage says so. */
export interface ProjectStages {
  pipeline: string | null;
  open: string | null;
  begun: string | null;
  done: string | null;
}

/** A project as its record is to tell of it. */
export interface ProjectRecordFacts {
  name: string;
  /** Of its orders that are not cancelled. */
  statuses: readonly ProjectStatus[];
  plannedHours: string | null;
  endsOn: string | null;
  tasks: Project['tasks'];
  createdAt: Date | null;
  /** When we saw the last task done; null: nobody saw it. */
  completedAt: Date | null;
}

export type RecordValues = Readonly<Record<string, string>>;

/** In HubSpot's spelling; what is left out stays as it is there. */
export function projectRecordValues(
  objectType: ProjectObjectType,
  project: ProjectRecordFacts,
  { stages, timeZone }: { stages: ProjectStages; timeZone: string },
): RecordValues {
  const status = overallStatus(project.statuses);
  const counted = project.tasks.filter((task) => task.status !== 'cancelled');
  const hours = hoursOf({ isOwn: true, ...project });
  const deadlines = project.tasks.flatMap(({ deadline }) => (deadline === null ? [] : [dayOf(deadline, timeZone)]));
  const target = project.endsOn ?? deadlines.toSorted().at(-1);
  const stage = stageOf(status, stages);
  return {
    hs_name: project.name.slice(0, LONGEST_NAME),
    erp_project_status: status,
    erp_tasks_done: String(counted.filter((task) => task.status === 'done').length),
    erp_tasks_total: String(counted.length),
    erp_hours_spent: hours.spent ?? '',
    erp_hours_planned: hours.planned ?? '',
    ...(project.createdAt ? { hs_start_date: epochOf(dayIn(timeZone, project.createdAt)) } : {}),
    [PROJECT_OBJECTS[objectType].targetProperty]: target === undefined ? '' : epochOf(target),
    ...(status === 'done' && project.completedAt ? { hs_close_date: epochOf(dayIn(timeZone, project.completedAt)) } : {}),
    ...(stage === null ? {} : { [STAGE]: stage }),
  };
}

/** Of a project that the ERP has no more the rest stays as it was told last. */
export const GONE_VALUES: RecordValues = { erp_project_status: 'gone' };

/** A record has to stand somewhere from its first moment on. */
export function newRecordValues(values: RecordValues, { pipeline, open }: ProjectStages): RecordValues {
  const stage = values[STAGE] ?? open;
  return { ...values, ...(pipeline === null ? {} : { [PIPELINE]: pipeline }), ...(stage === null ? {} : { [STAGE]: stage }) };
}

function stageOf(status: ProjectStatus, { open, begun, done }: ProjectStages): string | null {
  if (status === 'not_started') return open;
  if (status === 'in_progress') return begun ?? open;
  return status === 'done' ? done : null;
}

const LONGEST_NAME = 65_536;
const dayOf = (moment: string, timeZone: string): string => (moment.length === 10 ? moment : dayIn(timeZone, new Date(moment)));
/** HubSpot takes a day as the milliseconds of its beginning in UTC. */
const epochOf = (day: string): string => String(Date.parse(`${day}T00:00:00Z`));
