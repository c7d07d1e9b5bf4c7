import { projects } from '../../streams/projects/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import { askForProjectByWorkflow, projectsBecame } from '../orders/project-by-workflow.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import { readTemplateOption } from './project-templates.ts';
import { FAILED_RESULT, REASONS } from './words.ts';

const design = defineAction({
  name: 'create-project',
  objectTypes: [DEAL],
  label: { en: 'Create a project in the ERP', es: 'Crear un proyecto en el ERP' },
  description: {
    en: 'Makes a project with tasks for the confirmed order of this deal, like a project of the ERP, unless it has one.',
    es: 'Crea un proyecto con tareas para el pedido confirmado de este negocio, como un proyecto del ERP, salvo que ya lo tenga.',
  },
  card: { en: 'Create a project in the ERP', es: 'Crear un proyecto en el ERP' },
  inputs: {
    template: {
      format: 'list',
      list: 'project_templates',
      label: { en: 'Like this project', es: 'Como este proyecto' },
      description: {
        en: 'A project of the ERP whose tasks are taken over. If empty, the rules of the settings of Puente say it.',
        es: 'Un proyecto del ERP cuyas tareas se toman. Si está vacío, lo dicen las reglas de la configuración de Puente.',
      },
    },
  },
  outputs: {
    project: { label: { en: 'Project', es: 'Proyecto' }, format: 'text' },
    link: { label: { en: 'Link to the project', es: 'Enlace al proyecto' }, format: 'text' },
  },
  results: {
    created: { label: { en: 'Created', es: 'Creado' } },
    already_existed: { label: { en: 'It was there already', es: 'Ya existía' } },
    refused: { label: { en: 'Refused', es: 'Rechazado' }, isFailure: true },
    not_in_time: { label: { en: 'Not done yet', es: 'Todavía no' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;
const DAY_MS = 86_400_000;

export const createProject: Action<Design> = { design, waitsMs: () => DAY_MS, look };

/** Two of one deal at once ask for the same, and get the same. */
async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run, inputs } = one;
  const { portalId, recordId: dealId } = run;
  const known = run.memo['keys'];
  const template = inputs.template === null ? null : readTemplateOption(inputs.template);
  const asked = Array.isArray(known)
    ? { kind: 'asked' as const, keys: known.map(String) }
    : await askForProjectByWorkflow(deps, { portalId, dealId, template });
  if (asked.kind === 'standing') {
    const names = asked.projects.map(({ connectionId, id, name }) => ({ connectionId, id, name }));
    return done({ result: 'already_existed', ...(await factsOf(one, names)) });
  }
  if (asked.kind === 'ordering')
    return { kind: 'waiting', on: 'record', otherwise: { result: 'not_in_time', reason: { words: WHY.ordering } } };
  if (asked.kind !== 'asked') return done({ result: 'refused', reason: { words: WHY[asked.kind] } });
  const { keys } = asked;
  const { state, on, isNew, made } = await projectsBecame(deps.db, portalId, { keys, since: run.createdAt });
  const facts = await factsOf(one, made);
  if (state === 'made') return done({ result: isNew ? 'created' : 'already_existed', ...facts });
  if (state === 'gone') return done({ result: 'refused', reason: { words: WHY.gone }, ...facts });
  if (state === 'refused') return done({ result: 'refused', reason: { words: REASONS.erpRefused }, ...facts });
  const reason = { words: run.isBlocking ? REASONS.erpBusy : REASONS.cannotWait };
  return { kind: 'waiting', on, memo: { keys }, otherwise: { result: 'not_in_time', reason, ...facts } };
}

const WHY = {
  ordering: {
    en: 'The deal has no confirmed order in the ERP yet.',
    es: 'El negocio todavía no tiene un pedido confirmado en el ERP.',
  },
  no_order: {
    en: 'The deal has no order in the ERP: make one first.',
    es: 'El negocio no tiene ningún pedido en el ERP: cree uno antes.',
  },
  no_rule: {
    en: 'No rule says which project belongs to what this deal sells, and none was chosen in this step.',
    es: 'Ninguna regla dice qué proyecto corresponde a lo que vende este negocio, y no se eligió ninguno en este paso.',
  },
  gone: {
    en: 'The project was deleted in the ERP, and is not made a second time.',
    es: 'El proyecto se eliminó en el ERP, y no se crea una segunda vez.',
  },
  other_erp: {
    en: 'The chosen project is of another ERP than the order of this deal.',
    es: 'El proyecto elegido es de otro ERP que el pedido de este negocio.',
  },
};

type Made = Awaited<ReturnType<typeof projectsBecame>>['made'];

async function factsOf({ deps, run }: Look<Design>, made: Made): Promise<Pick<Outcome<Design>, 'erpNumber' | 'outputs'>> {
  const [first] = made;
  const { linkTo } = first ? await deps.connectors.capabilitiesOf({ portalId: run.portalId, connectionId: first.connectionId }) : {};
  const names = made.flatMap(({ name }) => name ?? []).join(', ') || null;
  return { erpNumber: names, outputs: { project: names, link: first ? (linkTo?.(projects.name, first.id) ?? null) : null } };
}
