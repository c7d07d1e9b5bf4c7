import { useState, type FormEvent } from 'react';
import type { Answer, CardObjectType, StepInput, WorkflowStart, WorkflowStepView, WorkflowView } from '../api.ts';
import { post } from './client.ts';
import { FetchedOptions } from './FetchedOptions.tsx';
import { labelOf } from './labels.ts';
import { useFetched } from './live.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';
import { useWorkflowName } from './workflow-name.ts';

/** Enrolls a record by hand, with what each step asks for. */
export function WorkflowStartForm({ type, recordId }: { type: CardObjectType; recordId: string }) {
  const { alert, language } = useViewer();
  const { workflows: words } = useWords();
  const nameOf = useWorkflowName();
  const all = useFetched<WorkflowView[]>('workflows', type);
  const offered = all?.filter(({ types }) => types.includes(type)) ?? [];
  const [chosen, setChosen] = useState('');
  const [inputs, setInputs] = useState<WorkflowStart['inputs']>({});
  const workflow = offered.find(({ id }) => id === chosen) ?? offered[0];
  if (!workflow) return null;
  const start = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await post<Answer>('workflows', { workflowId: workflow.id, type, recordId, inputs } satisfies WorkflowStart);
    alert(answer.done ? { type: 'success', message: words.started } : { type: 'danger', title: words.refused, message: answer.reason });
  };
  const choose = (id: string) => {
    setChosen(id);
    setInputs({});
  };
  return (
    <form className="crm-workflow-form" onSubmit={(event) => void start(event)}>
      <label>
        {words.choose}
        <select className="ui-input" aria-label={words.choose} value={workflow.id} onChange={(event) => choose(event.target.value)}>
          {offered.map(({ id, name }) => (
            <option key={id} value={id}>
              {nameOf(id, name)}
            </option>
          ))}
        </select>
      </label>
      {workflow.trigger === null ? null : <span className="crm-quiet">{words.startsBy(labelOf(language, workflow.trigger))}</span>}
      {workflow.steps.map((step, at) => (
        <StepInputs
          key={`${workflow.id} ${at}`}
          type={type}
          step={step}
          values={inputs[String(at)] ?? {}}
          set={(values) => setInputs({ ...inputs, [String(at)]: values })}
        />
      ))}
      <button type="submit" className="crm-button">
        {words.start}
      </button>
    </form>
  );
}

interface StepInputsProps {
  type: CardObjectType;
  step: WorkflowStepView;
  values: Record<string, string>;
  set(values: Record<string, string>): void;
}

const StepInputs = ({ type, step, values, set }: StepInputsProps) => (
  <>
    {step.inputs.map((input) => (
      <Input
        key={input.name}
        type={type}
        step={step.step ?? ''}
        input={input}
        value={values[input.name] ?? ''}
        set={(value) => set({ ...values, [input.name]: value })}
      />
    ))}
  </>
);

interface InputProps {
  type: CardObjectType;
  step: string;
  input: StepInput;
  value: string;
  set(value: string): void;
}

function Input({ type, step, input, value, set }: InputProps) {
  const { language } = useViewer();
  const { name, label, isRequired, options, isFetched } = input;
  const title = `${label[language]}${isRequired ? ' *' : ''}`;
  if (isFetched) return <FetchedOptions {...{ type, step, value, set }} input={name} label={title} />;
  return (
    <label>
      {title}
      {options ? (
        <select className="ui-input" value={value} onChange={(event) => set(event.target.value)}>
          <option value="">–</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input className="ui-input" value={value} onChange={(event) => set(event.target.value)} />
      )}
    </label>
  );
}
