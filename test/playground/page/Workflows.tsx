import type { CardObjectType, WorkflowRun, WorkflowRunStep } from '../api.ts';
import { moment, time } from './format.ts';
import { useFetched, useTicks } from './live.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWorkflowName } from './workflow-name.ts';
import { useWords } from './words.ts';
import { WorkflowStartForm } from './WorkflowStartForm.tsx';

const LOOKED_AT_MS = 2_000;

/** The workflows of one record: enroll it, and see how far it came. */
export function RecordWorkflows({ type, id, version }: { type: CardObjectType; id: string; version: number }) {
  const words = useWords();
  const runs = useFetched<WorkflowRun[]>(`workflows/runs/${type}/${id}`, `${version} ${useTicks(LOOKED_AT_MS)}`);
  return (
    <div className="crm-card crm-tab-card">
      <WorkflowStartForm key={`${type} ${id}`} type={type} recordId={id} />
      {runs?.length === 0 ? <p className="crm-quiet">{words.workflows.noRuns}</p> : null}
      <Runs runs={runs ?? []} />
    </div>
  );
}

/** All runs of the account. */
export function WorkflowsPage({ version }: { version: number }) {
  const words = useWords();
  const runs = useFetched<WorkflowRun[]>('workflows/runs', `${version} ${useTicks(LOOKED_AT_MS)}`);
  return (
    <section className="crm-list">
      <div className="crm-list-head">
        <h1>{words.workflows.title}</h1>
      </div>
      <div className="crm-card">
        {runs?.length === 0 ? <p className="crm-quiet">{words.workflows.none}</p> : null}
        <Runs runs={runs ?? []} isNamed />
      </div>
    </section>
  );
}

const TONES = { running: 'info', waiting: 'warning', done: 'success', stopped: 'danger' } as const;

function Runs({ runs, isNamed = false }: { runs: WorkflowRun[]; isNamed?: boolean }) {
  const viewer = useViewer();
  const { workflows: words } = useWords();
  const nameOf = useWorkflowName();
  return (
    <ul className="crm-runs">
      {runs.map((run) => (
        <li key={run.id} data-run={run.workflowId} data-state={run.state}>
          <div className="crm-run-head">
            <strong>{nameOf(run.workflowId, run.name)}</strong>
            <span className={`crm-pill crm-pill-${TONES[run.state]}`}>{words.runStates[run.state]}</span>
          </div>
          <span className="crm-quiet">
            {time(viewer, run.startedAt)}{' '}
            {isNamed ? <a href={hrefOf({ view: 'record', type: run.type, id: run.recordId })}>{run.recordName}</a> : null}
          </span>
          <ol className="crm-run-steps">
            {run.steps.map((step, at) => (
              // Steps have no other name than their place.
              <Step key={at} step={step} />
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

const STEP_TONES = {
  ...{
    next: 'default',
    calling: 'info',
    waiting: 'warning',
    succeeded: 'success',
    failed: 'danger',
    expired: 'danger',
    given_up: 'danger',
  },
} as const;

function Step({ step }: { step: WorkflowRunStep }) {
  const viewer = useViewer();
  const { workflows: words } = useWords();
  const { title, state, waitsUntil, outputs } = step;
  return (
    <li className={`crm-run-step crm-run-${state}`} data-step={step.step ?? 'thanks'} data-state={state}>
      <span>
        {title?.[viewer.language] ?? words.thanks} <span className={`crm-pill crm-pill-${STEP_TONES[state]}`}>{words.states[state]}</span>
      </span>
      {state === 'waiting' && waitsUntil !== null ? <span className="crm-quiet">{words.until(moment(viewer, waitsUntil))}</span> : null}
      {step.step === null && state === 'succeeded' ? <span className="crm-quiet">{words.thanked}</span> : null}
      {outputs.length > 0 ? (
        <span className="crm-quiet">{outputs.map(({ label, value }) => `${label[viewer.language]}: ${value}`).join(' · ')}</span>
      ) : null}
    </li>
  );
}
